/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_JUDGE_H
#define REPLAY_JUDGE_H

#include "replay/replay_private.h"

/*
 * Deciding with a baseline: all judges decide each record of the history, and their answers are
 * compared.  `put` and *e as in replay_run.
 */
int judge_record(struct replay *r, const struct history_key *key, struct text record,
    int (*put)(void *context, struct text line), void *context, struct err *e);

/* Call at the end: compares the events that were split into two halves. */
int judge_halves(struct replay *r, struct err *e);

#endif
