/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_REPLAY_H
#define CMD_TRACE_REPLAY_H

#include "cmd/trace/command.h"

/* --replay, alone or before another action.  Without it, none of these does anything. */

/* Decides whether the traces are replayed, and that nothing contradicts it.  Returns -1, or the
 * status of a usage error. */
int replay_check(struct command *c);

/* Reads the mocks.  Returns 0, or -1 after printing what is wrong. */
int replay_load(struct command *c);

/* Opens what --replay writes besides the output.  Returns 0, or -1 if the run is stopped. */
int replay_begin(struct command *c);

/*
 * Replays all traces.  Prints results if that is the action.  For another action, c->model becomes
 * the model of the replayed traces; c->recorded is then the one of the recording.  Returns 0, or -1
 * if the run is stopped.
 */
int replay_traces(struct command *c);

/* Makes c->model the recording again, if it is not. */
void replay_restore(struct command *c);

/* Completes the files.  Returns the exit status. */
int replay_end(struct command *c, int status);

#endif
