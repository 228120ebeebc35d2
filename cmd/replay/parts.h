/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_PARTS_H
#define REPLAY_PARTS_H

#include "cmd/replay/parts_plan.h"

/* A replay in slices: --slices makes the plan, --summarise, --fold and --decide carry it out.  All
 * print what is wrong and return the exit status. */
int parts_begin(struct attempt *a);
int parts_phase(struct attempt *a);

/*
 * Prepares --merge: takes the plan and compares the parts.  Returns -1 if the replay can be put
 * together; *p, which must live as long as the attempt, is then in a->merged.  Otherwise returns
 * the exit status.
 */
int parts_prepare_merge(struct attempt *a, struct parts_plan *p);

#endif
