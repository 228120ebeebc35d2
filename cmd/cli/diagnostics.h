/* SPDX-License-Identifier: MIT */
#ifndef CLI_DIAGNOSTICS_H
#define CLI_DIAGNOSTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * Messages on standard error: `PROGRAM: WHERE: what is wrong`.  Each is one line, written by one
 * call.  Control characters from the input are shown as \xNN, so that a log cannot control the
 * terminal.
 */

/* The program that speaks.  With `color`, FILE:LINE:COLUMN and the words error and warning are
 * coloured. */
struct voice {
	const char *name; /* the program's */
	bool color;
};

/* Prints `PROGRAM: ` and the text of a printf(3) format without a newline. */
void diag(const struct voice *v, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Appends such a line to b, with its newline. */
void diag_put(struct buf *b, const struct voice *v, struct text text);

/*
 * Prints `PROGRAM: FILE:LINE:COLUMN: TEXT`.  file NULL is standard input, named `-`; a line or
 * column of 0 is left out.  Returns 0, or -1 if it could not be written, which matters to callers
 * whose message is a requested result.
 */
int diag_at(
    const struct voice *v, const char *file, uint64_t line, uint64_t column, struct text text);

/* Writes text to standard error unchanged.  Returns 0, or -1 and sets errno. */
int diag_write(struct text t);

/* Appends the line about n id conflicts, if n is not 0.  A conflict is not a failure, because ids
 * are often chosen by the client. */
void diag_id_conflicts(struct buf *lines, uint64_t n);

#endif
