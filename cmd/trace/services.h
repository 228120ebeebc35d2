/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_SERVICES_H
#define CMD_TRACE_SERVICES_H

#include "cmd/trace/command.h"

/* --adjust-clocks: moves the selection.  Without the option, neither does anything. */
void services_adjust(struct command *c);

/* Says on standard error what was moved, after --redact has replaced names. */
void services_say_adjusted(struct command *c);

/* --distributed: prints the services of each trace of the selection.  Returns 0, or -1 if the run
 * is stopped. */
int services_print(struct command *c);

#endif
