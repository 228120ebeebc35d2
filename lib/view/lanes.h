/* SPDX-License-Identifier: MIT */
#ifndef VIEW_LANES_H
#define VIEW_LANES_H

#include "trace/services.h"
#include "view/line.h"

/* When the services of a trace ran, as lanes of one width: from the start of the trace to the end
 * of its last call. */
struct view_lanes {
	const struct trace_services *services;
	const struct view_style *style;
	size_t width;
	int64_t start_ns, end_ns;
	uint32_t *first, *call; /* the calls of service i are call[first[i]..first[i + 1]) */
	unsigned char *column;  /* of one lane */
};

/* Returns whether there is anything to draw, that is, whether a time is known.  In any case,
 * release it with view_lanes_free. */
bool view_lanes_begin(struct view_lanes *l, const struct trace_services *s,
    const struct view_style *style, size_t width);
void view_lanes_free(struct view_lanes *l);

/* Appends the lane of a service. */
void view_lane(struct view_lanes *l, struct buf *b, size_t service);

#endif
