/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_ERRORS_H
#define CMD_TRACE_ERRORS_H

#include "cmd/trace/command.h"

/* --errors: prints the failures of the selection, alike ones together.  If there are none, says so
 * and sets c->nothing.  Returns 0, or -1 if the run is stopped. */
int errors_print(struct command *c);

/* --root-cause: prints why each trace failed, and what goes with failure.  Otherwise the same. */
int root_cause_print(struct command *c);

#endif
