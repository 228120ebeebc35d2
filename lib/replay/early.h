/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_EARLY_H
#define REPLAY_EARLY_H

#include <stdint.h>

#include "replay/replay_private.h"

/*
 * A replay can decide events early, while others are still being read, in the hope that none of
 * those is earlier.  If one is, everything decided so far is forgotten and waits like the rest.
 * Decisions wait until everything has been read, or are taken back (ready.h).
 */

/* Not after a checkpoint, which says how much of the output is written, unless the replay writes
 * only a report. */
bool early_may_be(const struct replay_options *o);

/* Must the records that were decided make room?  Only so many are kept for the case that this is
 * undone. */
bool early_is_full(const struct replay *r);

/* Do decisions that wait take more memory than is allowed? */
bool early_holds_too_much(const struct replay *r);

/* Call when `part`, sorted and not empty, comes next.  Forgets everything if the part comes
 * late.  `before` is added to the numbers of its records. */
void early_check_order(struct replay *r, const struct history_part *part, uint64_t before);

/* early_defer marks the last n records joined for early decision.  early_decide decides them;
 * early_defer calls it when there are enough. */
void early_defer(struct replay *r, size_t n);
void early_decide(struct replay *r);

void early_free(struct replay *r);

/* Forgets what was decided early, and stops deciding early. */
void early_forget(struct replay *r);

#endif
