/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_HELD_H
#define REPLAY_HELD_H

#include "replay/replay_private.h"

/* The records that the history holds, decided one by one; judge.h does it where there is a
 * baseline. */

/* Decides a record of the history.  `put` as in replay_run.  0, or -1 where somebody stopped it or
 * *e is filled. */
int held_decide(struct replay *r, const struct history_key *key, struct text record,
    int (*put)(void *context, struct text line), void *context, struct err *e);

/* An event was decided. */
void held_decided(struct replay *r, const struct history_key *key);

#endif
