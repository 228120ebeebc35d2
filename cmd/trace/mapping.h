/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_MAPPING_H
#define CMD_TRACE_MAPPING_H

#include <stddef.h>

#include "cmd/cli/options.h"

/* The option --map. */
struct mapping {
	const char **file;
	const char *read; /* one of them: "-" if that is among them */
	size_t files, cap;
};

enum { MAPPING_OPTIONS = 1 };
extern const struct option_spec mapping_options[MAPPING_OPTIONS];

void mapping_free(struct mapping *m);

#endif
