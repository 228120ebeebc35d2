/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_ACTIONS_H
#define REPLAY_ACTIONS_H

#include "cmd/replay/command.h"

/*
 * What the command line asks to do with jobs of a store.  All return the exit status; what is wrong
 * has been said.
 */
int action_replay(struct command *c); /* a replay, recorded from beginning to end */
int action_submit(struct command *c);
int action_run_pending(struct command *c);
int action_again(struct command *c); /* --retry, --resume */

#endif
