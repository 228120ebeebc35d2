/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_SETTLE_H
#define REPLAY_SETTLE_H

#include "replay/replay_private.h"

/* What becomes of a decision: it is counted and written.  `put` as in replay_run. */

/* The rules that a verdict says matched: their numbers, Enforce rules first, and how many.  A
 * verdict of a state that other rules left behind may name rules that are not there, which do not
 * count. */
size_t settle_matches(const struct rules *rules, const struct verdict *v, size_t *match);

/* Counts the candidate's decision and puts it where decisions are written: 0, or -1. */
int settle_decision(struct replay *r, const struct event *ev, const struct decision *d,
    int (*put)(void *context, struct text line), void *context);

#endif
