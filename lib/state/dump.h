/* SPDX-License-Identifier: MIT */
#ifndef STATE_DUMP_H
#define STATE_DUMP_H

#include "base/buf.h"
#include "base/err.h"
#include "base/siphash.h"
#include "base/text.h"
#include "state/snapshot.h"

/* The facts of a snapshot as JSON, one object per line (esper-decide(1)). */

/* Appends one line, with its newline. */
void dump_put(struct buf *b, const struct fact *f);

/*
 * Reads a dump back.  Lines may come in any order, blank lines included; they are gathered and then
 * written as one snapshot.  The snapshot holds every fact given, whatever its time.
 */
struct undump;
struct undump *undump_new(void);
void undump_free(struct undump *u);

/* Takes one line; number identifies it in undump_end.  Returns 0, or -1 and fills *e with an offset
 * into the line. */
int undump_line(struct undump *u, struct text line, uint64_t number, struct err *e);

/* Writes the snapshot into the empty buffer `image`.  position: what to record of a run's inputs,
 * or NULL for nothing.  Returns 0, or -1 and fills *e: line *number repeats the fact of another
 * line. */
int undump_end(struct undump *u, struct siphash_key key, const struct position *position,
    struct buf *image, uint64_t *number, struct err *e);

#endif
