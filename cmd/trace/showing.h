/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_SHOWING_H
#define CMD_TRACE_SHOWING_H

#include <stdbool.h>
#include <stdint.h>

#include "cmd/cli/settings.h"
#include "cmd/trace/play.h"
#include "view/margin.h"

/* The options of the timeline. */
enum showing_order { SHOWING_UNSET, SHOWING_TREE, SHOWING_TIME };

struct showing {
	bool numbers, full, sizes;
	enum showing_order order;
	enum margin_times times;
	uint32_t depth;     /* 0: all levels */
	const char *source; /* a folder; NULL: none */
	struct play play;
};

enum { SHOWING_OPTIONS = 10 };
extern const struct option_spec showing_options[SHOWING_OPTIONS];

/* How text for people looks: as the terminal and the options ask. */
struct view_style showing_style(const struct showing *r, const struct settings *s);

#endif
