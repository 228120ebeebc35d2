/* SPDX-License-Identifier: MIT */
#include "trace/self_times.h"

#include "base/number.h"

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

int64_t
trace_self_time(const struct trace_model *m, uint32_t call)
{
	const struct trace_call *c = &m->call[call];
	if (c->duration_ns == TRACE_NO_TIME)
		return TRACE_NO_TIME;
	if (c->duration_ns < 0)
		return 0;
	struct rest rest = { .left_ns = c->duration_ns };
	for (uint32_t k = trace_first_child(m, call); k != TRACE_NONE; k = trace_next_sibling(m, k))
		subtract(&rest, c, &m->call[k]);
	return rest.left_ns;
}

void
trace_self_times(const struct trace_model *m, size_t trace, int64_t *self)
{
	const struct trace *t = &m->trace[trace];
	for (uint32_t i = t->first; i < t->last; i++)
		self[i - t->first] = trace_self_time(m, m->depth_first[i]);
}
