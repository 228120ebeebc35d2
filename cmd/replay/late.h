/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_LATE_H
#define REPLAY_LATE_H

#include "cmd/replay/attempt.h"

/*
 * Reports the events that were too late for the state that the replay began with, and where the
 * watermark of a StateRebuild jumped.  Events that were too late count for the exit status, and
 * stop a run with --fail-fast.  Call once, when everything is decided.
 */
void late_tell(struct attempt *a);

#endif
