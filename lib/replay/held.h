/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_HELD_H
#define REPLAY_HELD_H

#include "replay/replay_private.h"

/* Decides the records of the history one by one.  With a baseline, judge.h does the work. */

/* Decides one record.  `put` as in replay_run.  Returns 0, or -1 if `put` stopped the run or *e is
 * filled. */
int held_decide(struct replay *r, const struct history_key *key, struct text record,
    int (*put)(void *context, struct text line), void *context, struct err *e);

/* Notes that an event was decided. */
void held_decided(struct replay *r, const struct history_key *key);

#endif
