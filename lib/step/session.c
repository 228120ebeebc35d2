/* SPDX-License-Identifier: MIT */
#include "step/session.h"

#include <assert.h>
#include <stdlib.h>

#include "base/glob.h"
#include "base/mem.h"
#include "step/breaks.h"
#include "view/step.h"

struct step_session {
	const struct step_index *index;
	struct step_interrupt interrupt;
	uint64_t position;
	uint32_t level; /* of the frame that is looked at */
	struct step_frame frame;
	bool at_errors;
	const struct step_break **breakpoint;
	size_t n, cap;
	uint32_t numbers; /* that were given away */
};

struct step_session *
step_session_new(const struct step_index *x, struct step_interrupt i)
{
	struct step_session *s = mem_zalloc(1, sizeof(*s));
	s->index = x;
	s->interrupt = i;
	s->at_errors = true;
	s->frame.call = TRACE_NONE;
	if (step_positions(x) > 0)
		step_go(s, 1);
	return s;
}

static void
free_break(const struct step_break *b)
{
	free((void *)(uintptr_t)b->name.p);
	free((void *)(uintptr_t)b->value.p);
	free((void *)(uintptr_t)b->condition.p);
	free((void *)(uintptr_t)b->position);
	free((void *)(uintptr_t)b);
}

void
step_session_free(struct step_session *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n; i++)
		free_break(s->breakpoint[i]);
	free(s->breakpoint);
	free(s);
}

const struct step_index *
step_session_index(const struct step_session *s)
{
	return s->index;
}

uint64_t
step_position(const struct step_session *s)
{
	return s->position;
}

void
step_go(struct step_session *s, uint64_t position)
{
	assert(position > 0 && position <= step_positions(s->index));
	s->position = position;
	s->level = 0;
	s->frame = step_frame_at(s->index, position);
}

/* ---- frames --------------------------------------------------------------------------------- */

struct step_frame
step_frame(const struct step_session *s)
{
	return s->frame;
}

uint32_t
step_frame_level(const struct step_session *s)
{
	return s->level;
}

bool
step_up(struct step_session *s)
{
	if (s->position == 0)
		return false;
	const struct step_frame caller = step_caller(s->index, &s->frame);
	if (caller.call == TRACE_NONE)
		return false;
	s->frame = caller;
	s->level++;
	return true;
}

bool
step_down(struct step_session *s)
{
	if (s->level == 0)
		return false;
	const uint32_t level = s->level - 1;
	step_go(s, s->position);
	while (s->level < level)
		step_up(s);
	return true;
}

/* ---- moves ---------------------------------------------------------------------------------- */

static enum step_result
go_to(struct step_session *s, uint64_t position)
{
	if (position == 0 || position > step_positions(s->index))
		return STEP_AT_END;
	step_go(s, position);
	return STEP_MOVED;
}

static enum step_result
go_over(struct step_session *s)
{
	const uint64_t next = s->position + 1;
	if (next > step_positions(s->index))
		return STEP_AT_END;
	const struct trace_step step = step_at(s->index, next);
	return go_to(s, step.type == TRACE_ENTER ? step_leave(s->index, step.call) : next);
}

static enum step_result
go_back_over(struct step_session *s)
{
	if (s->position <= 1)
		return STEP_AT_END;
	const struct step_frame before = step_frame_at(s->index, s->position - 1);
	return go_to(s, before.ended ? step_enter(s->index, before.call) : s->position - 1);
}

/* To the end of a frame, or to its beginning; from there, to that of its caller. */
static enum step_result
go_out(struct step_session *s, uint64_t (*end_of)(const struct step_index *x, uint32_t call))
{
	struct step_frame f = s->frame;
	while (f.call != TRACE_NONE && end_of(s->index, f.call) == s->position)
		f = step_caller(s->index, &f);
	return f.call == TRACE_NONE ? STEP_AT_END : go_to(s, end_of(s->index, f.call));
}

/* Takes a place, if it is nearer than the nearest one so far. */
static void
take_place(uint64_t *nearest, uint64_t place, bool forward)
{
	if (place > 0 && (*nearest == 0 || (forward ? place < *nearest : place > *nearest)))
		*nearest = place;
}

static bool
has_place(const uint64_t *position, size_t n, uint64_t at)
{
	return at > 0 && step_next_of(position, n, at - 1) == at;
}

static void
explain(const struct step_session *s, struct step_stop *stop)
{
	size_t errors;
	const uint64_t *error = step_errors(s->index, &errors);
	*stop = (struct step_stop){ .error = has_place(error, errors, s->position) };
	for (size_t i = 0; i < s->n && stop->breakpoint == 0; i++)
		if (has_place(s->breakpoint[i]->position, s->breakpoint[i]->places, s->position))
			stop->breakpoint = s->breakpoint[i]->number;
}

static enum step_result
go_on(struct step_session *s, bool forward)
{
	uint64_t (*find)(const uint64_t *, size_t, uint64_t) =
	    forward ? step_next_of : step_last_of;
	size_t errors;
	const uint64_t *error = step_errors(s->index, &errors);
	uint64_t nearest = 0;
	if (s->at_errors)
		take_place(&nearest, find(error, errors, s->position), forward);
	for (size_t i = 0; i < s->n; i++) {
		const struct step_break *b = s->breakpoint[i];
		take_place(&nearest, find(b->position, b->places, s->position), forward);
	}
	if (nearest > 0)
		return go_to(s, nearest);
	go_to(s, forward ? step_positions(s->index) : 1);
	return STEP_AT_END;
}

enum step_result
step_move(struct step_session *s, enum step_move move, struct step_stop *stop)
{
	enum step_result result = STEP_AT_END;
	if (stop)
		*stop = (struct step_stop){ 0 };
	if (s->position == 0)
		return result;
	switch (move) {
	case STEP_NEXT:
	case STEP_INTO: result = go_to(s, s->position + 1); break;
	case STEP_BACK: result = go_to(s, s->position - 1); break;
	case STEP_OVER: result = go_over(s); break;
	case STEP_BACK_OVER: result = go_back_over(s); break;
	case STEP_FINISH: result = go_out(s, step_leave); break;
	case STEP_BACK_OUT: result = go_out(s, step_enter); break;
	case STEP_CONTINUE: result = go_on(s, true); break;
	case STEP_REVERSE: result = go_on(s, false); break;
	}
	if (stop)
		explain(s, stop);
	return result;
}

void
step_stop_at_errors(struct step_session *s, bool on)
{
	s->at_errors = on;
}

/* ---- breakpoints ---------------------------------------------------------------------------- */

static struct text
copy(struct text t)
{
	return t.p ? (struct text){ mem_dup(t.p, t.n), t.n } : TEXT_ABSENT;
}

const struct step_break *
step_break_add(struct step_session *s, const struct step_break *b, struct err *e)
{
	struct step_places places = { 0 };
	if (step_find_places(s->index, b, &s->interrupt, &places, e) < 0) {
		free(places.position);
		return NULL;
	}
	struct step_break *new = mem_zalloc(1, sizeof(*new));
	*new = (struct step_break){ .kind = b->kind,
		.name = copy(b->name),
		.value = copy(b->value),
		.line = b->line,
		.condition = copy(b->condition),
		.number = ++s->numbers,
		.places = places.n,
		.position = places.position };
	s->breakpoint = mem_grow(s->breakpoint, &s->cap, s->n + 1, sizeof(*s->breakpoint));
	s->breakpoint[s->n++] = new;
	return new;
}

bool
step_break_delete(struct step_session *s, uint32_t number)
{
	size_t i = 0;
	while (i < s->n && s->breakpoint[i]->number != number)
		i++;
	if (i == s->n)
		return false;
	free_break(s->breakpoint[i]);
	s->n--;
	memmove(&s->breakpoint[i], &s->breakpoint[i + 1], (s->n - i) * sizeof(*s->breakpoint));
	return true;
}

const struct step_break *const *
step_breaks(const struct step_session *s, size_t *n)
{
	*n = s->n;
	return s->breakpoint;
}

/* ---- log points ----------------------------------------------------------------------------- */

int
step_log_point(const struct step_session *s, const struct step_condition *c, struct text glob,
    int (*found)(void *context, const struct step_frame *f), void *context)
{
	enum { OFTEN = 4096 };
	const struct step_index *x = s->index;
	const struct trace_model *m = step_model(x);
	const struct glob g = glob_of(glob);
	uint64_t turns = 0;
	for (size_t t = 0; t < m->traces; t++)
		for (uint32_t at = m->trace[t].first; at < m->trace[t].last; at++) {
			const uint32_t call = m->depth_first[at];
			struct step_frame f = { .call = call };
			if (turns++ % OFTEN == 0 && step_interrupted(&s->interrupt))
				return -1;
			if (!glob_holds(&g, step_name(&m->call[call])))
				continue;
			if (!step_condition_known(c, x, &f))
				f = step_frame_at_end(x, call);
			const int result = found(context, &f);
			if (result != 0)
				return result;
		}
	return 0;
}
