/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_TAKE_IN_H
#define REPLAY_TAKE_IN_H

#include "cmd/replay/attempt.h"

/* Takes the inputs into a->replay.  0, or -1 where the run was stopped. */
int take_in(struct attempt *a);

/* Decides what was taken in, for which inputs may be read again, and writes decisions where the job
 * is for them.  0, or -1 where the run was stopped. */
int decide(struct attempt *a);

#endif
