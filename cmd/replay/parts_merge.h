/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_PARTS_MERGE_H
#define REPLAY_PARTS_MERGE_H

#include "cmd/replay/parts_plan.h"

/*
 * Compares the parts.  Returns 0 if each began with the state that the one before it left.
 * Otherwise writes the starts of those that did not, adds their numbers to `again`, a line each,
 * and returns 1.  Returns -1 after printing what is wrong.
 */
int parts_accept(struct attempt *a, const struct parts_plan *p, struct buf *again);

/*
 * What take_in and decide do for a replay that is not cut: the counts of reading and the rejects
 * come from the summaries, everything else from the parts, which are accepted.  Return 0, or -1 if
 * the run was stopped.
 */
int parts_take_in(struct attempt *a);
int parts_put(struct attempt *a);

#endif
