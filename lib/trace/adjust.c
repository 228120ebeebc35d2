/* SPDX-License-Identifier: MIT */
#include "trace/adjust.h"

#include <stdlib.h>

#include "base/mem.h"
#include "time/stamp.h"

static void
add_offsets(struct trace_adjustment *a, const struct trace_services *s, const int64_t *offset)
{
	for (size_t i = 0; i < s->n; i++) {
		if (offset[i] == 0)
			continue;
		a->moved = mem_grow(a->moved, &a->cap, a->n + 1, sizeof(*a->moved));
		a->moved[a->n++] = (struct trace_moved){ .trace = (uint32_t)s->trace,
			.service = s->service[i].name,
			.call = TRACE_NONE,
			.offset_ns = offset[i] };
	}
}

void
trace_add_skew(struct trace_adjustment *a, const struct trace_services *s)
{
	int64_t *offset = mem_alloc((s->n + 1) * sizeof(*offset));
	trace_skew(s, offset);
	add_offsets(a, s, offset);
	free(offset);
}

static void
move(int64_t *at_ns, int64_t by_ns)
{
	if (*at_ns == TRACE_NO_TIME)
		return;
	*at_ns = stamp_add(*at_ns, by_ns);
	if (*at_ns == TRACE_NO_TIME) /* the earliest time that there is */
		++*at_ns;
}

static void
move_call(struct trace_model *m, uint32_t call, int64_t by_ns)
{
	move(&m->call[call].start_ns, by_ns);
	for (uint32_t n = m->call[call].event; n > 0; n = m->event[n - 1].next)
		move(&m->event[n - 1].at_ns, by_ns);
}

static void
move_calls(struct trace_model *m, const struct trace_services *s, const int64_t *offset)
{
	const struct trace *t = &m->trace[s->trace];
	bool *follows = mem_alloc(t->last - t->first + 1);
	trace_find_following(s, follows);
	for (uint32_t at = t->first; at < t->last; at++) {
		const int64_t by_ns = offset[s->of[at - t->first]];
		if (by_ns != 0 && !follows[at - t->first])
			move_call(m, m->depth_first[at], by_ns);
	}
	free(follows);
}

/* Finds a call of each service that was moved, from here on: the first, because services are in the
 * order in which they appear. */
static void
find_calls(struct trace_adjustment *a, size_t from, const struct trace_model *m)
{
	const struct trace *t = &m->trace[a->moved[from].trace];
	size_t i = from;
	for (uint32_t at = t->first; at < t->last && i < a->n; at++)
		if (trace_call_at(m, at)->service == a->moved[i].service)
			a->moved[i++].call = m->depth_first[at];
}

struct numbered {
	struct trace_moved moved;
	size_t number;
};

static int
by_trace(const void *a, const void *b)
{
	const struct numbered *x = a, *y = b;
	if (x->moved.trace != y->moved.trace)
		return x->moved.trace < y->moved.trace ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

/* Sorts by the new numbers of traces.  The services of a trace stay in their order. */
static void
renumber(struct trace_adjustment *a, const uint32_t *number)
{
	struct numbered *sorted = mem_alloc(a->n * sizeof(*sorted));
	for (size_t i = 0; i < a->n; i++) {
		sorted[i] = (struct numbered){ a->moved[i], i };
		sorted[i].moved.trace = number[a->moved[i].trace];
	}
	qsort(sorted, a->n, sizeof(*sorted), by_trace);
	for (size_t i = 0; i < a->n; i++)
		a->moved[i] = sorted[i].moved;
	free(sorted);
}

void
trace_adjust_clocks(struct trace_model *m, struct trace_adjustment *a)
{
	struct trace_services *s = trace_services_new(m);
	int64_t *offset = NULL;
	size_t cap = 0;
	for (size_t i = 0; i < m->traces; i++) {
		const size_t before = a->n;
		trace_services_tell_apart(s, i);
		offset = mem_grow(offset, &cap, s->n + 1, sizeof(*offset));
		trace_skew(s, offset);
		add_offsets(a, s, offset);
		if (a->n == before)
			continue;
		find_calls(a, before, m);
		move_calls(m, s, offset);
	}
	free(offset);
	trace_services_free(s);
	if (a->n == 0)
		return;
	uint32_t *number = trace_sort_again(m);
	renumber(a, number);
	free(number);
}

void
trace_adjustment_rename(struct trace_adjustment *a, const struct trace_model *m)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->moved[i].call != TRACE_NONE)
			a->moved[i].service = m->call[a->moved[i].call].service;
}

void
trace_adjustment_free(struct trace_adjustment *a)
{
	free(a->moved);
	*a = (struct trace_adjustment){ 0 };
}

const struct trace_moved *
trace_moved_of(const struct trace_adjustment *a, size_t trace, size_t *n)
{
	size_t low = 0, high = a->n;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (a->moved[middle].trace < trace)
			low = middle + 1;
		else
			high = middle;
	}
	*n = 0;
	while (low + *n < a->n && a->moved[low + *n].trace == trace)
		++*n;
	return *n > 0 ? &a->moved[low] : NULL;
}
