/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_TIMELINE_H
#define CMD_TRACE_TIMELINE_H

#include "cmd/trace/command.h"

/* Is what its options name there?  Returns 0, or -1 if the run is stopped. */
int timeline_check(struct command *c);

/* The default action: prints the timeline of the selection.  Returns 0, or -1 if the run is
 * stopped. */
int timeline_print(struct command *c);

#endif
