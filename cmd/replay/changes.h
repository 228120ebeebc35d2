/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_CHANGES_H
#define REPLAY_CHANGES_H

#include "cmd/replay/command.h"

/* --changes: opened; filled by the replay from then on; written, where a failure stops the run;
 * complete, or left alone where the run was stopped.  The first returns 0, or -1 where
 * what is wrong has been said, the last
 * the exit status, in which --exit-code is. */
int changes_open(struct command *c);
void changes_begin(struct command *c);
void changes_ready(struct command *c);
int changes_end(struct command *c, int status);

#endif
