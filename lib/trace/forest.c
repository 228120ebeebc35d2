/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trace/build.h"

/* ---- parents -------------------------------------------------------------------------------- */

/* Children of a span in two halves belong to the server's, and name it as their parent from now
 * on. */
static uint32_t
server_of(struct trace_model *m, uint32_t call, uint32_t parent)
{
	struct trace_call *c = &m->call[call];
	const struct trace_making *made = m->build->making;
	if (parent == TRACE_NONE || !made[parent].server || made[call].shared)
		return parent;
	c->parent_id = made[parent].server;
	return trace_find_call(m, made[call].trace_id, trace_text_of(c->parent_id), NULL);
}

/* Opens the circle that a call is in, if it is in one: the earliest call becomes a root.  seen[] is
 * the number of the walk that came by a call. */
static void
open_cycle(struct trace_model *m, uint32_t *seen, uint32_t call)
{
	uint32_t c = call;
	while (c != TRACE_NONE && seen[c] == 0) {
		seen[c] = call + 1;
		c = m->call[c].parent;
	}
	if (c == TRACE_NONE || seen[c] != call + 1)
		return;
	uint32_t earliest = c;
	for (uint32_t k = m->call[c].parent; k != c; k = m->call[k].parent) {
		const struct trace_call *a = &m->call[k], *e = &m->call[earliest];
		const bool timed = a->start_ns != TRACE_NO_TIME;
		if ((timed && (e->start_ns == TRACE_NO_TIME || a->start_ns < e->start_ns)) ||
		    (a->start_ns == e->start_ns && a->order < e->order))
			earliest = k;
	}
	m->call[earliest].parent = TRACE_NONE;
	m->call[earliest].notes |= TRACE_CYCLE;
}

/* Every circle has a call whose parent has a higher number. */
static void
open_cycles(struct trace_model *m)
{
	uint32_t *seen = NULL;
	for (uint32_t i = 0; i < m->calls; i++) {
		const uint32_t parent = m->call[i].parent;
		if (parent == TRACE_NONE || parent < i)
			continue;
		if (!seen)
			seen = mem_zalloc(m->calls + 1, sizeof(*seen));
		open_cycle(m, seen, i);
	}
	free(seen);
}

/* Was the parent found when the call began, and do its id and the call still lead to each other? */
static bool
has_parent(const struct trace_model *m, const struct trace_call *c)
{
	return c->parent != TRACE_NONE && !m->build->moved && m->build->halves == 0 &&
	       c->parent_id == m->call[c->parent].id;
}

/* How many calls ahead the parents' places in the table are fetched into the cache. */
enum { AHEAD = 16 };

static void
expect_parent(const struct trace_model *m, uint32_t call, uint32_t *hash)
{
	const struct trace_text *parent = call < m->calls ? m->call[call].parent_id : NULL;
	if (parent && !has_parent(m, &m->call[call]))
		hash[call % AHEAD] = trace_expect_call(m, m->build->making[call].trace_id, parent);
}

static void
find_parents(struct trace_model *m)
{
	uint32_t hash[AHEAD];
	for (uint32_t i = 0; i < AHEAD; i++)
		expect_parent(m, i, hash);
	for (uint32_t i = 0; i < m->calls; i++) {
		struct trace_call *c = &m->call[i];
		if (c->parent_id && !has_parent(m, c)) {
			const uint32_t parent = trace_find_expected(
			    m, m->build->making[i].trace_id, c->parent_id, hash[i % AHEAD]);
			c->parent = server_of(m, i, parent);
			if (c->parent == TRACE_NONE)
				c->notes |= TRACE_PARENT_MISSING;
		}
		expect_parent(m, i + AHEAD, hash);
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
	uint32_t *number; /* the new number of each trace */
	/* Lists of siblings, in order: of the children of a call by its number, and behind them of
	 * the roots of a trace by its. */
	uint32_t *first, *last, *next;
	bool *mixed;       /* the list is not in order yet */
	uint32_t *sibling; /* scratch */
	size_t sibling_cap;
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

/* Gives every call the trace of its root. */
static void
find_traces(struct forest *f)
{
	struct trace_model *m = f->model;
	for (uint32_t i = 0; i < m->calls; i++) {
		uint32_t root = i;
		if (trace_is_absorbed(&m->call[i]))
			continue;
		while (m->call[root].trace == TRACE_NONE && m->call[root].parent != TRACE_NONE)
			root = m->call[root].parent;
		const uint32_t trace = m->call[root].trace != TRACE_NONE ? m->call[root].trace
									 : trace_of_root(f, root);
		for (uint32_t c = i; c != TRACE_NONE && m->call[c].trace == TRACE_NONE;
		     c = m->call[c].parent)
			m->call[c].trace = trace;
		place_call(m, &m->call[i]);
	}
}

static void
count_call(struct trace_model *m, struct trace *t, const struct trace_call *c)
{
	t->records += c->records;
	t->errors += c->status == TRACE_ERROR;
	if (c->status == TRACE_ERROR || (c->status == TRACE_OPEN && t->status == TRACE_OK))
		t->status = c->status;
	t->events += c->events;
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

/* Puts the traces in order, by start and then by input. */
static void
sort_traces(struct forest *f)
{
	struct trace_model *m = f->model;
	const size_t n = m->traces;
	int64_t *key = mem_alloc((n + 1) * sizeof(*key));
	uint32_t *by_input = mem_alloc((n + 1) * sizeof(*by_input));
	uint32_t *order = mem_alloc((n + 1) * sizeof(*order));
	struct trace *trace = mem_alloc((n + 1) * sizeof(*trace));
	uint32_t calls = 0;
	for (size_t i = 0; i < n; i++)
		key[i] = m->trace[i].order;
	trace_sort(key, n, by_input);
	for (size_t i = 0; i < n; i++)
		key[i] = m->trace[by_input[i]].start_ns;
	trace_sort(key, n, order);
	f->number = mem_alloc((n + 1) * sizeof(*f->number));
	for (size_t i = 0; i < n; i++) {
		const uint32_t old = by_input[order[i]];
		f->number[old] = (uint32_t)i;
		trace[i] = m->trace[old];
		trace[i].first = calls;
		trace[i].last = calls += trace[i].last;
	}
	free(m->trace);
	free(key);
	free(by_input);
	free(order);
	m->trace = trace;
}

/* ---- depth first ---------------------------------------------------------------------------- */

static bool
is_before(const struct trace_call *a, const struct trace_call *b)
{
	const uint64_t x = trace_sort_key(a->start_ns), y = trace_sort_key(b->start_ns);
	return x != y ? x < y : a->order < b->order;
}

/* Lists the children of each call, and the roots of each trace, of all calls that are listed. Calls
 * take the new numbers of their traces. */
static void
link_siblings(struct forest *f)
{
	struct trace_model *m = f->model;
	const size_t lists = m->calls + m->traces;
	f->first = mem_alloc((lists + 1) * sizeof(*f->first));
	f->last = mem_alloc((lists + 1) * sizeof(*f->last));
	f->next = mem_alloc((m->calls + 1) * sizeof(*f->next));
	f->mixed = mem_zalloc(lists + 1, sizeof(*f->mixed));
	memset(f->first, 0xff, (lists + 1) * sizeof(*f->first));
	const size_t all = m->depth_first ? m->listed : m->calls;
	for (uint32_t n = 0; n < all; n++) {
		const uint32_t i = m->depth_first ? m->depth_first[n] : n;
		struct trace_call *c = &m->call[i];
		if (trace_is_absorbed(c))
			continue;
		c->trace = f->number[c->trace];
		const size_t list = c->parent == TRACE_NONE ? m->calls + c->trace : c->parent;
		f->next[i] = TRACE_NONE;
		if (f->first[list] == TRACE_NONE) {
			f->first[list] = i;
		} else {
			f->mixed[list] |= is_before(c, &m->call[f->last[list]]);
			f->next[f->last[list]] = i;
		}
		f->last[list] = i;
	}
}

static void
sort_siblings(struct forest *f, size_t list)
{
	const struct trace_model *m = f->model;
	size_t n = 0;
	for (uint32_t c = f->first[list]; c != TRACE_NONE; c = f->next[c]) {
		f->sibling = mem_grow(f->sibling, &f->sibling_cap, n + 1, sizeof(*f->sibling));
		f->sibling[n++] = c;
	}
	int64_t *key = mem_alloc(n * sizeof(*key));
	uint32_t *by_input = mem_alloc(n * sizeof(*by_input));
	uint32_t *order = mem_alloc(n * sizeof(*order));
	for (size_t i = 0; i < n; i++)
		key[i] = m->call[f->sibling[i]].order;
	trace_sort(key, n, by_input);
	for (size_t i = 0; i < n; i++)
		key[i] = m->call[f->sibling[by_input[i]]].start_ns;
	trace_sort(key, n, order);
	uint32_t *link = &f->first[list];
	for (size_t i = 0; i < n; i++) {
		*link = f->sibling[by_input[order[i]]];
		link = &f->next[*link];
	}
	*link = TRACE_NONE;
	free(key);
	free(by_input);
	free(order);
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

/* Puts the traces in order, and the calls of each, and numbers the calls depth first. */
static void
sort_forest(struct forest *f)
{
	struct trace_model *m = f->model;
	sort_traces(f);
	link_siblings(f);
	for (size_t i = 0; i < m->calls + m->traces; i++)
		if (f->mixed[i])
			sort_siblings(f, i);
	if (!m->depth_first)
		m->depth_first = mem_alloc((m->calls + 1) * sizeof(uint32_t));
	for (size_t i = 0; i < m->traces; i++)
		number_calls(f, f->first[m->calls + i], m->trace[i].first);
	free(f->first);
	free(f->last);
	free(f->next);
	free(f->mixed);
	free(f->sibling);
}

void
trace_build_forest(struct trace_model *m)
{
	struct forest f = { .model = m };
	find_parents(m);
	find_traces(&f);
	m->listed = m->calls - m->absorbed;
	sort_forest(&f);
	trace_count(m);
	free(f.number);
	table_free(&f.table);
}

uint32_t *
trace_sort_again(struct trace_model *m)
{
	struct forest f = { .model = m };
	for (size_t i = 0; i < m->traces; i++) {
		struct trace *t = &m->trace[i];
		const uint32_t calls = t->last - t->first;
		t->start_ns = TRACE_NO_TIME;
		for (uint32_t at = t->first; at < t->last; at++) {
			const int64_t start_ns = trace_call_at(m, at)->start_ns;
			if (trace_sort_key(start_ns) < trace_sort_key(t->start_ns))
				t->start_ns = start_ns;
		}
		t->last = calls; /* as sort_traces expects it */
	}
	sort_forest(&f);
	return f.number;
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
