/* SPDX-License-Identifier: MIT */
#ifndef CLI_SHELL_H
#define CLI_SHELL_H

#include "base/buf.h"
#include "base/err.h"
#include "io/in.h"

/* Commands that a message tells the user to run. */

/* Puts a word as the shell needs it: in quotes, if it has anything but plain characters. */
void shell_put_word(struct buf *b, const char *word);

/*
 * After reading `in` has failed with *e: if its format was refused, adds to the text the command
 * that unpacks it ("gzip data; use: zcat FILE | PROGRAM ...").  `path` NULL or "-": standard input.
 */
void shell_add_unpacking(struct err *e, const struct in *in, const char *path, const char *program);

#endif
