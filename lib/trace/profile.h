/* SPDX-License-Identifier: MIT */
#ifndef TRACE_PROFILE_H
#define TRACE_PROFILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/siphash.h"
#include "trace/model.h"

/*
 * Where the time of the calls of a model went: a row for all calls of one name, kind and service.
 *
 * Total time is that of the calls that are in no other call of their row, so recursion counts once.
 * Self time is that of trace/self_times.h.  Calls that ran at the same time count each, so a sum of
 * self times may be more than the time that went by.
 *
 * A call whose duration is not known is open here: it counts in calls, errors and open only, and
 * the calls in it count as if it were not there.  A call that ended before it started took no time.
 *
 * Percentiles are nearest-rank: p95 is the smallest duration that at least 95 % of the calls do not
 * exceed.  TRACE_NO_TIME: no duration is known.
 */
struct trace_profile_row {
	const struct trace_text *name, *service; /* NULL: not known */
	enum trace_kind kind;
	uint64_t calls, errors, open, traces; /* traces: that have such a call */
	number_wide total_ns, self_ns;
	int64_t p50_ns, p95_ns, p99_ns, max_ns;
	uint32_t slowest; /* the first call that took max_ns; TRACE_NONE: none */
	uint32_t trace;   /* private, as are the number of the first call, depth first, and */
	uint32_t first;
	uint32_t until; /* the number behind the call that was counted last */
	size_t timed;   /* durations that are known */
};

/* The rows by self time, the largest first; of equal ones by total time, then by the first call. */
struct trace_profile {
	struct trace_profile_row *row;
	size_t n;
	uint64_t calls, errors, open; /* of all */
	number_wide self_ns;          /* the sum */
};

/* The key is for a table of names from the input; nothing in the result depends on it. */
struct trace_profile *trace_profile_new(const struct trace_model *m, struct siphash_key key);
void trace_profile_free(struct trace_profile *p);

/* The part of the sum of self times that a row has, from 0 to 1: the quotient of both as doubles.
 * 0 if the sum is 0. */
double trace_profile_share(const struct trace_profile *p, const struct trace_profile_row *row);

/* Appends a row as one object, and a newline. */
void trace_put_profile_row(struct buf *b, const struct trace_model *m,
    const struct trace_profile *p, const struct trace_profile_row *row);

#endif
