/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_SENDING_H
#define CMD_TRACE_SENDING_H

#include <stdint.h>

#include "cmd/cli/settings.h"

/* The options of --replay --parallel: recorded traffic as load. */
struct sending {
	double pace;         /* 0: as fast as possible */
	bool paced;          /* --pace is given */
	int64_t duration_ns; /* 0: once */
};

enum { SENDING_OPTIONS = 2 };
extern const struct option_spec sending_options[SENDING_OPTIONS];

#endif
