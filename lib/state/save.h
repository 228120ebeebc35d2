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
 * Writes the state as a snapshot into the empty buffer `image`.  0, or -1 with *e filled.  Whatever
 * was decided before, and whether it was decided by this state or by those it was restored from:
 * the same bytes.
 */
int state_save(
    const struct state *s, const struct position *position, struct buf *image, struct err *e);

/*
 * Makes the new state s what the snapshot says.  Series that the rule set does not have are left
 * out, and those that the snapshot does not have are empty.  0 with *position filled, its texts in
 * the arena; -1 with *e filled, and the state is good for state_free alone.
 */
int state_restore(
    struct state *s, struct text image, struct position *position, struct arena *a, struct err *e);

#endif
