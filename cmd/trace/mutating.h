/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_MUTATING_H
#define CMD_TRACE_MUTATING_H

#include <stdint.h>

#include "cmd/cli/settings.h"

/* The options of --mutate. */
struct mutating {
	uint64_t runs; /* changed inputs of each name */
	uint64_t seed;
};

enum { MUTATING_OPTIONS = 2 };
extern const struct option_spec mutating_options[MUTATING_OPTIONS];

#endif
