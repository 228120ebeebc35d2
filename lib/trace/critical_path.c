/* SPDX-License-Identifier: MIT */
#include "trace/critical_path.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "json/write.h"

/* A call that is on the path, or may be, with what its parent leaves of it.  Times count from the
 * start of the root. */
struct trace_path_wait {
	uint32_t call, depth, at;
	bool open;  /* it and all its callers are open */
	bool clock; /* it is known when it ran, so its children may have a place in it */
	int64_t from_ns, to_ns;
	number_wide end_ns; /* as recorded */
};

static bool
is_open(const struct trace_call *c)
{
	return c->duration_ns == TRACE_NO_TIME;
}

static bool
has_place(const struct trace_path_wait *parent, const struct trace_call *c)
{
	return parent->clock && c->start_ns != TRACE_NO_TIME;
}

/* What a call leaves of a child that has a place in it.  Returns false if that is nothing. */
static bool
clip(const struct trace_model *m, const struct trace_path_wait *parent, int64_t zero_ns,
    uint32_t call, struct trace_path_wait *w)
{
	const struct trace_call *c = &m->call[call];
	if (!has_place(parent, c))
		return false;
	const number_wide from = (number_wide)c->start_ns - zero_ns;
	/* an open call ends after all others */
	const number_wide end = is_open(c) ? (number_wide)1 << 66 : from + c->duration_ns;
	if (from >= parent->to_ns || end <= parent->from_ns || end <= from)
		return false;
	*w = (struct trace_path_wait){ .call = call,
		.depth = parent->depth + 1,
		.at = c->at,
		.open = is_open(c),
		.clock = true,
		.from_ns = from < parent->from_ns ? parent->from_ns : (int64_t)from,
		.to_ns = end > parent->to_ns ? parent->to_ns : (int64_t)end,
		.end_ns = end };
	return true;
}

/* The next child of a call on the path, depth first from `at` on, or TRACE_NONE.  An open one
 * counts only if its caller is open, and it has a place there; else what it called does. */
static uint32_t
next_child(const struct trace_model *m, const struct trace_path_wait *parent, uint32_t *at)
{
	while (*at < m->call[parent->call].last) {
		const struct trace_call *c = trace_call_at(m, *at);
		if (is_open(c) && !(parent->open && has_place(parent, c))) {
			++*at;
			continue;
		}
		*at = c->last;
		return m->depth_first[c->at];
	}
	return TRACE_NONE;
}

/* The last end first; of equal ones the first start, then in the order of the model. */
static int
by_end(const void *a, const void *b)
{
	const struct trace_path_wait *x = a, *y = b;
	if (x->end_ns != y->end_ns)
		return x->end_ns < y->end_ns ? 1 : -1;
	if (x->from_ns != y->from_ns)
		return x->from_ns < y->from_ns ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

static void
wait_for(struct trace_path *p, const struct trace_path_wait *w)
{
	p->wait = mem_grow(p->wait, &p->wait_cap, p->waiting + 1, sizeof(*p->wait));
	p->wait[p->waiting++] = *w;
}

/* Adds the calls that a call on the path waited for to those that wait, the last first, so that
 * the first is taken next.  Returns how long it waited. */
static int64_t
find_waits(const struct trace_model *m, struct trace_path *p, const struct trace_path_wait *w,
    int64_t zero_ns)
{
	size_t n = 0;
	int64_t now = w->to_ns, waited = 0;
	uint32_t at = m->call[w->call].at + 1;
	if (w->to_ns <= w->from_ns) /* the root took no time */
		return 0;
	for (uint32_t k; (k = next_child(m, w, &at)) != TRACE_NONE;) {
		p->child = mem_grow(p->child, &p->child_cap, n + 1, sizeof(*p->child));
		n += clip(m, w, zero_ns, k, &p->child[n]);
	}
	if (n > 1)
		qsort(p->child, n, sizeof(*p->child), by_end);
	for (size_t i = 0; i < n; i++) {
		const struct trace_path_wait *child = &p->child[i];
		if (child->to_ns > now)
			continue;
		wait_for(p, child);
		waited += child->to_ns - child->from_ns;
		now = child->from_ns;
	}
	return waited;
}

/* The same for the children that have no place: they ran one after the other, as far as left_ns
 * goes.  They are put at the beginning of their parent. */
static int64_t
find_unplaced(const struct trace_model *m, struct trace_path *p, const struct trace_path_wait *w,
    int64_t left_ns)
{
	const size_t first = p->waiting;
	uint32_t at = m->call[w->call].at + 1;
	int64_t waited = 0;
	for (uint32_t k; left_ns > waited && (k = next_child(m, w, &at)) != TRACE_NONE;) {
		const struct trace_call *c = &m->call[k];
		if (has_place(w, c) || c->duration_ns <= 0)
			continue;
		const int64_t left = left_ns - waited;
		const int64_t takes = c->duration_ns < left ? c->duration_ns : left;
		wait_for(p, &(struct trace_path_wait){ .call = k,
				.depth = w->depth + 1,
				.from_ns = w->from_ns + waited,
				.to_ns = w->from_ns + waited + takes });
		waited += takes;
	}
	for (size_t i = first, k = p->waiting; i + 1 < k; i++) {
		const struct trace_path_wait last = p->wait[--k];
		p->wait[k] = p->wait[i];
		p->wait[i] = last;
	}
	return waited;
}

static void
add_step(struct trace_path *p, const struct trace_path_wait *w, int64_t self_ns)
{
	p->step = mem_grow(p->step, &p->step_cap, p->n + 1, sizeof(*p->step));
	p->step[p->n++] =
	    (struct trace_path_step){ w->call, w->depth, self_ns, w->from_ns, w->to_ns };
}

/* Has the trace a root whose end was not recorded? */
static bool
has_open_root(const struct trace_model *m, const struct trace *t)
{
	for (uint32_t at = t->first; at < t->last; at = trace_call_at(m, at)->last)
		if (trace_call_at(m, at)->status == TRACE_OPEN)
			return true;
	return false;
}

void
trace_critical_path(const struct trace_model *m, size_t trace, struct trace_path *p)
{
	const uint32_t root = trace_longest_root(m, &m->trace[trace], &p->duration_ns);
	p->n = p->waiting = 0;
	if (root == TRACE_NONE) {
		p->open = has_open_root(m, &m->trace[trace]);
		return;
	}
	const struct trace_call *c = &m->call[root];
	p->open = is_open(c);
	if (p->duration_ns < 0) /* it ended before it started */
		p->duration_ns = 0;
	wait_for(p, &(struct trace_path_wait){ .call = root,
			.open = p->open,
			.clock = c->start_ns != TRACE_NO_TIME,
			.to_ns = p->duration_ns });
	while (p->waiting > 0) {
		const struct trace_path_wait w = p->wait[--p->waiting];
		int64_t self_ns = w.to_ns - w.from_ns;
		self_ns -= find_waits(m, p, &w, c->start_ns);
		self_ns -= find_unplaced(m, p, &w, self_ns);
		add_step(p, &w, self_ns);
	}
}

void
trace_path_free(struct trace_path *p)
{
	free(p->step);
	free(p->wait);
	free(p->child);
}

/* ---- as JSON -------------------------------------------------------------------------------- */

static void
put_ns(struct buf *b, const char *name, int64_t ns)
{
	json_name(b, name);
	buf_i64(b, ns);
}

void
trace_put_path(struct buf *b, const struct trace_model *m, size_t trace, const struct trace_path *p)
{
	json_begin(b, '{');
	json_member_string_or_null(b, "trace_id", trace_text_of(m->trace[trace].id));
	if (p->duration_ns == TRACE_NO_TIME)
		json_member_null(b, "duration_ns");
	else
		put_ns(b, "duration_ns", p->duration_ns);
	json_member_begin(b, "path", '[');
	for (size_t i = 0; i < p->n; i++) {
		const struct trace_path_step *step = &p->step[i];
		const struct trace_call *c = &m->call[step->call];
		json_begin(b, '{');
		json_member_string_or_null(b, "call_id", trace_text_of(c->id));
		json_member_string_or_null(b, "name", trace_text_of(c->name));
		json_member_string_or_null(b, "service", trace_text_of(c->service));
		put_ns(b, "self_ns", step->self_ns);
		put_ns(b, "from_ns", step->from_ns);
		put_ns(b, "to_ns", step->to_ns);
		json_end(b, '}');
	}
	json_end(b, ']');
	json_member_bool(b, "open", p->open);
	json_end(b, '}');
	buf_char(b, '\n');
}
