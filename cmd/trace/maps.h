/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_MAPS_H
#define CMD_TRACE_MAPS_H

#include "cmd/trace/command.h"

/* Loads all maps into c->maps.  Returns 0, or -1 after saying what is wrong with one. */
int maps_load(struct command *c);

/* --list-maps: {map, summary}.  Returns an exit status. */
int maps_list(struct command *c);

#endif
