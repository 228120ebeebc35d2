/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_ASKING_CHECK_H
#define CMD_TRACE_ASKING_CHECK_H

#include "cmd/trace/command.h"

/* Finds out what the options mean together; before replay_check.  Returns -1, or the status of a
 * usage error. */
int asking_check(struct command *c);

/* Reads the prices and what is paid for.  Returns 0, or -1 after it has said what is wrong. */
int asking_load(struct command *c);

#endif
