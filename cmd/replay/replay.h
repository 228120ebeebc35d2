/* SPDX-License-Identifier: MIT */
#ifndef CMD_REPLAY_REPLAY_H
#define CMD_REPLAY_REPLAY_H

#include "cmd/replay/attempt.h"

/* Runs the replay and writes its outputs.  The plan and rules must be loaded.  Returns the exit
 * status. */
int replay_inputs(struct attempt *a);

#endif
