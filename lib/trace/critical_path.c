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
	bool open; /* it and all its callers are open */
	int64_t from_ns, to_ns;
	number_wide end_ns; /* as recorded */
};

/* What a call leaves of a child.  Returns false if that is nothing. */
static bool
clip(const struct trace_model *m, const struct trace_path_wait *parent, int64_t zero_ns,
    uint32_t call, struct trace_path_wait *w)
{
	const struct trace_call *c = &m->call[call];
	const bool open = c->duration_ns == TRACE_NO_TIME;
	if (c->start_ns == TRACE_NO_TIME || (open && !parent->open))
		return false;
	const number_wide from = (number_wide)c->start_ns - zero_ns;
	/* an open call ends after all others */
	const number_wide end = open ? (number_wide)1 << 66 : from + c->duration_ns;
	if (from >= parent->to_ns || end <= parent->from_ns || end <= from)
		return false;
	*w = (struct trace_path_wait){ .call = call,
		.depth = parent->depth + 1,
		.at = c->at,
		.open = open,
		.from_ns = from < parent->from_ns ? parent->from_ns : (int64_t)from,
		.to_ns = end > parent->to_ns ? parent->to_ns : (int64_t)end,
		.end_ns = end };
	return true;
}

/* The last end first; of equal ones in the order of the model, which is by start. */
static int
by_end(const void *a, const void *b)
{
	const struct trace_path_wait *x = a, *y = b;
	if (x->end_ns != y->end_ns)
		return x->end_ns < y->end_ns ? 1 : -1;
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
	if (w->to_ns <= w->from_ns) /* the root ended before it started */
		return 0;
	for (uint32_t k = trace_first_child(m, w->call); k != TRACE_NONE;
	     k = trace_next_sibling(m, k)) {
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

static void
add_step(struct trace_path *p, const struct trace_path_wait *w, int64_t self_ns)
{
	p->step = mem_grow(p->step, &p->step_cap, p->n + 1, sizeof(*p->step));
	p->step[p->n++] =
	    (struct trace_path_step){ w->call, w->depth, self_ns, w->from_ns, w->to_ns };
}

void
trace_critical_path(const struct trace_model *m, size_t trace, struct trace_path *p)
{
	const uint32_t root = trace_longest_root(m, &m->trace[trace], &p->duration_ns);
	p->n = p->waiting = 0;
	p->open = false;
	if (root == TRACE_NONE)
		return;
	const struct trace_call *c = &m->call[root];
	p->open = c->duration_ns == TRACE_NO_TIME;
	wait_for(
	    p, &(struct trace_path_wait){ .call = root, .open = p->open, .to_ns = p->duration_ns });
	while (p->waiting > 0) {
		const struct trace_path_wait w = p->wait[--p->waiting];
		const int64_t waited =
		    c->start_ns != TRACE_NO_TIME ? find_waits(m, p, &w, c->start_ns) : 0;
		add_step(p, &w, w.to_ns - w.from_ns - waited);
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
