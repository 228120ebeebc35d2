/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_ESTIMATE_H
#define CMD_TRACE_ESTIMATE_H

#include "cmd/trace/command.h"

/* --estimate: what the recorded requests of each trace would cost with other models.  Nothing is
 * executed.  Returns 0, or -1 if the run is stopped. */
int estimate_print(struct command *c);

#endif
