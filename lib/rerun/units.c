/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "rerun/traffic.h"

struct finding {
	const struct rerun_options *options;
	const struct trace_model *model;
	struct rerun_units *units;
	size_t cap;
};

static bool
is_executed(const struct finding *f, uint32_t call)
{
	const struct rerun_options *o = f->options;
	const struct rerun_subject s = rerun_subject_of(f->model, call);
	for (size_t i = 0; i < o->execs; i++)
		if (rerun_scope_has(&o->exec[i].scope, &s))
			return true;
	return false;
}

/* What commands execute of the calls first to last, depth first: calls below others left out. */
struct executed {
	size_t n;
	int64_t duration_ns; /* recorded, together; TRACE_NO_TIME: unknown */
	bool failed;
};

/* A load counts an answer of http as an error from 500 on. */
static bool
has_failed(const struct trace_call *c)
{
	if (c->kind == TRACE_HTTP) {
		const struct text status = rerun_http_of(c).status;
		if (status.n == 3 && status.p[0] >= '1' && status.p[0] <= '9')
			return status.p[0] >= '5';
	}
	return c->status == TRACE_ERROR;
}

static struct executed
executed_of(const struct finding *f, size_t first, size_t last)
{
	const struct trace_model *m = f->model;
	struct executed e = { 0, TRACE_NO_TIME, false };
	for (size_t i = first; i < last;) {
		const struct trace_call *c = &m->call[m->depth_first[i]];
		if (!is_executed(f, m->depth_first[i])) {
			i++;
			continue;
		}
		e.n++;
		e.failed |= has_failed(c);
		if (c->duration_ns != TRACE_NO_TIME && c->duration_ns >= 0)
			e.duration_ns =
			    (e.duration_ns == TRACE_NO_TIME ? 0 : e.duration_ns) + c->duration_ns;
		i = c->last;
	}
	return e;
}

static void
add(struct finding *f, const struct rerun_unit *unit)
{
	struct rerun_units *u = f->units;
	u->unit = mem_grow(u->unit, &f->cap, u->n + 1, sizeof(*u->unit));
	u->unit[u->n++] = *unit;
}

/* Is it a list of calls that are executed, and of others that have nothing to do with them? */
static bool
is_list(const struct finding *f, const struct trace *t)
{
	const struct trace_model *m = f->model;
	size_t roots = 0, executed = 0;
	for (size_t i = t->first; i < t->last; i = m->call[m->depth_first[i]].last, roots++) {
		if (is_executed(f, m->depth_first[i]))
			executed++;
		else if (executed_of(f, i, m->call[m->depth_first[i]].last).n > 0)
			return false;
	}
	return roots > 1 && executed > 0;
}

static void
add_roots(struct finding *f, size_t trace)
{
	const struct trace_model *m = f->model;
	const struct trace *t = &m->trace[trace];
	for (size_t i = t->first; i < t->last; i = m->call[m->depth_first[i]].last) {
		const struct trace_call *c = &m->call[m->depth_first[i]];
		const struct rerun_unit root = { trace, m->depth_first[i], c->start_ns,
			c->duration_ns, has_failed(c) };
		if (is_executed(f, m->depth_first[i]))
			add(f, &root);
		else
			f->units->idle++;
	}
}

static void
add_trace(struct finding *f, size_t trace)
{
	const struct trace_model *m = f->model;
	const struct trace *t = &m->trace[trace];
	const struct executed e = executed_of(f, t->first, t->last);
	struct rerun_unit whole = { trace, TRACE_NONE, TRACE_NO_TIME, e.duration_ns, e.failed };
	if (f->options->execs > 0 && e.n == 0) {
		f->units->idle++;
		return;
	}
	for (size_t i = t->first; i < t->last; i = m->call[m->depth_first[i]].last) {
		const struct trace_call *c = &m->call[m->depth_first[i]];
		if (whole.at_ns == TRACE_NO_TIME)
			whole.at_ns = c->start_ns;
		if (e.n == 0 && c->duration_ns != TRACE_NO_TIME &&
		    (whole.duration_ns == TRACE_NO_TIME || c->duration_ns > whole.duration_ns))
			whole.duration_ns = c->duration_ns;
	}
	add(f, &whole);
}

/* ---- the order ------------------------------------------------------------------------------ */

struct order {
	int64_t at_ns; /* or a place in the input */
	size_t place;
};

static int
by_time(const void *a, const void *b)
{
	const struct order *x = a, *y = b;
	if (x->at_ns != y->at_ns)
		return x->at_ns < y->at_ns ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

/* Where a unit has no time, it gets that of the one before it, or of the first that has one. */
static struct order *
times(struct rerun_units *u)
{
	struct order *order = mem_alloc((u->n + 1) * sizeof(*order));
	int64_t at_ns = TRACE_NO_TIME;
	for (size_t i = 0; i < u->n && at_ns == TRACE_NO_TIME; i++)
		at_ns = u->unit[i].at_ns;
	for (size_t i = 0; i < u->n; i++) {
		u->timeless += u->unit[i].at_ns == TRACE_NO_TIME;
		if (u->unit[i].at_ns != TRACE_NO_TIME)
			at_ns = u->unit[i].at_ns;
		order[i] = (struct order){ at_ns, i };
	}
	return order;
}

/* Models have traces by time; their calls are in the order of the input. */
static size_t
count_moved(const struct trace_model *m, const struct rerun_units *u)
{
	struct order *order = mem_alloc((u->n + 1) * sizeof(*order));
	size_t n = 0, moved = 0;
	for (size_t i = 0; i < u->n; i++) {
		const struct rerun_unit *unit = &u->unit[i];
		const uint32_t call = unit->call != TRACE_NONE
					  ? unit->call
					  : m->depth_first[m->trace[unit->trace].first];
		if (unit->at_ns != TRACE_NO_TIME)
			order[n++] = (struct order){ call, i };
	}
	qsort(order, n, sizeof(*order), by_time);
	int64_t latest_ns = INT64_MIN;
	for (size_t i = 0; i < n; i++) {
		const int64_t at_ns = u->unit[order[i].place].at_ns;
		moved += at_ns < latest_ns;
		latest_ns = at_ns > latest_ns ? at_ns : latest_ns;
	}
	free(order);
	return moved;
}

struct rerun_units *
rerun_units_of(const struct rerun_options *o, const struct trace_model *m)
{
	struct rerun_units *u = mem_zalloc(1, sizeof(*u));
	struct finding f = { o, m, u, 0 };
	for (size_t i = 0; i < m->traces; i++)
		if (is_list(&f, &m->trace[i]))
			add_roots(&f, i);
		else
			add_trace(&f, i);
	u->moved = count_moved(m, u);
	struct order *order = times(u);
	struct rerun_unit *sorted = mem_alloc((u->n + 1) * sizeof(*sorted));
	qsort(order, u->n, sizeof(*order), by_time);
	for (size_t i = 0; i < u->n; i++) {
		sorted[i] = u->unit[order[i].place];
		sorted[i].at_ns = order[i].at_ns;
	}
	free(order);
	free(u->unit);
	u->unit = sorted;
	return u;
}

void
rerun_units_free(struct rerun_units *u)
{
	if (u)
		free(u->unit);
	free(u);
}
