/* SPDX-License-Identifier: MIT */
#ifndef TRACE_TOTALS_H
#define TRACE_TOTALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/number.h"
#include "base/siphash.h"
#include "trace/cost.h"
#include "trace/model.h"

/*
 * What traces add up to: calls, errors, tokens, costs; and what a trace is about.
 *
 *	struct trace_totaller *t = trace_totaller_new(model, key);
 *	for (size_t i = 0; i < model->traces; i++)
 *		trace_total(t, i, &session);
 *
 * A request is a call of a model: an llm or embedding call.  Nothing is counted twice.  A call that
 * contains requests often repeats their tokens and cost, as the root of an agent does.  So of its
 * own numbers and the sum of those below it, the larger counts.  What a tool or an agent does below
 * a request is not part of that request, but it is part of the calls around both.
 */
struct trace_totals {
	uint64_t traces, calls;
	uint64_t errors, tool_errors;    /* failed calls, and those of them that are tools */
	uint64_t requests;               /* without those that only contain others */
	uint64_t without_cost;           /* of them: nothing says what they cost */
	int64_t duration_ns;             /* the sum; TRACE_NO_TIME: none is known */
	number_wide usage[TRACE_USAGES]; /* -1: no call recorded it */
	struct trace_cost cost;
	bool has_cost; /* otherwise no call recorded one */
};

/* Nothing, to which totals are added. */
#define TRACE_TOTALS_NONE                                                                          \
	{                                                                                          \
		.duration_ns = TRACE_NO_TIME, .usage = { -1, -1, -1, -1, -1 }                      \
	}

void trace_totals_add(struct trace_totals *to, const struct trace_totals *more);

/* Input and output tokens, as far as they are known. */
number_wide trace_totals_tokens(const struct trace_totals *t);

/* The part of a trace that is requests to one model. */
struct trace_share {
	struct text model;       /* absent: not known */
	struct trace_totals sum; /* calls: the requests.  errors: those of them that failed.
				  * tool_errors: 0 */
};

/* Texts are valid until the next trace is added up. */
struct trace_session {
	const struct trace *trace;
	struct trace_totals sum;
	struct text service; /* of the first root; else the first that there is; or absent */
	struct text project; /* the folder or project that the trace names; or absent */
	struct text model;   /* the one with most tokens, else with most requests; or absent */
	size_t models;       /* how many are named */
	size_t shares;       /* trace_share_at */
};

struct trace_totaller;

/* The key is for a table of names from the input; nothing in the result depends on it. */
struct trace_totaller *trace_totaller_new(const struct trace_model *m, struct siphash_key key);
void trace_totaller_free(struct trace_totaller *t);

void trace_total(struct trace_totaller *t, size_t trace, struct trace_session *s);

/* The shares of the trace that was added up last, in the order in which their models are met. */
const struct trace_share *trace_share_at(const struct trace_totaller *t, size_t share);

#endif
