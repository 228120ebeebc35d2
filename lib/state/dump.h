/* SPDX-License-Identifier: MIT */
#ifndef STATE_DUMP_H
#define STATE_DUMP_H

#include "base/buf.h"
#include "base/err.h"
#include "base/siphash.h"
#include "base/text.h"
#include "state/snapshot.h"

/* The facts of a snapshot as JSON, an object a line: section 8 of the contract. */

/* One line with its newline. */
void dump_put(struct buf *b, const struct fact *f);

/*
 * And back: lines in any order, blank ones among them, are gathered; then they are a snapshot.  It
 * holds all that it is given, whatever the times.
 */
struct undump;
struct undump *undump_new(void);
void undump_free(struct undump *u);

/* 0, or -1 with *e filled, its offset in the line.  number: for undump_end. */
int undump_line(struct undump *u, struct text line, uint64_t number, struct err *e);

/* Into the empty buffer `image`: 0, or -1 with *e filled: the line *number is of what another line
 * was of already.  position: what the snapshot is to know of inputs; NULL: nothing. */
int undump_end(struct undump *u, struct siphash_key key, const struct position *position,
    struct buf *image, uint64_t *number, struct err *e);

#endif
