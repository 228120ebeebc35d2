/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_COMPARE_H
#define CMD_TRACE_COMPARE_H

#include "cmd/trace/command.h"

/* Are the operands what --compare needs, and can its gates be read?  Returns -1, or the status of a
 * usage error. */
int compare_check(struct command *c);

/* Compares two inputs, or the two variants of one (--compare).  Returns 0, or -1 if the run is
 * stopped. */
int compare_print(struct command *c);

#endif
