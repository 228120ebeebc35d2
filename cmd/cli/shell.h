/* SPDX-License-Identifier: MIT */
#ifndef CLI_SHELL_H
#define CLI_SHELL_H

#include "base/buf.h"
#include "base/err.h"
#include "io/in.h"

/* Commands that a message tells the user to run. */

/* Appends a word for the shell, quoted if it has any special character. */
void shell_put_word(struct buf *b, const char *word);

/*
 * Call after reading `in` has failed with *e.  If its format was refused, adds to the error the
 * command that unpacks it ("gzip data; use: zcat FILE | PROGRAM ...").  `path` NULL or "-" is
 * standard input.
 */
void shell_add_unpacking(struct err *e, const struct in *in, const char *path, const char *program);

#endif
