/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "trace/select.h"
#include "trace/sort.h"

/* Reduces a model to traces of it, or to some calls of these with what is below them. */

/* A call that stays or becomes a root, and what is below it: depth_first[first..last). */
struct branch {
	uint32_t trace; /* the trace that it was in */
	uint32_t first, last;
	int64_t start_ns, trace_ns; /* when it and its trace start */
	uint32_t order, trace_order;
};

struct branches {
	struct branch *branch;
	size_t n, cap;
};

static int
compare(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* By the start of the trace, then by that of the root; then as they were met. */
static int
by_start(const void *x, const void *y)
{
	const struct branch *a = x, *b = y;
	int c = compare(trace_sort_key(a->trace_ns), trace_sort_key(b->trace_ns));
	c = c ? c : compare(a->trace_order, b->trace_order);
	c = c ? c : compare(a->trace, b->trace);
	c = c ? c : compare(trace_sort_key(a->start_ns), trace_sort_key(b->start_ns));
	return c ? c : compare(a->order, b->order);
}

static void
add_branch(struct branches *b, const struct trace_model *m, uint32_t trace, uint32_t first)
{
	const struct trace_call *c = trace_call_at(m, first);
	b->branch = mem_grow(b->branch, &b->cap, b->n + 1, sizeof(*b->branch));
	b->branch[b->n++] = (struct branch){ .trace = trace,
		.first = first,
		.last = c->last,
		.start_ns = c->start_ns,
		.order = c->order };
}

/* The roots of a trace, or the outermost of its calls that are asked for. */
static void
add_branches(struct branches *b, const struct trace_model *m, uint32_t trace,
    const struct trace_selection *s)
{
	const struct trace *t = &m->trace[trace];
	for (uint32_t i = t->first; i < t->last;) {
		const struct trace_call *c = trace_call_at(m, i);
		const bool named = s->unders.n == 0 || trace_is_under(s, c);
		if (named)
			add_branch(b, m, trace, i);
		i = named ? c->last : i + 1;
	}
}

static void
make_root(struct trace_call *c)
{
	c->parent = TRACE_NONE;
	c->parent_id = NULL;
	c->notes &= (uint8_t)~TRACE_PARENT_MISSING;
}

/* The traces start when the earliest of their calls do that are left. */
static void
find_starts(const struct trace_model *m, struct branches *b)
{
	for (size_t i = 0, end; i < b->n; i = end) {
		int64_t start = TRACE_NO_TIME;
		uint32_t order = UINT32_MAX;
		for (end = i; end < b->n && b->branch[end].trace == b->branch[i].trace; end++)
			for (uint32_t k = b->branch[end].first; k < b->branch[end].last; k++) {
				const struct trace_call *c = trace_call_at(m, k);
				const int64_t at = c->start_ns;
				if (trace_sort_key(at) < trace_sort_key(start))
					start = at;
				order = c->order < order ? c->order : order;
			}
		for (size_t k = i; k < end; k++) {
			b->branch[k].trace_ns = start;
			b->branch[k].trace_order = order;
		}
	}
}

/* Lists the calls of the branches, one after the other. */
static void
list(struct trace_model *m, const struct branches *b)
{
	struct trace *trace = mem_alloc((m->traces + 1) * sizeof(*trace));
	uint32_t *listed = mem_alloc((m->calls + 1) * sizeof(*listed)), to = 0;
	size_t n = 0;
	for (size_t i = 0; i < b->n; i++) {
		const struct branch *r = &b->branch[i];
		if (i == 0 || r->trace != b->branch[i - 1].trace) {
			trace[n] = m->trace[r->trace];
			trace[n].start_ns = r->trace_ns;
			trace[n++].first = to;
		}
		for (uint32_t k = r->first; k < r->last; k++) {
			struct trace_call *c = &m->call[m->depth_first[k]];
			c->last = to + (c->last - k);
			c->at = to;
			c->trace = (uint32_t)n - 1;
			listed[to++] = m->depth_first[k];
		}
		trace[n - 1].last = to;
	}
	free(m->trace);
	free(m->depth_first);
	m->trace = trace;
	m->depth_first = listed;
	m->traces = n;
	m->listed = to;
}

void
trace_reduce(struct trace_model *m, const struct trace_selection *s, const bool *wanted)
{
	struct branches b = { 0 };
	for (uint32_t i = 0; i < m->traces; i++)
		if (wanted[i])
			add_branches(&b, m, i, s);
	find_starts(m, &b);
	for (size_t i = 0; s->unders.n > 0 && i < b.n; i++)
		make_root(&m->call[m->depth_first[b.branch[i].first]]);
	if (b.n > 0)
		qsort(b.branch, b.n, sizeof(*b.branch), by_start);
	list(m, &b);
	free(b.branch);
	trace_count(m);
}
