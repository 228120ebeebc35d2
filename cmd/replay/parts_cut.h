/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_PARTS_CUT_H
#define REPLAY_PARTS_CUT_H

#include "cmd/replay/parts_plan.h"

/* Reads the times of all inputs, and cuts them: fills the plan's cuts and stretches, and what its
 * inputs are.  Returns 0, or -1 after printing what is wrong. */
int parts_cut(struct attempt *a, struct parts_plan *p);

#endif
