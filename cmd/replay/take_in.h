/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_TAKE_IN_H
#define REPLAY_TAKE_IN_H

#include "cmd/replay/attempt.h"

/* Reads the inputs into a->replay.  Returns 0, or -1 if the run was stopped. */
int take_in(struct attempt *a);

/* Decides the events, reading inputs again if they did not fit into the buffer, and writes the
 * decisions of a DecisionOnly job.  Returns 0, or -1 if the run was stopped. */
int decide(struct attempt *a);

#endif
