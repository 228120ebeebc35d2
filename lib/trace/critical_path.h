/* SPDX-License-Identifier: MIT */
#ifndef TRACE_CRITICAL_PATH_H
#define TRACE_CRITICAL_PATH_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/number.h"
#include "trace/model.h"
#include "trace/numbered.h"

/*
 * The critical path of a trace: the calls that its longest root waited for.
 *
 * It is found backwards from the end of the root.  Of the children that had ended by then, the one
 * that ended last is on the path; before its start, the next one is sought in the same way.  The
 * time between them belongs to the parent.  Each child on the path is gone through likewise.  So
 * every instant of the root belongs to one call, and the parts of all calls add up to its duration.
 *
 * Children are clipped to their parent; one that outlives it ends with it.  What decides is the end
 * as it was recorded, so of two that outlive their parent the one that ended later is on the path.
 * Of children that ended at the same time, the first to start is.  Children of which no time is
 * left are not on it.  A root that ended before it started took no time.
 *
 * An open call is as if it were not there: what it called counts as called by its caller.  But if
 * the root is open, the open calls below it whose callers are all open last as long as it does:
 * they are what it was waiting for.
 *
 * Children of which it is not known when they ran, because they or their parent have no start, are
 * taken to have run one after the other, in what the others leave.  They are put at the beginning
 * of their parent, where they may stand beside others.
 */
struct trace_path_step {
	uint32_t call, depth;   /* the root: 0 */
	int64_t self_ns;        /* its part of the path */
	int64_t from_ns, to_ns; /* its part with that of its children, from the start of the root */
};

/* All zero before the first use; it may be used for one trace after the other. */
struct trace_path {
	int64_t duration_ns; /* of the root; TRACE_NO_TIME: no root has one */
	bool open;           /* the root is open, and the duration is what is known of it; without
			      * one: a root is open */
	struct trace_path_step *step; /* depth first, by time */
	size_t n;
	size_t step_cap;
	struct trace_path_wait *wait, *child; /* private, as are */
	size_t waiting, wait_cap, child_cap;
};

/* Takes n log n time for n calls of the trace. */
void trace_critical_path(const struct trace_model *m, size_t trace, struct trace_path *p);
void trace_path_free(struct trace_path *p);

/* The parts of the calls of one name and service in many paths. */
struct trace_path_sum {
	const struct trace_text *name, *service; /* NULL: not known */
	number_wide self_ns;
	size_t met; /* how many were met before it */
};

/* All zero before the first use, except the key of the table of names. */
struct trace_path_sums {
	struct trace_numbered names;
	struct trace_path_sum *sum; /* in the order in which they are met, until they are sorted */
	size_t n, cap;
	number_wide duration_ns; /* of all paths */
	uint64_t paths;          /* whose duration is known */
};

void trace_path_sums_add(
    struct trace_path_sums *s, const struct trace_model *m, const struct trace_path *p);
void trace_path_sums_sort(struct trace_path_sums *s); /* the largest first; call once, at the end */
void trace_path_sums_free(struct trace_path_sums *s);

/* Appends a path as one object, and a newline. */
void trace_put_path(
    struct buf *b, const struct trace_model *m, size_t trace, const struct trace_path *p);

#endif
