/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_CALLS_H
#define CMD_TRACE_CALLS_H

#include "cmd/trace/command.h"

/* --calls: prints the calls of the selection as JSON lines.  Returns 0, or -1 if the run is
 * stopped. */
int calls_print(struct command *c);

#endif
