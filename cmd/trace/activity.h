/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_ACTIVITY_H
#define CMD_TRACE_ACTIVITY_H

#include "cmd/trace/command.h"

/* --activity: who did what and when, and what was denied.  Returns 0, or -1 if the run is stopped.
 */
int activity_print(struct command *c);

#endif
