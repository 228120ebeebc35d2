/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "json/write.h"
#include "page/compare_private.h"
#include "page/markup.h"
#include "trace/places.h"

/*
 * The data of the page of a comparison.
 *
 * `compare` is one object: the stacks of both sides as columns, in which `parent` is how many
 * places before it the one above is; which calls are the first difference, and which are of one
 * side alone.  `data-a`, `details-a` and so on are those of page/data.c, with one trace each.
 */
enum { ENOUGH = 1 << 18 };

/* ---- which traces --------------------------------------------------------------------------- */

/* The trace of a side whose duration is nearest to the median. */
static size_t
typical_of(const struct trace_side *side, real median, bool known)
{
	size_t best = 0;
	real distance = INFINITY;
	for (size_t i = 0; i < side->n && known; i++) {
		const int64_t ns = trace_duration(side->model, &side->model->trace[side->trace[i]]);
		const real off = ns == TRACE_NO_TIME ? INFINITY : fabsl((real)ns - median);
		if (off < distance) {
			distance = off;
			best = i;
		}
	}
	return side->trace[best];
}

void
compare_page_choose(struct compare_page *p)
{
	const struct trace_comparison *c = p->is;
	const struct compare_result *r = &c->metric[COMPARE_DURATION_P50].is;
	if (p->of->divergence->found) {
		p->trace[0] = p->of->trace[0];
		p->trace[1] = p->of->trace[1];
	} else if (c->pairs > 0) {
		p->trace[0] = c->a.trace[c->pair[0].a];
		p->trace[1] = c->b.trace[c->pair[0].b];
	} else {
		p->trace[0] = typical_of(&c->a, r->a, r->has_a);
		p->trace[1] = typical_of(&c->b, r->b, r->has_b);
	}
}

/* ---- traces --------------------------------------------------------------------------------- */

static const struct trace_side *
side_of(const struct compare_page *p, unsigned side)
{
	return side == 0 ? &p->is->a : &p->is->b;
}

/* How many calls of the trace of a side are in the page. */
static uint32_t
calls_of(const struct compare_page *p, unsigned side)
{
	const struct trace *t = &side_of(p, side)->model->trace[p->trace[side]];
	const uint32_t calls = t->last - t->first, most = PAGE_CALLS_MOST / 2;
	return p->of->full || calls < most ? calls : most;
}

static int
put_trace(struct compare_page *p, unsigned side)
{
	const struct trace_model *m = side_of(p, side)->model;
	const struct page_traces of = { .model = m, .key = p->of->key, .full = p->of->full };
	struct page page = { .of = &of,
		.model = m,
		.suffix = side == 0 ? "-a" : "-b",
		.put = p->put,
		.context = p->context,
		.b = p->b };
	page.shown = mem_zalloc(m->traces + 1, sizeof(*page.shown));
	page.shown[p->trace[side]].calls = page.calls = calls_of(p, side);
	page.sums = page_sums_new(m);
	p->stopped = page_put_data(&page);
	p->b = page.b;
	free(page.shown);
	page_sums_free(page.sums);
	return p->stopped;
}

/* ---- the first difference ------------------------------------------------------------------- */

/* The number, in its trace, of the call that a position is in. */
static int64_t
call_at(const struct compare_page *p, unsigned side, uint64_t position)
{
	const struct trace_model *m = side_of(p, side)->model;
	const size_t trace = p->trace[side];
	struct trace_steps steps;
	struct trace_step step;
	uint64_t before = 0;
	int64_t found = -1;
	for (size_t i = 0; i < trace; i++)
		before += trace_positions(m, i);
	trace_steps_begin(&steps, m, trace, before);
	while (found < 0 && position > 0 && trace_steps_next(&steps, &step))
		if (step.position == position)
			found = m->call[step.call].at - m->trace[trace].first;
	trace_steps_end(&steps);
	return found < calls_of(p, side) ? found : -1;
}

static void
put_alone(struct compare_page *p, unsigned side, const struct trace_lonely *l)
{
	const struct trace_model *m = side_of(p, side)->model;
	const uint32_t first = m->trace[p->trace[side]].first;
	bool any = false;
	buf_char(&p->b, '[');
	for (size_t i = 0; i < l->n; i++) {
		const uint32_t at = m->call[l->call[i]].at - first;
		if (at >= calls_of(p, side))
			continue;
		buf_printf(&p->b, "%s%u", any ? "," : "", at);
		any = true;
	}
	buf_char(&p->b, ']');
}

static void
put_difference(struct compare_page *p)
{
	const struct trace_divergence *d = p->of->divergence;
	buf_printf(&p->b, "\"first\":[%lld,%lld],\"alone\":[",
	    d->found ? (long long)call_at(p, 0, d->position[0]) : -1,
	    d->found ? (long long)call_at(p, 1, d->position[1]) : -1);
	put_alone(p, 0, &d->removed);
	buf_char(&p->b, ',');
	put_alone(p, 1, &d->inserted);
	buf_char(&p->b, ']');
}

/* ---- stacks --------------------------------------------------------------------------------- */

enum column { PARENT, NAME, SELF_A, SELF_B, CALLS_A, CALLS_B };

static uint64_t
value_of(const struct both *both, size_t i, enum column column)
{
	const struct both_stack *s = &both->stack[i];
	switch (column) {
	case PARENT: return s->parent > 0 ? i + 1 - s->parent : 0;
	case NAME: return s->name;
	case SELF_A: return s->self_ns[0];
	case SELF_B: return s->self_ns[1];
	case CALLS_A: return s->calls[0];
	case CALLS_B: return s->calls[1];
	}
	return 0;
}

static int
put_column(struct compare_page *p, enum column column)
{
	int result = 0;
	buf_char(&p->b, '[');
	for (size_t i = 0; i < p->both.stacks && result == 0; i++) {
		if (i > 0)
			buf_char(&p->b, ',');
		buf_u64(&p->b, value_of(&p->both, i, column));
		result = compare_page_flush(p, ENOUGH);
	}
	buf_char(&p->b, ']');
	return result;
}

static int
put_stacks(struct compare_page *p)
{
	static const struct {
		const char *before;
		enum column column;
	} columns[] = { { "],\"parent\":", PARENT }, { ",\"name\":", NAME },
		{ ",\"self\":[", SELF_A }, { ",", SELF_B }, { "],\"calls\":[", CALLS_A },
		{ ",", CALLS_B } };
	int result = 0;
	BUF_LIT(&p->b, "\"stacks\":{\"names\":[");
	for (size_t i = 0; i < p->both.names && result == 0; i++) {
		if (i > 0)
			buf_char(&p->b, ',');
		if (p->both.name[i].p)
			markup_json(&p->b, p->both.name[i]);
		else
			BUF_LIT(&p->b, "null");
		result = compare_page_flush(p, ENOUGH);
	}
	for (size_t i = 0; i < sizeof(columns) / sizeof(*columns) && result == 0; i++) {
		buf_printf(&p->b, "%s", columns[i].before);
		result = put_column(p, columns[i].column);
	}
	BUF_LIT(&p->b, "]}");
	return result;
}

/* ---- all of it ------------------------------------------------------------------------------ */

int
compare_page_put_data(struct compare_page *p)
{
	buf_printf(&p->b,
	    "<script type=\"application/json\" id=\"compare\">{\"traces\":[%zu,%zu],"
	    "\"cut\":%llu,",
	    p->is->a.n, p->is->b.n, (unsigned long long)p->both.cut);
	put_difference(p);
	buf_char(&p->b, ',');
	int result = put_stacks(p);
	BUF_LIT(&p->b, "}</script>\n");
	for (unsigned side = 0; side < 2 && result == 0; side++)
		result = put_trace(p, side);
	return result;
}
