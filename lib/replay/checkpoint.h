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
 * A replay stopped between two events, so that another process can continue it: the last event
 * decided, the counts of deciding, and the state of each decider.  The counts of reading are not
 * saved, because a continued replay reads its inputs again.
 *
 * The bytes: an 8-byte magic with the version, the content, and the SHA-256 of both.
 */
struct checkpoint {
	struct text identity; /* digest of everything that must be the same: plan, rules, options
				 and inputs */
	struct replay_resume resume;
	struct out_end output;  /* how much of the output was on the disk */
	struct out_end changes; /* how much of the list of changes was */
};

/* Returns whether this replay can be saved.  It cannot if the two plans read different times
 * (compare.h). */
bool checkpoint_fits(const struct replay *r);

/* Writes a checkpoint into the empty buffer; at->resume is taken from the replay.  Returns 0, or -1
 * and fills *e. */
int checkpoint_put(struct buf *b, const struct checkpoint *at, struct replay *r, struct err *e);

/* Reads everything except the replay's own part; texts lie within the image.  Returns 0, or -1 and
 * fills *e: damaged, or another version. */
int checkpoint_read(struct text image, struct checkpoint *at, struct err *e);

/* Reads the replay's own part into a new replay, whose options have `resume`.  Returns 0, or -1 and
 * fills *e, after which the replay is only good for replay_free. */
int checkpoint_restore(struct text image, struct replay *r, struct arena *a, struct err *e);

#endif
