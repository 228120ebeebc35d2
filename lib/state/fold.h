/* SPDX-License-Identifier: MIT */
#ifndef STATE_FOLD_H
#define STATE_FOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "rules/rules.h"
#include "state/state.h"

/*
 * States of consecutive stretches of time.  All events of a stretch come after those of the stretch
 * before, and nothing is late.
 *
 * Let a state have seen only the events of one stretch, but know the first events of its ids.
 * state_fold adds its snapshot to the state that the stretch began with.  The result is the state
 * that saw all of it: an entity or a session goes on if no more than its TTL lies between, windows
 * are joined, later first events replace earlier ones, and the latest times are those of both.
 * Whatever the horizon has passed is left out by state_save.  So folding is associative.
 */

/* Adds the snapshot of the stretch that follows, which begins at from_ns.  Returns 0, or -1 and
 * fills *e. */
int state_fold(struct state *s, struct text image, int64_t from_ns, struct err *e);

/* Takes only the first events of ids of a snapshot.  Returns 0, or -1 and fills *e. */
int state_restore_firsts(struct state *s, struct text image, struct err *e);

/* What the rules ask about. */
struct fold_asked {
	bool entity, session; /* their counts of decisions */
	int64_t windows_ns;   /* how far back the longest window looks */
};
struct fold_asked fold_asked(const struct rules *rules);

/*
 * Computes a digest of the facts of a snapshot, which is the same for another snapshot if events at
 * at_ns or later are decided the same.  Verdicts of first events are left out, because no such
 * event can be their duplicate any more, and so are events that no window reaches.  With INT64_MIN
 * none of these are.  Returns 0, or -1 and fills *e.
 */
int fold_digest(struct text image, struct fold_asked asked, int64_t at_ns, unsigned char digest[32],
    struct err *e);

/* Finds the latest time in a snapshot; INT64_MIN if it has none.  Returns 0, or -1 and fills *e. */
int fold_latest(struct text image, int64_t *latest_ns, struct err *e);

/*
 * Corrects a snapshot that a stretch left which began at from_ns with the state `assumed`, although
 * it should have been `right`.  Both differ only in counts of decisions and in verdicts, and no
 * rule asks about the former.  Writes the snapshot to the empty *out.  Returns 0, or -1 and
 * fills *e.
 */
struct fold_stretch {
	struct text left, assumed, right;
	int64_t from_ns;
};
int fold_correct(
    const struct fold_stretch *f, struct siphash_key key, struct buf *out, struct err *e);

#endif
