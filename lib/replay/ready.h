/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_READY_H
#define REPLAY_READY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * Decisions that are ready, as lines, although an event that was not read may turn out to come
 * earlier.  They wait in stretches of memory, which double in size up to `most` bytes, until it is
 * known that none does.  If what is written can be taken back, they need not wait: they are written
 * many at a time.  Set `most` if there is a limit, and `early` if it can, and leave the rest zero
 * to begin.
 */
struct ready {
	size_t most; /* 0: no limit but the module's own */
	struct ready_early {
		int (*put)(void *context, struct text lines); /* NULL: they wait */
		void (*take_back)(void *context);
		void *context;
	} early;
	bool written; /* some early, */
	bool failed;  /* which `put` could not write */
	struct buf *stretch;
	size_t n, cap;
	size_t bytes; /* of all stretches, with what is not used yet */
};

/* Returns a buffer to append the next line to. */
struct buf *ready_open(struct ready *r);

/* Gives all lines that are left to `put`, in order and many at a time.  Returns 0, or -1 if `put`
 * did, also earlier.  None are left afterwards. */
int ready_put(struct ready *r, int (*put)(void *context, struct text lines), void *context);

void ready_free(struct ready *r); /* leaves an empty one */

/* The lines so far were wrong: takes back what was written.  Leaves an empty one. */
void ready_forget(struct ready *r);

#endif
