/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trace/build.h"

/* ---- parents -------------------------------------------------------------------------------- */

/* Finds the parent of a call.  Children of a span in two halves belong to the server's, and name it
 * as their parent from now on. */
static uint32_t
find_parent(struct trace_model *m, uint32_t call)
{
	struct trace_call *c = &m->call[call];
	const struct trace_making *made = m->build->making;
	if (!c->parent_id)
		return TRACE_NONE;
	const uint32_t parent =
	    trace_find_call(m, made[call].trace_id, trace_text_of(c->parent_id), NULL);
	if (parent == TRACE_NONE || !made[parent].server || made[call].shared)
		return parent;
	c->parent_id = made[parent].server;
	return trace_find_call(m, made[call].trace_id, trace_text_of(c->parent_id), NULL);
}

/*
 * Opens circles: their earliest call becomes a root.  seen[] is the number of the walk that came by
 * a call, so that every call is passed once or twice.
 */
static void
open_cycles(struct trace_model *m)
{
	uint32_t *seen = mem_zalloc(m->calls + 1, sizeof(*seen));
	for (uint32_t i = 0; i < m->calls; i++) {
		uint32_t c = i;
		while (c != TRACE_NONE && seen[c] == 0) {
			seen[c] = i + 1;
			c = m->call[c].parent;
		}
		if (c == TRACE_NONE || seen[c] != i + 1)
			continue;
		uint32_t earliest = c;
		for (uint32_t k = m->call[c].parent; k != c; k = m->call[k].parent) {
			const struct trace_call *a = &m->call[k], *e = &m->call[earliest];
			const bool timed = a->start_ns != TRACE_NO_TIME;
			if ((timed &&
				(e->start_ns == TRACE_NO_TIME || a->start_ns < e->start_ns)) ||
			    (a->start_ns == e->start_ns && a->order < e->order))
				earliest = k;
		}
		m->call[earliest].parent = TRACE_NONE;
		m->call[earliest].notes |= TRACE_CYCLE;
	}
	free(seen);
}

static void
find_parents(struct trace_model *m)
{
	for (uint32_t i = 0; i < m->calls; i++) {
		struct trace_call *c = &m->call[i];
		c->parent = find_parent(m, i);
		if (c->parent == TRACE_NONE && c->parent_id)
			c->notes |= TRACE_PARENT_MISSING;
	}
	open_cycles(m);
}

/* ---- traces --------------------------------------------------------------------------------- */

struct forest {
	struct trace_model *model;
	struct table table; /* of traces, by id */
	size_t trace_cap;
	const struct trace_text **id; /* by trace, before they are sorted */
	size_t id_cap;
	uint32_t *order;              /* calls by start, then input */
	uint32_t *first, *next, *end; /* by call: children in order */
	uint32_t *first_root, *last_root;
};

struct trace_wanted {
	const struct trace_model *model;
	struct text id;
};

static bool
is_trace(const void *context, uint32_t ref)
{
	const struct trace_wanted *w = context;
	return text_eq(trace_text_of(w->model->trace[ref - 1].id), w->id);
}

static uint32_t
trace_of_root(struct forest *f, uint32_t root)
{
	struct trace_model *m = f->model;
	const struct trace_call *c = &m->call[root];
	const struct trace_text *id = m->build->making[root].trace_id;
	if (!id)
		id = c->notes & TRACE_PARENT_MISSING ? c->parent_id : c->id;
	const struct trace_wanted w = { m, trace_text_of(id) };
	const uint32_t hash = (uint32_t)siphash(m->build->key, w.id.p, w.id.n);
	const uint32_t found = table_find(&f->table, hash, is_trace, &w);
	if (found > 0)
		return found - 1;
	m->trace = mem_grow(m->trace, &f->trace_cap, m->traces + 1, sizeof(*m->trace));
	m->trace[m->traces] = (struct trace){
		.id = id, .start_ns = TRACE_NO_TIME, .order = UINT32_MAX, .status = TRACE_OK
	};
	table_add(&f->table, hash, (uint32_t)++m->traces);
	return (uint32_t)m->traces - 1;
}

/* Gives every call the trace of its root. */
static void
find_traces(struct forest *f)
{
	struct trace_model *m = f->model;
	for (uint32_t i = 0; i < m->calls; i++)
		m->call[i].trace = TRACE_NONE;
	for (uint32_t i = 0; i < m->calls; i++) {
		uint32_t root = i;
		while (m->call[root].trace == TRACE_NONE && m->call[root].parent != TRACE_NONE)
			root = m->call[root].parent;
		const uint32_t trace = m->call[root].trace != TRACE_NONE ? m->call[root].trace
									 : trace_of_root(f, root);
		for (uint32_t c = i; c != TRACE_NONE && m->call[c].trace == TRACE_NONE;
		     c = m->call[c].parent)
			m->call[c].trace = trace;
	}
}

static void
place_call(struct trace_model *m, const struct trace_call *c)
{
	struct trace *t = &m->trace[c->trace];
	if (c->start_ns != TRACE_NO_TIME &&
	    (t->start_ns == TRACE_NO_TIME || c->start_ns < t->start_ns))
		t->start_ns = c->start_ns;
	t->order = c->order < t->order ? c->order : t->order;
	t->last++; /* its calls, for now */
}

static void
count_call(struct trace_model *m, struct trace *t, const struct trace_call *c)
{
	t->records += c->records;
	t->errors += c->status == TRACE_ERROR;
	if (c->status == TRACE_ERROR || (c->status == TRACE_OPEN && t->status == TRACE_OK))
		t->status = c->status;
	for (uint32_t e = c->event; e > 0; e = m->event[e - 1].next)
		t->events++;
	for (unsigned note = 0; note < TRACE_NOTES; note++)
		m->noted[note] += c->notes >> note & 1;
}

void
trace_count(struct trace_model *m)
{
	memset(m->noted, 0, sizeof(m->noted));
	m->records = 0;
	for (size_t i = 0; i < m->traces; i++) {
		struct trace *t = &m->trace[i];
		t->records = t->events = t->errors = 0;
		t->status = TRACE_OK;
		for (uint32_t k = t->first; k < t->last; k++)
			count_call(m, t, trace_call_at(m, k));
		m->records += t->records;
	}
}

/* Sorts n numbers by a time, then by a place in the input, which both are functions of the number.
 */
static uint32_t *
sorted(size_t n, const struct trace_model *m, int64_t (*time)(const struct trace_model *, uint32_t),
    uint32_t (*place)(const struct trace_model *, uint32_t))
{
	int64_t *key = mem_alloc((n + 1) * sizeof(*key));
	uint32_t *by_place = mem_alloc((n + 1) * sizeof(*by_place));
	uint32_t *order = mem_alloc((n + 1) * sizeof(*order));
	for (uint32_t i = 0; i < n; i++)
		key[i] = place(m, i);
	trace_sort(key, n, by_place);
	for (uint32_t i = 0; i < n; i++)
		key[i] = time(m, by_place[i]);
	trace_sort(key, n, order);
	for (uint32_t i = 0; i < n; i++)
		order[i] = by_place[order[i]];
	free(key);
	free(by_place);
	return order;
}

static int64_t
call_start(const struct trace_model *m, uint32_t call)
{
	return m->call[call].start_ns;
}

static uint32_t
call_order(const struct trace_model *m, uint32_t call)
{
	return m->call[call].order;
}

static int64_t
trace_start(const struct trace_model *m, uint32_t trace)
{
	return m->trace[trace].start_ns;
}

static uint32_t
trace_order(const struct trace_model *m, uint32_t trace)
{
	return m->trace[trace].order;
}

/* Puts the traces in order; calls take the new numbers. */
static void
sort_traces(struct trace_model *m)
{
	uint32_t *order = sorted(m->traces, m, trace_start, trace_order);
	uint32_t *number = mem_alloc((m->traces + 1) * sizeof(*number));
	struct trace *trace = mem_alloc((m->traces + 1) * sizeof(*trace));
	uint32_t calls = 0;
	for (uint32_t i = 0; i < m->traces; i++) {
		number[order[i]] = i;
		trace[i] = m->trace[order[i]];
		trace[i].first = calls;
		trace[i].last = calls += trace[i].last;
	}
	for (uint32_t i = 0; i < m->calls; i++)
		m->call[i].trace = number[m->call[i].trace];
	free(m->trace);
	free(order);
	free(number);
	m->trace = trace;
}

/* ---- depth first ---------------------------------------------------------------------------- */

/* Lists the children of each call, and the roots of each trace, in order. */
static void
link_children(struct forest *f)
{
	struct trace_model *m = f->model;
	f->first = mem_alloc((m->calls + 1) * sizeof(uint32_t));
	f->next = mem_alloc((m->calls + 1) * sizeof(uint32_t));
	f->end = mem_alloc((m->calls + 1) * sizeof(uint32_t));
	f->first_root = mem_alloc((m->traces + 1) * sizeof(uint32_t));
	f->last_root = mem_alloc((m->traces + 1) * sizeof(uint32_t));
	memset(f->first, 0xff, (m->calls + 1) * sizeof(uint32_t));
	memset(f->next, 0xff, (m->calls + 1) * sizeof(uint32_t));
	memset(f->first_root, 0xff, (m->traces + 1) * sizeof(uint32_t));
	for (size_t i = 0; i < m->calls; i++) {
		const uint32_t c = f->order[i], parent = m->call[c].parent;
		const bool root = parent == TRACE_NONE;
		uint32_t *first = root ? &f->first_root[m->call[c].trace] : &f->first[parent];
		uint32_t *end = root ? &f->last_root[m->call[c].trace] : &f->end[parent];
		if (*first == TRACE_NONE)
			*first = c;
		else
			f->next[*end] = c;
		*end = c;
	}
}

/* Numbers the calls of a tree, and of those behind it, from m->trace[].first on. */
static void
number_calls(struct forest *f, uint32_t root, uint32_t at)
{
	struct trace_model *m = f->model;
	for (uint32_t c = root; c != TRACE_NONE;) {
		m->call[c].at = at;
		m->depth_first[at++] = c;
		if (f->first[c] != TRACE_NONE) {
			c = f->first[c];
			continue;
		}
		while (c != TRACE_NONE) {
			m->call[c].last = at;
			if (f->next[c] != TRACE_NONE)
				break;
			c = m->call[c].parent;
		}
		c = c == TRACE_NONE ? c : f->next[c];
	}
}

void
trace_build_forest(struct trace_model *m)
{
	struct forest f = { .model = m };
	find_parents(m);
	find_traces(&f);
	for (uint32_t i = 0; i < m->calls; i++)
		place_call(m, &m->call[i]);
	sort_traces(m);
	f.order = sorted(m->calls, m, call_start, call_order);
	link_children(&f);
	m->depth_first = mem_alloc((m->calls + 1) * sizeof(uint32_t));
	for (size_t i = 0; i < m->traces; i++)
		number_calls(&f, f.first_root[i], m->trace[i].first);
	m->listed = m->calls;
	trace_count(m);
	free(f.order);
	free(f.first);
	free(f.next);
	free(f.end);
	free(f.first_root);
	free(f.last_root);
	table_free(&f.table);
}

uint32_t
trace_first_child(const struct trace_model *m, uint32_t call)
{
	const struct trace_call *c = &m->call[call];
	return c->at + 1 < c->last ? m->depth_first[c->at + 1] : TRACE_NONE;
}

uint32_t
trace_next_sibling(const struct trace_model *m, uint32_t call)
{
	const struct trace_call *c = &m->call[call];
	const uint32_t last =
	    c->parent == TRACE_NONE ? m->trace[c->trace].last : m->call[c->parent].last;
	return c->last < last ? m->depth_first[c->last] : TRACE_NONE;
}
