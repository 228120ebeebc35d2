/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_LINEAGE_H
#define CMD_TRACE_LINEAGE_H

#include "cmd/trace/command.h"

/* --find: prints the places where a value occurs.  If there are none, says so and sets c->nothing.
 * Returns 0, or -1 if the run is stopped. */
int find_print(struct command *c);

/* --history: prints the values that a variable had.  Otherwise the same. */
int history_print(struct command *c);

#endif
