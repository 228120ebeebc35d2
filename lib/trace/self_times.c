/* SPDX-License-Identifier: MIT */
#include "trace/self_times.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "trace/called.h"

/* What is left of a call while its children are met, by start.  Times are relative to the start of
 * the call, and wide, because the difference of two times need not be a time. */
struct rest {
	int64_t left_ns;
	number_wide covered_ns; /* no child that is still to come adds anything before this */
};

static void
subtract(struct rest *rest, const struct trace_call *c, const struct trace_call *child)
{
	if (child->duration_ns <= 0) /* TRACE_NO_TIME as well */
		return;
	if (c->start_ns == TRACE_NO_TIME || child->start_ns == TRACE_NO_TIME) {
		rest->left_ns -=
		    child->duration_ns < rest->left_ns ? child->duration_ns : rest->left_ns;
		return;
	}
	number_wide from = (number_wide)child->start_ns - c->start_ns;
	number_wide to = from + child->duration_ns;
	if (from < rest->covered_ns)
		from = rest->covered_ns;
	if (to > c->duration_ns)
		to = c->duration_ns;
	if (from >= to)
		return;
	rest->left_ns -= (int64_t)(to - from);
	rest->covered_ns = to;
}

/* What an order needs to know of a child. */
struct begun {
	int64_t start_ns;
	uint32_t call, at;
};

/* By start, as the children of a call are; those without one are last. */
static int
by_start(const void *a, const void *b)
{
	const struct begun *x = a, *y = b;
	if (x->start_ns != y->start_ns) {
		if (x->start_ns == TRACE_NO_TIME || y->start_ns == TRACE_NO_TIME)
			return x->start_ns == TRACE_NO_TIME ? 1 : -1;
		return x->start_ns < y->start_ns ? -1 : 1;
	}
	return (x->at > y->at) - (x->at < y->at);
}

/* The same as in trace_self_time where the children are not in order. */
static int64_t
sort_and_subtract(const struct trace_model *m, uint32_t call)
{
	const struct trace_call *c = &m->call[call];
	struct rest rest = { .left_ns = c->duration_ns };
	struct trace_called children = trace_called(m, call);
	struct begun *child = NULL;
	size_t n = 0, cap = 0;
	for (uint32_t k; (k = trace_called_next(&children)) != TRACE_NONE; n++) {
		child = mem_grow(child, &cap, n + 1, sizeof(*child));
		child[n] = (struct begun){ m->call[k].start_ns, k, m->call[k].at };
	}
	if (n > 1)
		qsort(child, n, sizeof(*child), by_start);
	for (size_t i = 0; i < n; i++)
		subtract(&rest, c, &m->call[child[i].call]);
	free(child);
	return rest.left_ns;
}

int64_t
trace_self_time(const struct trace_model *m, uint32_t call)
{
	const struct trace_call *c = &m->call[call];
	if (c->duration_ns == TRACE_NO_TIME)
		return TRACE_NO_TIME;
	if (c->duration_ns < 0)
		return 0;
	struct rest rest = { .left_ns = c->duration_ns };
	struct trace_called children = trace_called(m, call);
	for (uint32_t k; (k = trace_called_next(&children)) != TRACE_NONE;)
		subtract(&rest, c, &m->call[k]);
	return children.through ? sort_and_subtract(m, call) : rest.left_ns;
}

void
trace_self_times(const struct trace_model *m, size_t trace, int64_t *self)
{
	const struct trace *t = &m->trace[trace];
	for (uint32_t i = t->first; i < t->last; i++)
		self[i - t->first] = trace_self_time(m, m->depth_first[i]);
}
