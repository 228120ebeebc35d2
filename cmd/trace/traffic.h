/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_TRAFFIC_H
#define CMD_TRACE_TRAFFIC_H

#include "cmd/trace/command.h"

/* --replay --parallel: recorded traffic as load. */

/* Returns -1, or the status of a usage error. */
int traffic_check(struct command *c);

/* Sends the traces and prints the report.  Sets c->nothing if a verdict is not good or an answer is
 * missing.  Returns 0, or -1 if the run is stopped. */
int traffic_print(struct command *c);

#endif
