/* SPDX-License-Identifier: MIT */
#ifndef CMD_REPLAY_REPLAY_H
#define CMD_REPLAY_REPLAY_H

#include "cmd/replay/command.h"

/* Replays, and writes what there is to write.  The documents are loaded.  Returns the exit status.
 */
int replay_inputs(struct command *c);

#endif
