/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_WHICH_H
#define CMD_TRACE_WHICH_H

#include "cmd/trace/command.h"

/* --which: what each input is. */

/* Counts the records of a batch that nothing could read. */
void which_count(struct command *c, const struct run_turn *turn, uint64_t unknown);

/* Prints a line for each input and each reader or map that knew records in it.  Returns 0, or -1
 * after a failure that has been reported. */
int which_print(struct command *c);

#endif
