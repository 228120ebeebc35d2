/* SPDX-License-Identifier: MIT */
#include "trace/root_cause.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/table.h"
#include "time/stamp.h"

/* ---- the origin ----------------------------------------------------------------------------- */

/* What is known of a call, by its number depth first within the trace. */
struct mark {
	uint32_t depth;
	bool reached;      /* it, its root and all between them failed */
	bool failed_child; /* a child failed */
};

/* A candidate, and what makes it better or worse than others. */
struct candidate {
	struct root_cause cause;
	unsigned rank; /* 0: reached; 1: not reached; 2: handled */
	uint32_t depth, order;
};

static int64_t
end_of(const struct trace_call *c)
{
	if (c->start_ns == TRACE_NO_TIME || c->duration_ns == TRACE_NO_TIME)
		return c->start_ns;
	return stamp_add(c->start_ns, c->duration_ns);
}

static struct root_cause
failure_of(const struct trace_model *m, uint32_t call)
{
	const struct trace_call *c = &m->call[call];
	struct root_cause r = { .call = call, .at_ns = end_of(c) };
	for (uint32_t n = c->event; n > 0 && !r.event; n = m->event[n - 1].next)
		if (m->event[n - 1].type == TRACE_ERROR_EVENT)
			r.event = &m->event[n - 1];
	if (c->more) {
		r.type = c->more->error_type;
		r.message = c->more->message;
		r.where = c->more->where;
	}
	if (!r.event)
		return r;
	if (r.event->at_ns != TRACE_NO_TIME)
		r.at_ns = r.event->at_ns;
	if (r.type || r.message)
		return r;
	r.type = r.event->text[TRACE_ERROR_TYPE];
	r.message = r.event->text[TRACE_ERROR_MESSAGE];
	r.where = r.event->text[TRACE_ERROR_WHERE];
	return r;
}

bool
trace_failure(const struct trace_model *m, uint32_t call, struct root_cause *r)
{
	const struct trace_call *c = &m->call[call];
	*r = failure_of(m, call);
	r->handled = c->parent != TRACE_NONE && m->call[c->parent].status == TRACE_OK;
	if (c->status != TRACE_ERROR)
		return false;
	for (uint32_t k = trace_first_child(m, call); k != TRACE_NONE; k = trace_next_sibling(m, k))
		if (m->call[k].status == TRACE_ERROR)
			return false;
	return true;
}

static bool
is_before(const struct candidate *a, const struct candidate *b)
{
	const int64_t a_ns = a->cause.at_ns, b_ns = b->cause.at_ns;
	if (a->rank != b->rank)
		return a->rank < b->rank;
	if (a_ns != b_ns)
		return b_ns == TRACE_NO_TIME || (a_ns != TRACE_NO_TIME && a_ns < b_ns);
	if (a->depth != b->depth)
		return a->depth > b->depth;
	return a->order < b->order;
}

static void
mark_calls(const struct trace_model *m, const struct trace *t, struct mark *mark)
{
	for (uint32_t at = t->first; at < t->last; at++) {
		const struct trace_call *c = trace_call_at(m, at);
		struct mark *k = &mark[at - t->first];
		const bool failed = c->status == TRACE_ERROR;
		if (c->parent == TRACE_NONE) {
			k->reached = failed;
			continue;
		}
		struct mark *parent = &mark[m->call[c->parent].at - t->first];
		k->depth = parent->depth + 1;
		k->reached = failed && parent->reached;
		parent->failed_child |= failed;
	}
}

bool
trace_root_cause(const struct trace_model *m, size_t trace, struct root_cause *r)
{
	const struct trace *t = &m->trace[trace];
	struct candidate best = { .rank = UINT32_MAX };
	if (t->errors == 0)
		return false;
	struct mark *mark = mem_zalloc(t->last - t->first, sizeof(*mark));
	mark_calls(m, t, mark);
	for (uint32_t at = t->first; at < t->last; at++) {
		const struct mark *k = &mark[at - t->first];
		const struct trace_call *c = trace_call_at(m, at);
		if (c->status != TRACE_ERROR || k->failed_child)
			continue;
		struct candidate it = { failure_of(m, m->depth_first[at]), !k->reached, k->depth,
			c->order };
		it.cause.handled = c->parent != TRACE_NONE && m->call[c->parent].status == TRACE_OK;
		if (it.cause.handled)
			it.rank = 2;
		if (is_before(&it, &best))
			best = it;
	}
	free(mark);
	*r = best.cause;
	return true;
}

/* ---- variables ------------------------------------------------------------------------------ */

struct wanted {
	const struct trace_variable *variable;
	const struct trace_text *name;
};

/* Names of variables are stored once. */
static bool
is_wanted(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return w->variable[ref - 1].name == w->name;
}

struct values {
	struct table table;
	struct trace_variable *variable;
	size_t n, cap;
};

static void
set_value(struct values *v, const struct trace_event *e)
{
	const struct trace_text *name = e->text[TRACE_NAME];
	const struct wanted w = { v->variable, name };
	const uint32_t hash =
	    (uint32_t)((uint64_t)(uintptr_t)name * UINT64_C(0x9e3779b97f4a7c15) >> 32);
	const uint32_t found = table_find(&v->table, hash, is_wanted, &w);
	if (found > 0) {
		v->variable[found - 1].value = e->text[TRACE_VALUE];
		return;
	}
	v->variable = mem_grow(v->variable, &v->cap, v->n + 1, sizeof(*v->variable));
	v->variable[v->n++] = (struct trace_variable){ name, e->text[TRACE_VALUE] };
	table_add(&v->table, hash, (uint32_t)v->n);
}

size_t
trace_values_before(const struct trace_model *m, const struct root_cause *r, uint32_t call,
    uint32_t child, struct trace_variable **variable)
{
	const struct trace_call *c = &m->call[call];
	const uint32_t stop = child == TRACE_NONE ? c->last : m->call[child].at;
	struct values v = { 0 };
	uint32_t at = c->at + 1, children = 0;
	for (uint32_t n = c->event; n > 0; n = m->event[n - 1].next) {
		const struct trace_event *e = &m->event[n - 1];
		if (child == TRACE_NONE && e == r->event)
			break;
		while (at < stop && !trace_event_is_before(e, trace_call_at(m, at), children)) {
			children++;
			at = trace_call_at(m, at)->last;
		}
		if (child != TRACE_NONE && at == stop &&
		    !trace_event_is_before(e, trace_call_at(m, at), children))
			break;
		if (e->type == TRACE_VARIABLE && e->text[TRACE_NAME])
			set_value(&v, e);
	}
	table_free(&v.table);
	*variable = v.variable;
	return v.n;
}
