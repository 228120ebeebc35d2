/* SPDX-License-Identifier: MIT */
#ifndef STATE_SAVE_H
#define STATE_SAVE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "state/snapshot.h"
#include "state/state.h"

/*
 * Writes the state as a snapshot into the empty buffer `image`.  The bytes depend only on the
 * facts, not on how often the state was saved and restored on the way.  Returns 0, or -1 and fills
 * *e.
 */
int state_save(
    const struct state *s, const struct position *position, struct buf *image, struct err *e);

/*
 * Fills the new state s from the snapshot.  Series that are not in the rule set are dropped; series
 * that are not in the snapshot start empty.  Returns 0 and fills *position, its texts in the arena;
 * or -1 and fills *e, after which the state is only good for state_free.
 */
int state_restore(
    struct state *s, struct text image, struct position *position, struct arena *a, struct err *e);

#endif
