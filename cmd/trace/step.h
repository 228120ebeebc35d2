/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_STEP_H
#define CMD_TRACE_STEP_H

#include "cmd/trace/command.h"

/* --step: a debugger over the recording (step/debugger.h).  At a terminal it prompts; otherwise it
 * reads commands from standard input, and the answers are the output. */

/* Returns -1, or the status of a usage error: nobody could give a command. */
int step_check(const struct command *c);

/* Both return 0, or -1 if the run was stopped. */
int step_print(struct command *c);

#endif
