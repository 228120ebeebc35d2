/* SPDX-License-Identifier: MIT */
#include "export/extent.h"

#include <stdlib.h>

#include "base/mem.h"
#include "time/stamp.h"

void
export_extent_free(struct export_extent *x)
{
	free(x->from);
	free(x->to);
}

static bool
has_clock(const struct trace_model *m, const struct trace *t)
{
	for (uint32_t i = t->first; i < t->last; i++)
		if (trace_call_at(m, i)->start_ns != TRACE_NO_TIME)
			return true;
	return false;
}

static void
count_steps(struct export_extent *x, const struct trace *t)
{
	struct trace_steps steps;
	struct trace_step step;
	x->base = x->last = 0;
	trace_steps_begin(&steps, x->model, x->trace, 0);
	for (int64_t n = 0; trace_steps_next(&steps, &step); n++) {
		const uint32_t i = x->model->call[step.call].at - t->first;
		x->last = n;
		if (step.type == TRACE_ENTER)
			x->from[i] = n;
		else if (step.type != TRACE_AT_EVENT)
			x->to[i] = n;
	}
	trace_steps_end(&steps);
}

/* The last time that the events of a call have, or `at`. */
static int64_t
last_event(const struct trace_model *m, const struct trace_call *c, int64_t at)
{
	for (uint32_t n = c->event; n > 0; n = m->event[n - 1].next)
		if (m->event[n - 1].at_ns != TRACE_NO_TIME && m->event[n - 1].at_ns > at)
			at = m->event[n - 1].at_ns;
	return at;
}

static void
find_starts(struct export_extent *x, const struct trace *t)
{
	const struct trace_model *m = x->model;
	for (uint32_t i = t->first; i < t->last; i++) {
		const struct trace_call *c = trace_call_at(m, i);
		int64_t from = c->start_ns;
		if (from == TRACE_NO_TIME && c->parent != TRACE_NONE)
			from = x->from[m->call[c->parent].at - t->first];
		x->from[i - t->first] = from == TRACE_NO_TIME ? t->start_ns : from;
	}
}

/* Backwards, so that what is in a call comes before it. */
static void
find_ends(struct export_extent *x, const struct trace *t)
{
	const struct trace_model *m = x->model;
	for (uint32_t i = t->first; i < t->last; i++)
		x->to[i - t->first] = x->from[i - t->first];
	for (uint32_t i = t->last; i-- > t->first;) {
		const struct trace_call *c = trace_call_at(m, i);
		int64_t *to = &x->to[i - t->first];
		if (c->duration_ns != TRACE_NO_TIME)
			*to = stamp_add(
			    x->from[i - t->first], c->duration_ns > 0 ? c->duration_ns : 0);
		else
			*to = last_event(m, c, *to);
		if (c->parent == TRACE_NONE)
			continue;
		int64_t *around = &x->to[m->call[c->parent].at - t->first];
		*around = *to > *around ? *to : *around;
	}
}

void
export_extent_of(struct export_extent *x, const struct trace_model *m, size_t trace)
{
	const struct trace *t = &m->trace[trace];
	const size_t n = t->last - t->first;
	x->model = m;
	x->trace = trace;
	x->from = mem_grow(x->from, &x->from_cap, n, sizeof(*x->from));
	x->to = mem_grow(x->to, &x->to_cap, n, sizeof(*x->to));
	x->no_clock = !has_clock(m, t);
	if (x->no_clock) {
		count_steps(x, t);
		return;
	}
	find_starts(x, t);
	find_ends(x, t);
	x->base = t->start_ns;
	x->last = t->start_ns;
	for (size_t i = 0; i < n; i++)
		x->last = x->to[i] > x->last ? x->to[i] : x->last;
}
