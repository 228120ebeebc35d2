/* SPDX-License-Identifier: MIT */
#include "view/outline.h"

#include <stdlib.h>

#include "base/mem.h"
#include "time/stamp.h"
#include "trace/sort.h"
#include "view/shape.h"

/* A call whose end has not come yet. */
struct outline_open {
	uint32_t row;      /* where it begins */
	uint64_t shape;    /* of what it has so far */
	int64_t latest_ns; /* the latest time in it; TRACE_NO_TIME: none */
	int64_t busy_ns;   /* the latest end of its children; TRACE_NO_TIME: none */
};

/* ---- folds ---------------------------------------------------------------------------------- */

enum {
	PERIOD_MOST = 16,    /* the longest series of siblings that is looked for, */
	ITERATION_MOST = 256 /* or the longest iteration of a loop */
};

bool
outline_is_iteration(const struct trace_model *m, const struct outline_row *r)
{
	if (r->type != TRACE_AT_EVENT)
		return false;
	const struct trace_event *e = &m->event[r->event];
	return e->type == TRACE_LOOP &&
	       text_eq(trace_text_of(e->text[TRACE_PHASE]), TEXT("iteration"));
}

/* How often are the `period` siblings at s there, one after the other?  There are n siblings. */
static size_t
count_repeats(const struct outline *o, const uint32_t *s, size_t n, size_t period)
{
	size_t same = 0;
	while (same + period < n && o->row[s[same]].shape == o->row[s[same + period]].shape)
		same++;
	return same / period + 1;
}

static size_t
next_iteration(const struct outline *o, const uint32_t *s, size_t n)
{
	for (size_t i = 1; i < n && i <= ITERATION_MOST; i++)
		if (o->row[s[i]].shape == o->row[s[0]].shape)
			return i;
	return 0;
}

/* Begins a fold at s[0], if there is one.  Returns how many siblings it has; if none, 1. */
static size_t
fold(struct outline *o, const struct trace_model *m, const uint32_t *s, size_t n)
{
	const size_t most = n / OUTLINE_REPEATS_LEAST;
	const bool loop = outline_is_iteration(m, &o->row[s[0]]);
	const size_t first = loop ? next_iteration(o, s, n) : 1;
	const size_t last = loop ? first : most < PERIOD_MOST ? most : PERIOD_MOST;
	for (size_t period = first; period > 0 && period <= last; period++) {
		const size_t repeats = count_repeats(o, s, n, period);
		if (repeats < OUTLINE_REPEATS_LEAST ||
		    o->row[s[repeats * period - 1]].next - o->row[s[period - 1]].next <
			OUTLINE_HIDDEN_LEAST)
			continue;
		o->row[s[0]].period = (uint16_t)period;
		o->row[s[0]].repeats = (uint32_t)repeats;
		return repeats * period;
	}
	return 1;
}

/* Finds the folds among the rows from `row` to `end` that are no deeper than the first. */
static void
fold_siblings(struct outline *o, const struct trace_model *m, uint32_t row, uint32_t end)
{
	struct outline_scratch *t = &o->scratch;
	size_t n = 0;
	for (uint32_t r = row; r < end; r = o->row[r].next) {
		t->sibling = mem_grow(t->sibling, &t->sibling_cap, n + 1, sizeof(*t->sibling));
		t->sibling[n++] = r;
	}
	for (size_t i = 0; i + OUTLINE_REPEATS_LEAST <= n;)
		i += fold(o, m, t->sibling + i, n - i);
}

/* ---- rows ----------------------------------------------------------------------------------- */

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b; /* TRACE_NO_TIME is less than every time */
}

static int64_t
end_of(const struct trace_call *c)
{
	if (c->start_ns == TRACE_NO_TIME || c->duration_ns == TRACE_NO_TIME)
		return TRACE_NO_TIME;
	return stamp_add(c->start_ns, c->duration_ns);
}

static void
enter(struct outline *o, const struct trace_model *m, size_t depth)
{
	struct outline_scratch *t = &o->scratch;
	struct outline_row *r = &o->row[o->n - 1];
	const struct trace_call *c = &m->call[r->call];
	t->open = mem_grow(t->open, &t->open_cap, depth + 2, sizeof(*t->open));
	struct outline_open *parent = &t->open[depth], *open = &t->open[depth + 1];
	r->at_ns = c->start_ns;
	r->parallel = c->start_ns != TRACE_NO_TIME && c->start_ns < parent->busy_ns;
	parent->busy_ns = later(parent->busy_ns, end_of(c));
	*open = (struct outline_open){ (uint32_t)o->n - 1, shape_of_entry(c), c->start_ns,
		TRACE_NO_TIME };
}

static void
leave(struct outline *o, const struct trace_model *m, size_t depth)
{
	struct outline_open *parent = &o->scratch.open[depth], *open = &o->scratch.open[depth + 1];
	struct outline_row *r = &o->row[o->n - 1], *begin = &o->row[open->row];
	const struct trace_call *c = &m->call[r->call];
	if (r->type == TRACE_EXIT)
		r->at_ns = end_of(c) != TRACE_NO_TIME ? end_of(c) : open->latest_ns;
	begin->next = (uint32_t)o->n;
	begin->shape = shape_join(open->shape, shape_of_exit(c));
	fold_siblings(o, m, open->row + 1, (uint32_t)o->n - 1);
	parent->shape = shape_join(parent->shape, begin->shape);
	parent->latest_ns = later(parent->latest_ns, later(open->latest_ns, r->at_ns));
}

static void
add_row(struct outline *o, const struct trace_model *m, const struct trace_step *s)
{
	o->row = mem_grow(o->row, &o->cap, o->n + 1, sizeof(*o->row));
	struct outline_row *r = &o->row[o->n++];
	*r = (struct outline_row){ .call = s->call,
		.at_ns = TRACE_NO_TIME,
		.next = (uint32_t)o->n,
		.position = s->position > 0 ? (uint32_t)(s->position - o->before) : 0,
		.depth = s->depth,
		.type = (uint8_t)s->type };
	switch (s->type) {
	case TRACE_ENTER: enter(o, m, s->depth); break;
	case TRACE_AT_EVENT: {
		struct outline_open *open = &o->scratch.open[s->depth + 1];
		r->at_ns = s->event->at_ns;
		r->event = (uint32_t)(s->event - m->event);
		r->shape = shape_of_event(s->event);
		open->shape = shape_join(open->shape, r->shape);
		open->latest_ns = later(open->latest_ns, r->at_ns);
		break;
	}
	case TRACE_EXIT:
	case TRACE_AT_NO_EXIT: leave(o, m, s->depth); break;
	}
}

void
outline_make(struct outline *o, const struct trace_model *m, size_t trace, uint64_t before)
{
	struct outline_scratch *t = &o->scratch;
	struct trace_steps steps;
	struct trace_step step;
	int64_t last = TRACE_NO_TIME;
	o->n = 0;
	o->before = o->after = before;
	o->end_ns = TRACE_NO_TIME;
	o->in_order = true;
	t->open = mem_grow(t->open, &t->open_cap, 1, sizeof(*t->open));
	t->open[0] = (struct outline_open){ 0, 0, TRACE_NO_TIME, TRACE_NO_TIME };
	trace_steps_begin(&steps, m, trace, before);
	while (trace_steps_next(&steps, &step)) {
		add_row(o, m, &step);
		const int64_t at_ns = o->row[o->n - 1].at_ns;
		o->after = step.position > 0 ? step.position : o->after;
		o->end_ns = later(o->end_ns, at_ns);
		o->in_order &= at_ns == TRACE_NO_TIME || at_ns >= last;
		last = later(last, at_ns);
	}
	trace_steps_end(&steps);
	fold_siblings(o, m, 0, (uint32_t)o->n);
}

void
outline_sort(struct outline *o)
{
	int64_t *key = mem_alloc((o->n + 1) * sizeof(*key)), last = INT64_MIN + 1;
	free(o->sorted);
	o->sorted = mem_alloc((o->n + 1) * sizeof(*o->sorted));
	for (size_t i = 0; i < o->n; i++) {
		const struct outline_row *r = &o->row[i];
		last = r->at_ns != TRACE_NO_TIME ? r->at_ns : last;
		key[i] = r->type == TRACE_AT_NO_EXIT ? INT64_MAX : last;
	}
	trace_sort(key, o->n, o->sorted);
	free(key);
}

void
outline_free(struct outline *o)
{
	free(o->row);
	free(o->sorted);
	free(o->scratch.open);
	free(o->scratch.sibling);
	*o = (struct outline){ 0 };
}
