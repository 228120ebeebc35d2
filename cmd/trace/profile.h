/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_PROFILE_H
#define CMD_TRACE_PROFILE_H

#include "cmd/trace/command.h"

/* --profile: where the time of the selection went, by name, kind and service.  Returns 0, or -1
 * if the run is stopped. */
int profile_print(struct command *c);

/* --critical-path: what the longest root of each trace waited for. */
int critical_path_print(struct command *c);

#endif
