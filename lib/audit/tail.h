/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_TAIL_H
#define AUDIT_TAIL_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * The end of a file of lines: its last whole line, and anything after that, which a crash tore off.
 */
struct tail {
	uint64_t size;    /* of the file */
	struct text line; /* without its newline; absent: there is no whole line */
	struct text torn; /* empty: the file ends with a newline, or is empty */
	struct buf bytes; /* holds both texts */
};

/* Reads the tail.  *t is all zero or was used before.  Returns 0, or -1 and fills *e. */
int tail_read(struct tail *t, int fd, struct err *e);
void tail_free(struct tail *t);

#endif
