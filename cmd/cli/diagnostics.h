/* SPDX-License-Identifier: MIT */
#ifndef CLI_DIAGNOSTICS_H
#define CLI_DIAGNOSTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * What the programs say on standard error, a line at a time, each written by one call: `PROGRAM:
 * WHERE: what is wrong`.  Control characters that come from the input are shown as \xNN, so that a
 * log cannot play with the terminal.
 */

/* Whose messages they are.  With colour, FILE:LINE:COLUMN and the words error and warning have
 * one. */
struct voice {
	const char *name; /* the program's */
	bool color;
};

/* `PROGRAM: ` and a printf(3) format, which has no newline. */
void diag(const struct voice *v, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same line, put into b, with its newline. */
void diag_put(struct buf *b, const struct voice *v, struct text text);

/*
 * `PROGRAM: FILE:LINE:COLUMN: TEXT`.  file NULL: standard input, named `-`; line 0: no line; column
 * 0: no column.  0, or -1: it could not be written, which matters where it was asked for.
 */
int diag_at(
    const struct voice *v, const char *file, uint64_t line, uint64_t column, struct text text);

/* Writes text that was asked for on standard error, as it is: 0, or -1 with errno set. */
int diag_write(struct text t);

/* The line, if any, that says of n events that they have the event_id of another event but other
 * content: it is no failure, for ids are often the client's to choose. */
void diag_id_conflicts(struct buf *lines, uint64_t n);

#endif
