/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_RESULTS_H
#define CMD_TRACE_RESULTS_H

#include "cmd/trace/command.h"

/* --compare A B, where both files are results of replays. */

/* Are they?  Looks at how the files begin. */
bool results_are_given(const struct command *c);

/* Compares the replays of each trace, span by span, and prints that as --replay --compare does.
 * Returns the exit status. */
int results_compare(struct command *c);

#endif
