/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_SENDING_H
#define CMD_TRACE_SENDING_H

#include <stdint.h>

#include "cmd/cli/settings.h"
#include "trace/select.h"

/* The options of --target, and those of --replay --parallel: recorded traffic as load. */
struct sending {
	const char *target;         /* NULL: http calls are sent nowhere */
	struct trace_texts allowed; /* --target-ok: hosts */
	double pace;                /* 0: as fast as possible */
	bool paced;                 /* --pace is given */
	int64_t duration_ns;        /* 0: once */
};

enum { SENDING_OPTIONS = 4 };
extern const struct option_spec sending_options[SENDING_OPTIONS];

void sending_free(struct sending *s);

#endif
