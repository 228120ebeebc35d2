/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_LOAD_H
#define CMD_TRACE_LOAD_H

#include "cmd/trace/command.h"

/* Reads the inputs into c->model and builds it.  The run has begun.  Returns 0, or -1 if the run
 * was stopped, which has been reported. */
int load_traces(struct command *c);

/* Adds to the last words of the run what was odd: calls with notes, records that were repeated, and
 * records of no known format. */
void load_say_odd(struct command *c);

#endif
