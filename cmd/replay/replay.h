/* SPDX-License-Identifier: MIT */
#ifndef CMD_REPLAY_REPLAY_H
#define CMD_REPLAY_REPLAY_H

#include "cmd/replay/attempt.h"

/* Replays, and writes what there is to write.  The documents are loaded.  Returns the exit status.
 */
int replay_inputs(struct attempt *a);

#endif
