/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_READY_H
#define REPLAY_READY_H

#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * Decisions that are ready, as lines, and may not be written yet, because an event that was not
 * read may turn out to come earlier.  They lie in stretches of memory, which double in size up to
 * `most` bytes.  Set that, if there is a limit, and leave the rest zero to begin.
 */
struct ready {
	size_t most; /* 0: no limit but the module's own */
	struct buf *stretch;
	size_t n, cap;
	size_t bytes; /* of all stretches, with what is not used yet */
};

/* Returns a buffer to append the next line to. */
struct buf *ready_open(struct ready *r);

/* Gives all lines to `put`, in order and many at a time.  Returns 0, or -1 if `put` did.  None are
 * left afterwards. */
int ready_put(struct ready *r, int (*put)(void *context, struct text lines), void *context);

void ready_free(struct ready *r); /* leaves an empty one */

#endif
