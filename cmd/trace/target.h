/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_TARGET_H
#define CMD_TRACE_TARGET_H

#include "cmd/trace/command.h"

/* --target: the server that recorded http calls are sent to. */

/* Checks it; it implies --replay, so before replay_check.  Returns -1, or the status of a usage
 * error. */
int target_check(struct command *c);

/* Adds esper-http to the commands, behind those of --exec.  Returns 0, or -1 after it has said what
 * is wrong. */
int target_load(struct command *c);

#endif
