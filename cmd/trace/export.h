/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_EXPORT_H
#define CMD_TRACE_EXPORT_H

#include "cmd/trace/command.h"

/* --export: writes the traces of the selection in the format of another tool.  Returns 0, or -1 if
 * the run is stopped. */
int export_print(struct command *c);

/* Writes folded stacks of two sides.  Returns 0, or -1 if the run is stopped. */
int export_print_sides(struct command *c, const struct trace_side *a, const struct trace_side *b);

#endif
