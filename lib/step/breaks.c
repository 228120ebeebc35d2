/* SPDX-License-Identifier: MIT */
#include "step/breaks.h"

#include <stdlib.h>

#include "base/glob.h"
#include "base/mem.h"
#include "trace/canonical.h"
#include "trace/lineage.h"
#include "view/step.h"

/* How many calls or steps lie between two questions whether to end. */
enum { OFTEN = 4096 };

struct finding {
	const struct step_index *index;
	const struct trace_model *model;
	const struct step_break *breakpoint;
	const struct step_interrupt *interrupt;
	const struct step_condition *condition; /* or NULL */
	struct step_places *places;
	uint64_t turns;
};

static void
note(struct finding *f, uint64_t position)
{
	struct step_places *p = f->places;
	p->position = mem_grow(p->position, &p->cap, p->n + 1, sizeof(*p->position));
	p->position[p->n++] = position;
}

static bool
should_end(struct finding *f)
{
	return f->turns++ % OFTEN == 0 && step_interrupted(f->interrupt);
}

static int
compare_positions(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

/* In order, and each once. */
static void
sort_places(struct step_places *p)
{
	bool sorted = true;
	for (size_t i = 1; i < p->n && sorted; i++)
		sorted = p->position[i - 1] < p->position[i];
	if (sorted)
		return;
	qsort(p->position, p->n, sizeof(*p->position), compare_positions);
	size_t n = 1;
	for (size_t i = 1; i < p->n; i++)
		if (p->position[i] != p->position[n - 1])
			p->position[n++] = p->position[i];
	p->n = n;
}

/* ---- NAME ----------------------------------------------------------------------------------- */

/* Events of a call that make the condition hold, where it did not hold before. */
static int
find_changes(struct finding *f, uint32_t call)
{
	const uint32_t events = step_frame_at_end(f->index, call).events;
	for (uint32_t i = 0; i < events; i++) {
		const struct trace_event *e = step_event(f->index, call, i);
		const struct text name = trace_text_of(e->text[TRACE_NAME]);
		if (e->type != TRACE_VARIABLE || !name.p ||
		    !step_condition_names(f->condition, name))
			continue;
		const struct step_frame before = { call, i, false }, after = { call, i + 1, false };
		if (should_end(f))
			return -1;
		if (step_condition_holds(f->condition, f->index, &after) &&
		    !step_condition_holds(f->condition, f->index, &before))
			note(f, step_event_position(f->index, call, i));
	}
	return 0;
}

static int
find_calls(struct finding *f)
{
	const struct trace_model *m = f->model;
	const struct glob glob = glob_of(f->breakpoint->name);
	const struct trace_text *last = NULL; /* a name, and whether it matches */
	bool matches = false;
	for (size_t t = 0; t < m->traces; t++)
		for (uint32_t at = m->trace[t].first; at < m->trace[t].last; at++) {
			const uint32_t call = m->depth_first[at];
			const struct trace_call *c = &m->call[call];
			if (should_end(f))
				return -1;
			if (!last || c->name != last)
				matches = glob_holds(&glob, step_name(c));
			last = c->name;
			if (!matches)
				continue;
			const struct step_frame begin = { call, 0, false };
			if (!f->condition || step_condition_holds(f->condition, f->index, &begin))
				note(f, step_enter(f->index, call));
			if (f->condition && find_changes(f, call) < 0)
				return -1;
		}
	return 0;
}

/* ---- errors --------------------------------------------------------------------------------- */

static int
find_errors(struct finding *f)
{
	size_t n;
	const uint64_t *position = step_errors(f->index, &n);
	const struct glob glob = glob_of(f->breakpoint->name.p ? f->breakpoint->name : TEXT("*"));
	for (size_t i = 0; i < n; i++) {
		const struct trace_step s = step_at(f->index, position[i]);
		const struct trace_call_more *more = f->model->call[s.call].more;
		const struct text type = trace_text_of(s.event ? s.event->text[TRACE_ERROR_TYPE]
						       : more  ? more->error_type
							       : NULL);
		if (should_end(f))
			return -1;
		if (!f->breakpoint->name.p || glob_holds(&glob, type.p ? type : TEXT("")))
			note(f, position[i]);
	}
	return 0;
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* Is `end` all of a path, or the components at its end? */
static bool
ends_path(struct text path, struct text end)
{
	if (path.n < end.n || memcmp(path.p + path.n - end.n, end.p, end.n) != 0)
		return false;
	return path.n == end.n || end.n == 0 || path.p[path.n - end.n - 1] == '/' ||
	       end.p[0] == '/';
}

/* Is one of two paths the end of the other?  Editors give absolute ones, and traces often do not.
 */
static bool
is_same_file(struct text a, struct text b)
{
	return a.n > 0 && b.n > 0 && (ends_path(a, b) || ends_path(b, a));
}

static bool
is_where(struct finding *f, struct text where)
{
	struct buf b = { 0 };
	size_t colon = where.n;
	while (colon > 0 && where.p[colon - 1] != ':')
		colon--;
	if (colon == 0)
		return false;
	buf_u64(&b, f->breakpoint->line);
	const bool is =
	    text_eq((struct text){ where.p + colon, where.n - colon }, buf_as_text(&b)) &&
	    is_same_file((struct text){ where.p, colon - 1 }, f->breakpoint->name);
	buf_free(&b);
	return is;
}

static int
find_lines(struct finding *f)
{
	const struct trace_model *m = f->model;
	size_t n;
	const uint64_t *error = step_errors(f->index, &n);
	for (size_t t = 0; t < m->traces; t++)
		for (uint32_t at = m->trace[t].first; at < m->trace[t].last; at++) {
			const struct trace_call *c = trace_call_at(m, at);
			if (should_end(f))
				return -1;
			if (c->line == f->breakpoint->line && c->more && c->line > 0 &&
			    is_same_file(trace_text_of(c->more->file), f->breakpoint->name))
				note(f, step_enter(f->index, m->depth_first[at]));
		}
	for (size_t i = 0; i < n; i++) {
		const struct trace_step s = step_at(f->index, error[i]);
		const struct trace_call_more *more = m->call[s.call].more;
		const struct trace_text *where = s.event ? s.event->text[TRACE_ERROR_WHERE]
						 : more  ? more->where
							 : NULL;
		if (where && is_where(f, trace_text_of(where)))
			note(f, error[i]);
	}
	return 0;
}

/* ---- values --------------------------------------------------------------------------------- */

static int
find_values_in(struct finding *f, size_t trace)
{
	const struct step_break *k = f->breakpoint;
	struct text before = TEXT_ABSENT;
	struct trace_steps steps;
	struct trace_step step;
	struct trace_setting s;
	int result = 0;
	trace_steps_begin(&steps, f->model, trace, step_trace_first(f->index, trace) - 1);
	while (result == 0 && trace_steps_next(&steps, &step)) {
		if (should_end(f))
			result = -1;
		if (!trace_step_sets(f->model, &step, k->name, &s))
			continue;
		if (k->kind == STEP_WATCH ? !before.p || !trace_is_same_value(before, s.value)
					  : step_value_is(s.value, k->value))
			note(f, step.position);
		before = s.value;
	}
	trace_steps_end(&steps);
	return result;
}

static int
find_values(struct finding *f)
{
	int result = 0;
	for (size_t i = 0; i < f->model->traces && result == 0; i++)
		result = find_values_in(f, i);
	return result;
}

int
step_find_places(const struct step_index *x, const struct step_break *b,
    const struct step_interrupt *i, struct step_places *places, struct err *e)
{
	struct arena arena = { 0 };
	struct finding f = { x, step_model(x), b, i, NULL, places, 0 };
	int result = 0;
	if (b->condition.p && !(f.condition = step_condition_read(b->condition, &arena, e))) {
		arena_free(&arena);
		return -1;
	}
	switch (b->kind) {
	case STEP_BREAK_NAME: result = find_calls(&f); break;
	case STEP_BREAK_ERROR: result = find_errors(&f); break;
	case STEP_BREAK_LINE: result = find_lines(&f); break;
	case STEP_BREAK_VALUE:
	case STEP_WATCH: result = find_values(&f); break;
	}
	sort_places(places);
	arena_free(&arena);
	return result < 0 ? err_set(e, "interrupted") : 0;
}
