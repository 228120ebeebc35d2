/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_SESSIONS_H
#define CMD_TRACE_SESSIONS_H

#include "cmd/trace/command.h"

/* --sessions and --by: prints what the traces of the selection add up to.  Returns 0, or -1 if the
 * run is stopped. */
int sessions_print(struct command *c);

#endif
