/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_MUTATE_H
#define CMD_TRACE_MUTATE_H

#include "cmd/trace/command.h"

/*
 * --mutate: executes the calls in the scopes of --exec with changed inputs, and prints what goes
 * wrong in a way that is new: as calls, which --replay takes, or as text.  Sets c->nothing if there
 * is something.  Returns 0, or -1 if the run is stopped.
 */
int mutate_print(struct command *c);

/* Returns -1, or the status of a usage error. */
int mutate_check(struct command *c);

#endif
