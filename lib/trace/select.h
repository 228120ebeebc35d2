/* SPDX-License-Identifier: MIT */
#ifndef TRACE_SELECT_H
#define TRACE_SELECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"
#include "trace/model.h"

/*
 * Which traces a run is about (section 3 of the contract).  Different conditions must all hold.  Of
 * the texts of one condition any will do; no texts are no condition.  The conditions on calls must
 * hold for one and the same call.
 */
struct trace_texts {
	struct text *text;
	size_t n, cap;
};

struct trace_selection {
	/* conditions on calls */
	struct trace_texts correlation_ids;
	struct trace_texts error_types;     /* globs */
	struct trace_texts names, services; /* globs */
	struct trace_texts wheres;          /* KEY=GLOB: an argument, attribute or variable */
	unsigned kinds;                     /* bit k: enum trace_kind k; 0: any */
	bool error;                         /* its status is error */
	/* conditions on traces */
	struct trace_texts trace_ids;   /* or the beginning of the only id that begins so */
	unsigned statuses;              /* bit s: enum trace_status s; 0: any */
	bool marked_pattern, marked_of; /* it has a call that is marked so (enum trace_mark) */
	int64_t min_ns, max_ns;         /* of its longest root; TRACE_NO_TIME: no condition */
	int64_t from_ns, to_ns;         /* from <= start < to; INT64_MIN, INT64_MAX: no bound */
	int64_t last_ns;        /* before the latest trace starts; TRACE_NO_TIME: no condition */
	uint64_t limit, sample; /* UINT64_MAX: all */
	/* only these calls, with what is below them, by id or name */
	struct trace_texts unders;
	struct trace_texts code_versions; /* every trace must have one of them */
};

/* No conditions. */
#define TRACE_SELECT_ALL                                                                           \
	{                                                                                          \
		.min_ns = TRACE_NO_TIME, .max_ns = TRACE_NO_TIME, .from_ns = INT64_MIN,            \
		.to_ns = INT64_MAX, .last_ns = TRACE_NO_TIME, .limit = UINT64_MAX,                 \
		.sample = UINT64_MAX                                                               \
	}

void trace_texts_add(struct trace_texts *t, struct text text); /* the text is borrowed */
void trace_selection_free(struct trace_selection *s);
bool trace_selects_all(const struct trace_selection *s);
bool trace_selects_calls(const struct trace_selection *s); /* has it conditions on calls? */

/* Does a call satisfy the conditions on calls? */
bool trace_select_call(
    const struct trace_selection *s, const struct trace_model *m, const struct trace_call *c);

/* The value of an argument, attribute or variable of that name: a string's content, else JSON.
 * Calls found() for each, until it returns true.  The name may be dotted, to go into objects. */
bool trace_find_values(const struct trace_model *m, const struct trace_call *c, struct text name,
    bool (*found)(void *context, struct text value), void *context);

/* Is the call one of those that the selection is only about? */
bool trace_is_under(const struct trace_selection *s, const struct trace_call *c);

/* Keeps only the wanted traces, and of them only the calls that the selection is about. */
void trace_reduce(struct trace_model *m, const struct trace_selection *s, const bool *wanted);

/*
 * Reduces a model that was built to the selection.  Returns 0, or -1 with *why for people: an id is
 * ambiguous, or a trace has another code version.  The model is as it was then.
 */
int trace_select(struct trace_model *m, const struct trace_selection *s, struct buf *why);

#endif
