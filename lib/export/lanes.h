/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_LANES_H
#define EXPORT_LANES_H

#include "base/buf.h"
#include "export/extent.h"

/*
 * Lanes: the threads of a trace, for formats in which calls nest by their times alone.
 *
 * In a lane, every two calls are one inside the other, or one after the other.  A call is in the
 * lane of its caller if it is of the same service, ran within it, and began after the call before
 *it there had ended.  Otherwise it begins a strand: itself and, below it, all calls that are in its
 * lane for this reason.  A strand goes to the first lane of its service that is free when it
 *begins. So there are no more lanes of a service than strands that run at one time, one where
 *strands meet at a point in time excepted.
 *
 *	struct export_lanes l = { 0 };
 *	export_lanes_of(&l, model, trace, open_ends);		each trace
 *	export_lanes_free(&l);
 */
struct export_lane {
	const struct trace_text *service; /* NULL: none */
	uint32_t number;                  /* of the lanes of this service, from 1 */
	uint32_t first, last;             /* its strands, by time */
};

/* A strand is known by its first call.  Numbers of calls are those of struct export_extent. */
struct export_strand {
	int64_t from, to;
	uint32_t call, last_call;
	uint32_t end; /* the call after the last one below the first, depth first */
	uint32_t lane;
	uint32_t next; /* the next one in the lane, or TRACE_NONE */
};

struct export_lanes {
	struct export_extent extent;
	struct export_lane *lane; /* in the order in which they are first used */
	size_t lanes, lane_cap;
	struct export_strand *strand;
	size_t strands, strand_cap;
	uint32_t *strand_of; /* by call */
	uint32_t *next;      /* by call: the next one in the strand, depth first, or TRACE_NONE */
	bool pairs;          /* some call has no width, so times alone do not say what is in what */
	int64_t *busy, *limit; /* private, by call: until when a child is there; until when
				* children may last */
	size_t strand_of_cap, next_cap, busy_cap, limit_cap;
};

void export_lanes_free(struct export_lanes *l);

/* open_ends: a call without an end lasts for ever, so it is in the lane of its caller only if that
 * has none either. */
void export_lanes_of(
    struct export_lanes *l, const struct trace_model *m, size_t trace, bool open_ends);

static inline uint32_t
export_lane_of(const struct export_lanes *l, uint32_t call)
{
	return l->strand[l->strand_of[call]].lane;
}

/* Appends the name of a lane, for people: its service and, from the second one on, its number. */
void export_put_lane_name(struct buf *b, const struct export_lane *lane);

#endif
