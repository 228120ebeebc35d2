/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_REPLAY_GATES_H
#define CMD_TRACE_REPLAY_GATES_H

#include "cmd/trace/command.h"

/*
 * --fail-on with --replay: compares the totals of the replayed traces, c->model, with those of the
 * recorded ones, c->recorded (NULL: they are the same).  Prints a line for each gate as text for
 * people.  A gate that fails is named on standard error and makes the status 1.  Returns 0, or -1
 * if the run is stopped.
 */
int replay_gates(struct command *c);

/* Is there a gate? */
bool replay_has_gates(const struct command *c);

/* Reads the gates.  Returns -1, or the status of a usage error. */
int replay_gates_check(struct command *c);

#endif
