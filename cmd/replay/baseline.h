/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_BASELINE_H
#define REPLAY_BASELINE_H

#include "cmd/replay/command.h"

/* With plan and rule set there: the baseline's, and how they go together.  0, or -1: what is wrong
 * has been said. */
bool baseline_is_given(const struct request *r);
int baseline_load(struct command *c);

#endif
