/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_SETTLE_H
#define REPLAY_SETTLE_H

#include "replay/replay_private.h"

/* Counting and writing decisions.  `put` as in replay_run. */

/* Finds the numbers of the rules that a verdict says matched, Enforce rules first.  Returns how
 * many.  A verdict from a state of other rules may name rules that do not exist; they are
 * ignored. */
size_t settle_matches(const struct rules *rules, const struct verdict *v, size_t *match);

/* Counts the candidate's decision and writes it with `put`.  Returns 0, or -1 if `put` stopped the
 * run. */
int settle_decision(struct replay *r, const struct event *ev, const struct decision *d,
    int (*put)(void *context, struct text line), void *context);

#endif
