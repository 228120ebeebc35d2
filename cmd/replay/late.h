/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_LATE_H
#define REPLAY_LATE_H

#include "cmd/replay/attempt.h"

/*
 * Says which events were too late for the state that the replay began with, and where the watermark
 * of a StateRebuild jumped; counts the former for the exit status.  Once, when all is decided. With
 * --fail-fast the run is stopped.
 */
void late_tell(struct attempt *a);

#endif
