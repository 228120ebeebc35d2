/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_EXPECT_H
#define CMD_TRACE_EXPECT_H

#include "cmd/trace/command.h"

/* --expect, alone or after --compare.  Without the option, none of these does anything. */

/* Does --format fit, and is --expect the action?  Returns -1, or the status of a usage error. */
int expect_check(struct command *c);

/* Loads the statements.  Returns 0, or -1 after printing what is wrong with them. */
int expect_load_file(struct command *c);

/* Judges all traces, those of both sides of a comparison included, as they were recorded: after
 * redact_learn, and before --redact replaces anything. */
void expect_prepare(struct command *c);

/* Prints the results.  Returns 0, or -1 if the run is stopped. */
int expect_print(struct command *c);

void expect_free(struct command *c);

#endif
