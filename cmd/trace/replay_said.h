/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_REPLAY_SAID_H
#define CMD_TRACE_REPLAY_SAID_H

#include "cmd/trace/command.h"
#include "rerun/summary.h"

/*
 * Adds to the last words of the run what a replay has to tell: options that were about no call,
 * mocks that were never used, and how many traces failed.  Sets the status: c->nothing, or 2 if
 * there was nothing to replay.
 */
void replay_say(struct command *c, const struct rerun_sum *s);

/* Only the first part of that: what options were about no call. */
void replay_say_unmatched(struct command *c);

#endif
