/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_EXTENT_H
#define EXPORT_EXTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trace/model.h"

/*
 * From when to when each call of a trace is drawn, where a format must have both times.
 *
 * A call with a start and a duration is drawn as it was recorded.  One without an end is drawn up
 * to the last thing that is known to have happened in it, and one that ended before it started has
 * no width.  One without a start begins with its caller, or with the trace.
 *
 * In a trace of which no call has a start there is no clock.  Then every step takes one unit: the
 * beginning of a call, an event, the end of a call.
 */
struct export_extent {
	const struct trace_model *model;
	size_t trace;
	bool no_clock;
	int64_t base;       /* the earliest time that is drawn; 0 without a clock */
	int64_t last;       /* the latest one */
	int64_t *from, *to; /* of the call depth_first[t->first + i]; from[i] <= to[i] */
	size_t from_cap, to_cap;
};

/* All zeros is valid. */
void export_extent_free(struct export_extent *x);

/* Finds out for a trace.  Linear time; memory is kept for the next trace. */
void export_extent_of(struct export_extent *x, const struct trace_model *m, size_t trace);

#endif
