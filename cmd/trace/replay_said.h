/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_REPLAY_SAID_H
#define CMD_TRACE_REPLAY_SAID_H

#include "cmd/trace/command.h"
#include "rerun/summary.h"

bool replay_shows_success(const struct command *c); /* does the output, of each trace? */

/* Says on standard error why a trace failed, of the first ten: `failed` is how many did before.
 * Empties *why, the summary of the trace. */
void replay_say_why(struct command *c, struct buf *why, uint64_t failed);

/*
 * Adds to the last words of the run what a replay has to tell: options that were about no call,
 * mocks that were never used, and how many traces failed.  Sets the status: c->nothing, or 2 if
 * there was nothing to replay.
 */
void replay_say(struct command *c, const struct rerun_sum *s);

/* Only the first part of that: what options were about no call. */
void replay_say_unmatched(struct command *c);

#endif
