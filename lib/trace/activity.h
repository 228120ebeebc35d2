/* SPDX-License-Identifier: MIT */
#ifndef TRACE_ACTIVITY_H
#define TRACE_ACTIVITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/siphash.h"
#include "trace/model.h"

/*
 * Who did what, and when: a line for each root call of all traces, by their start, then in the
 *order of the input; what has no start is last.
 *
 *	struct trace_activity *a = trace_activity_new(m, key);
 *	while (trace_activity_next(a, &line)) …
 *	trace_activity_sums(a)
 *
 * The outcome is that of the root.  It is denied if the root says so (trace/denial.h) or, where it
 * failed, the call in which its failure began or the last request that this call made.  Failures
 *and denials that follow on each other with the same name, service, outcome and detail are one
 *line.
 */
enum trace_outcome { TRACE_WENT_WELL, TRACE_WAS_DENIED, TRACE_FAILED, TRACE_NOT_ENDED };
#define TRACE_OUTCOMES (TRACE_NOT_ENDED + 1)
extern const struct text trace_outcome_names[TRACE_OUTCOMES]; /* ok, denied, error, open */

struct trace_activity_line {
	uint32_t call, last; /* the first root, and the last that is folded into the line */
	enum trace_outcome outcome;
	uint64_t repeats;          /* roots of this line */
	struct text detail;        /* the error, or what denies; absent: none */
	struct text user, address; /* of the first root that tells them (trace/actor.h) */
	size_t users, addresses;   /* how many there are */
	bool first;                /* no line before has this name */
};

/* What is counted of one name. */
struct trace_activity_name {
	const struct trace_text *name;   /* NULL: none */
	uint32_t call;                   /* its first root */
	enum trace_outcome first;        /* how that ended */
	uint64_t denied, before_success; /* see below */
};

/* Of all lines that were returned. */
struct trace_activity_sums {
	uint64_t roots, outcome[TRACE_OUTCOMES];
	/* Failed or denied roots after which the same name of the same service went well, for the
	 * same user if one is known. */
	uint64_t before_success;
	/* Calls below roots that were denied, while the root was not. */
	uint64_t denied_below;
	size_t users, addresses;
	const struct trace_activity_name *name; /* in the order of their first uses */
	size_t names;
	int64_t from_ns, to_ns; /* the first and the last start; TRACE_NO_TIME: none */
};

/* The key is for tables of texts of the input; nothing in the result depends on it. */
struct trace_activity *trace_activity_new(const struct trace_model *m, struct siphash_key key);
void trace_activity_free(struct trace_activity *a);

/* The next line; its texts are valid until the next call.  Returns false at the end. */
bool trace_activity_next(struct trace_activity *a, struct trace_activity_line *line);

/* Begins again. */
void trace_activity_rewind(struct trace_activity *a);

const struct trace_activity_sums *trace_activity_sums(const struct trace_activity *a);

/* Appends a line as one object, and a newline. */
void trace_put_activity(
    struct buf *b, const struct trace_model *m, const struct trace_activity_line *line);

#endif
