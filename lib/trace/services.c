/* SPDX-License-Identifier: MIT */
#include "trace/services.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/table.h"
#include "time/stamp.h"
#include "trace/attempts.h"
#include "trace/error_kind.h"
#include "trace/failure_path.h"
#include "trace/self_times.h"

const struct text trace_cascade_names[TRACE_CASCADE_ROLES] = {
	[TRACE_CASCADE_ORIGIN] = { "origin", 6 },
	[TRACE_CASCADE_PASSED_ON] = { "passed_on", 9 },
	[TRACE_CASCADE_RETRY] = { "retry", 5 },
	[TRACE_CASCADE_TIMEOUT] = { "timeout", 7 },
};

/* A duration of a call along an edge. */
struct passage {
	uint32_t edge;
	int64_t duration_ns;
};

/* Of a call, by its number within the trace. */
struct about {
	uint32_t out;   /* how many calls to other services are made by it and by the calls of the
			 * same service below it */
	bool timed_out; /* it failed so */
	/* it is one, or a call of the same service around it is, which makes no other call out;
	 * what another service tried again is no retry of this one */
	bool retry_around, timeout_around;
};

struct trace_services_private {
	struct table services, pairs; /* of service[] by name, of edge[] by both ends */
	size_t service_cap, edge_cap, step_cap;
	uint32_t *of;
	struct about *about;
	bool *retry;
	int64_t *self;
	size_t of_cap, about_cap, retry_cap, self_cap;
	struct passage *passage;
	size_t passages, passage_cap;
};

struct trace_services *
trace_services_new(const struct trace_model *m)
{
	struct trace_services *s = mem_zalloc(1, sizeof(*s));
	s->model = m;
	s->private = mem_zalloc(1, sizeof(*s->private));
	return s;
}

void
trace_services_free(struct trace_services *s)
{
	if (!s)
		return;
	table_free(&s->private->services);
	table_free(&s->private->pairs);
	free(s->private->of);
	free(s->private->about);
	free(s->private->retry);
	free(s->private->self);
	free(s->private->passage);
	free(s->private);
	free(s->service);
	free(s->edge);
	free(s->step);
	free(s);
}

/* ---- services ------------------------------------------------------------------------------- */

static uint32_t
mix(uint64_t n)
{
	return (uint32_t)(n * UINT64_C(0x9e3779b97f4a7c15) >> 32);
}

struct wanted_service {
	const struct trace_service *service;
	const struct trace_text *name;
};

/* Names are stored once. */
static bool
is_service(const void *context, uint32_t ref)
{
	const struct wanted_service *w = context;
	return w->service[ref - 1].name == w->name;
}

static uint32_t
find_service(struct trace_services *s, const struct trace_text *name)
{
	struct trace_services_private *p = s->private;
	const struct wanted_service w = { s->service, name };
	const uint32_t hash = mix((uintptr_t)name),
		       found = table_find(&p->services, hash, is_service, &w);
	if (found > 0)
		return found - 1;
	s->service = mem_grow(s->service, &p->service_cap, s->n + 1, sizeof(*s->service));
	s->service[s->n++] = (struct trace_service){ .name = name };
	table_add(&p->services, hash, (uint32_t)s->n);
	return (uint32_t)s->n - 1;
}

void
trace_services_tell_apart(struct trace_services *s, size_t trace)
{
	struct trace_services_private *p = s->private;
	const struct trace *t = &s->model->trace[trace];
	s->trace = trace;
	s->n = s->edges = s->steps = p->passages = 0;
	s->handled = false;
	table_free(&p->services);
	table_free(&p->pairs);
	p->of = mem_grow(p->of, &p->of_cap, t->last - t->first, sizeof(*p->of));
	s->of = p->of;
	for (uint32_t at = t->first; at < t->last; at++) {
		const struct trace_call *c = trace_call_at(s->model, at);
		p->of[at - t->first] = c->service || c->parent == TRACE_NONE
					   ? find_service(s, c->service)
					   : trace_service_of(s, c->parent);
	}
}

static void
add_up(struct trace_services *s)
{
	struct trace_services_private *p = s->private;
	const struct trace *t = &s->model->trace[s->trace];
	p->self = mem_grow(p->self, &p->self_cap, t->last - t->first, sizeof(*p->self));
	trace_self_times(s->model, s->trace, p->self);
	for (uint32_t i = 0; i < t->last - t->first; i++) {
		struct trace_service *k = &s->service[s->of[i]];
		k->calls++;
		k->errors += trace_call_at(s->model, t->first + i)->status == TRACE_ERROR;
		if (p->self[i] != TRACE_NO_TIME)
			k->self_ns = stamp_add(k->self_ns, p->self[i]);
	}
}

/* ---- what is known of calls ----------------------------------------------------------------- */

/* Does a call come from another service? */
static bool
crosses(const struct trace_services *s, const struct trace_call *c)
{
	return c->parent != TRACE_NONE &&
	       s->of[c->at - s->model->trace[s->trace].first] != trace_service_of(s, c->parent);
}

static struct about *
about(const struct trace_services *s, uint32_t call)
{
	return &s->private->about[s->model->call[call].at - s->model->trace[s->trace].first];
}

static void
count_out(struct trace_services *s)
{
	const struct trace *t = &s->model->trace[s->trace];
	for (uint32_t at = t->last; at-- > t->first;) {
		const struct trace_call *c = trace_call_at(s->model, at);
		if (c->parent != TRACE_NONE)
			about(s, c->parent)->out +=
			    crosses(s, c) ? 1 : s->private->about[at - t->first].out;
	}
}

static void
find_around(struct trace_services *s)
{
	const struct trace *t = &s->model->trace[s->trace];
	for (uint32_t at = t->first; at < t->last; at++) {
		const struct trace_call *c = trace_call_at(s->model, at);
		struct about *a = &s->private->about[at - t->first];
		const struct about *parent = c->parent != TRACE_NONE ? about(s, c->parent) : NULL;
		a->timeout_around = a->timed_out;
		if (crosses(s, c))
			continue;
		a->retry_around = s->private->retry[at - t->first];
		if (parent && parent->out == 1) {
			a->retry_around |= parent->retry_around;
			a->timeout_around |= parent->timeout_around;
		}
	}
}

static void
find_about(struct trace_services *s)
{
	struct trace_services_private *p = s->private;
	const struct trace *t = &s->model->trace[s->trace];
	const size_t n = t->last - t->first;
	p->about = mem_grow(p->about, &p->about_cap, n, sizeof(*p->about));
	p->retry = mem_grow(p->retry, &p->retry_cap, n, sizeof(*p->retry));
	memset(p->about, 0, n * sizeof(*p->about));
	trace_find_all_retries(s->model, s->trace, p->retry);
	if (t->errors == 0)
		return;
	for (uint32_t i = 0; i < n; i++) {
		const uint32_t call = s->model->depth_first[t->first + i];
		struct root_cause r;
		if (s->model->call[call].status != TRACE_ERROR)
			continue;
		trace_failure(s->model, call, &r);
		p->about[i].timed_out = trace_timed_out(s->model, &r);
	}
	count_out(s);
	find_around(s);
}

/* ---- edges ---------------------------------------------------------------------------------- */

struct wanted_edge {
	const struct trace_edge *edge;
	uint32_t from, to;
};

static bool
is_edge(const void *context, uint32_t ref)
{
	const struct wanted_edge *w = context;
	return w->edge[ref - 1].from == w->from && w->edge[ref - 1].to == w->to;
}

static uint32_t
find_edge(struct trace_services *s, uint32_t from, uint32_t to)
{
	struct trace_services_private *p = s->private;
	const struct wanted_edge w = { s->edge, from, to };
	const uint32_t hash = mix((uint64_t)from << 32 | to),
		       found = table_find(&p->pairs, hash, is_edge, &w);
	if (found > 0)
		return found - 1;
	s->edge = mem_grow(s->edge, &p->edge_cap, s->edges + 1, sizeof(*s->edge));
	s->edge[s->edges++] = (struct trace_edge){ from, to, .p95_ns = TRACE_NO_TIME };
	table_add(&p->pairs, hash, (uint32_t)s->edges);
	return (uint32_t)s->edges - 1;
}

static void
add_passage(struct trace_services *s, const struct trace_call *c)
{
	struct trace_services_private *p = s->private;
	const uint32_t i = c->at - s->model->trace[s->trace].first;
	const uint32_t edge = find_edge(s, trace_service_of(s, c->parent), s->of[i]);
	const struct about *parent = about(s, c->parent);
	const bool only = parent->out == 1;
	struct trace_edge *e = &s->edge[edge];
	e->calls++;
	e->errors += c->status == TRACE_ERROR;
	e->retries += p->retry[i] || (only && parent->retry_around);
	e->timeouts += p->about[i].timed_out || (only && parent->timeout_around);
	if (c->duration_ns == TRACE_NO_TIME)
		return;
	p->passage = mem_grow(p->passage, &p->passage_cap, p->passages + 1, sizeof(*p->passage));
	p->passage[p->passages++] = (struct passage){ edge, c->duration_ns };
}

static int
by_edge_and_duration(const void *a, const void *b)
{
	const struct passage *x = a, *y = b;
	if (x->edge != y->edge)
		return x->edge < y->edge ? -1 : 1;
	return (x->duration_ns > y->duration_ns) - (x->duration_ns < y->duration_ns);
}

static void
find_edges(struct trace_services *s)
{
	struct trace_services_private *p = s->private;
	const struct trace *t = &s->model->trace[s->trace];
	for (uint32_t at = t->first; at < t->last; at++)
		if (crosses(s, trace_call_at(s->model, at)))
			add_passage(s, trace_call_at(s->model, at));
	if (p->passages > 0)
		qsort(p->passage, p->passages, sizeof(*p->passage), by_edge_and_duration);
	for (size_t i = 0, end; i < p->passages; i = end) {
		for (end = i; end < p->passages && p->passage[end].edge == p->passage[i].edge;
		     end++)
			;
		const size_t rank = ((end - i) * 95 + 99) / 100;
		s->edge[p->passage[i].edge].p95_ns = p->passage[i + rank - 1].duration_ns;
	}
}

/* ---- the cascade ---------------------------------------------------------------------------- */

/* A step and what it is sorted by. */
struct sorted_step {
	struct trace_cascade_step step;
	int64_t key_ns;
	size_t number;
};

static void
add_step(struct sorted_step **step, size_t *n, size_t *cap, const struct trace_services *s,
    uint32_t call, enum trace_cascade_role role)
{
	struct root_cause r;
	trace_failure(s->model, call, &r);
	*step = mem_grow(*step, cap, *n + 1, sizeof(**step));
	(*step)[*n] =
	    (struct sorted_step){ { call, role, about(s, call)->timed_out, r.at_ns }, r.at_ns, *n };
	++*n;
}

/* The origin and its callers come first here; of equal keys, the callers are put last. */
static int
by_time(const void *a, const void *b)
{
	const struct sorted_step *x = a, *y = b;
	const bool x_caller = x->step.role == TRACE_CASCADE_PASSED_ON,
		   y_caller = y->step.role == TRACE_CASCADE_PASSED_ON;
	if (x->key_ns != y->key_ns)
		return x->key_ns < y->key_ns ? -1 : 1;
	if (x_caller != y_caller)
		return x_caller ? 1 : -1;
	return (x->number > y->number) - (x->number < y->number);
}

static void
find_cascade(struct trace_services *s)
{
	struct trace_services_private *p = s->private;
	const struct trace *t = &s->model->trace[s->trace];
	struct root_cause cause;
	struct sorted_step *step = NULL;
	size_t n = 0, cap = 0;
	if (!trace_root_cause(s->model, s->trace, &cause))
		return;
	s->handled = cause.handled;
	add_step(&step, &n, &cap, s, cause.call, TRACE_CASCADE_ORIGIN);
	bool *taken = mem_zalloc(t->last - t->first, sizeof(*taken));
	taken[s->model->call[cause.call].at - t->first] = true;
	for (uint32_t k = cause.call; (k = trace_passed_on_by(s->model, k)) != TRACE_NONE;) {
		taken[s->model->call[k].at - t->first] = true;
		add_step(&step, &n, &cap, s, k, TRACE_CASCADE_PASSED_ON);
		struct sorted_step *it = &step[n - 1];
		/* TRACE_NO_TIME is the smallest time */
		if (n > 2 && it->key_ns < step[n - 2].key_ns)
			it->key_ns = step[n - 2].key_ns;
	}
	for (uint32_t i = 0; i < t->last - t->first; i++)
		if (!taken[i] && (p->retry[i] || p->about[i].timed_out))
			add_step(&step, &n, &cap, s, s->model->depth_first[t->first + i],
			    p->retry[i] ? TRACE_CASCADE_RETRY : TRACE_CASCADE_TIMEOUT);
	qsort(step + 1, n - 1, sizeof(*step), by_time);
	s->step = mem_grow(s->step, &p->step_cap, n, sizeof(*s->step));
	for (size_t i = 0; i < n; i++)
		s->step[s->steps++] = step[i].step;
	free(taken);
	free(step);
}

void
trace_services_read(struct trace_services *s, size_t trace)
{
	trace_services_tell_apart(s, trace);
	add_up(s);
	find_about(s);
	find_edges(s);
	find_cascade(s);
}
