/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_CHECKPOINT_H
#define REPLAY_CHECKPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "io/out.h"
#include "replay/replay.h"

/*
 * A replay between two events, so that another process can go on with it: which event was the last,
 * what was counted while events were decided, and the state of each decider.  What is counted while
 * inputs are read is not in it, for they are read again.
 *
 * The bytes: eight that say what it is and of which version, what follows, and the SHA-256 of all
 * that.
 */
struct checkpoint {
	struct text identity; /* of plan, rules, options and inputs: whatever has to be the same */
	struct replay_resume resume;
	struct out_end output;  /* so much of the output was with the disk, */
	struct out_end changes; /* and of the changes */
};

/* Can this replay be saved?  Not where a line's time is another to the baseline (compare.h). */
bool checkpoint_fits(const struct replay *r);

/* Writes it into the empty buffer; where the replay is, it knows itself.  0, or -1 with *e filled.
 */
int checkpoint_put(struct buf *b, const struct checkpoint *at, struct replay *r, struct err *e);

/* What is not the replay's: 0, texts within the image; or -1 with *e filled: it is damaged, or none
 * of this version. */
int checkpoint_read(struct text image, struct checkpoint *at, struct err *e);

/* What is: into a new replay, which has `resume` in its options.  0, or -1 with *e filled; then the
 * replay is good for replay_free alone. */
int checkpoint_restore(struct text image, struct replay *r, struct arena *a, struct err *e);

#endif
