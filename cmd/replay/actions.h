/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_ACTIONS_H
#define REPLAY_ACTIONS_H

#include "cmd/replay/attempt.h"

/*
 * What the command line asks to do: the replay alone, or with jobs of a store.  All return the exit
 * status; what is wrong has been said.
 */
int action_alone(struct attempt *a);  /* a replay that is no job of a store */
int action_replay(struct attempt *a); /* one that is, recorded from beginning to end */
int action_submit(struct attempt *a);
int action_again(struct attempt *a); /* --retry, --resume */
int action_run_pending(const struct command *c);

#endif
