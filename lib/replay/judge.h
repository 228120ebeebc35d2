/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_JUDGE_H
#define REPLAY_JUDGE_H

#include "replay/replay_private.h"

/*
 * Deciding where there is a baseline: each record of the history by all judges, and what they say
 * set side by side.  `put` and *e as in replay_run.
 */
int judge_record(struct replay *r, const struct history_key *key, struct text record,
    int (*put)(void *context, struct text line), void *context, struct err *e);

/* At the end: the events that were in two halves. */
int judge_halves(struct replay *r, struct err *e);

#endif
