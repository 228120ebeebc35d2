/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_ACTIONS_H
#define REPLAY_ACTIONS_H

#include "cmd/replay/attempt.h"

/*
 * The actions that run or submit a replay.  All print what is wrong and return the exit status.
 */
int action_alone(struct attempt *a);  /* a replay outside of a store */
int action_replay(struct attempt *a); /* a replay recorded as a job of the store */
int action_merge(struct attempt *a);  /* --merge; in a store, it is then a job */
int action_submit(struct attempt *a);
int action_again(struct attempt *a); /* --retry, --resume */
int action_run_pending(const struct command *c);

#endif
