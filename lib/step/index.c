/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "step/index_private.h"
#include "time/stamp.h"

/* ---- filling it ----------------------------------------------------------------------------- */

bool
step_has_exit(const struct trace_model *m, uint32_t call)
{
	return !(m->call[call].notes & TRACE_NO_EXIT);
}

static void
count_steps(struct step_index *x)
{
	const struct trace_model *m = x->model;
	for (uint32_t at = 0; at < x->calls; at++) {
		uint32_t events = 0;
		for (uint32_t n = trace_call_at(m, at)->event; n > 0; n = m->event[n - 1].next)
			events++;
		x->events_before[at + 1] = x->events_before[at] + events;
		x->exits_before[at + 1] =
		    x->exits_before[at] + step_has_exit(m, m->depth_first[at]);
	}
}

static void
note_error(struct step_index *x, uint64_t position)
{
	x->error = mem_grow(x->error, &x->error_cap, x->errors + 1, sizeof(*x->error));
	x->error[x->errors++] = position;
}

static bool
is_same(const struct trace_text *a, const struct trace_text *b)
{
	return a == b || (a && b && text_eq(trace_text_of(a), trace_text_of(b)));
}

/* Does a failed call only pass on what a call below it did?  Its own error, if it has one, is then
 * the same. */
static bool
passes_on(const struct trace_model *m, uint32_t call)
{
	const struct trace_call_more *own = m->call[call].more;
	const bool silent = !own || (!own->error_type && !own->message);
	for (uint32_t k = trace_first_child(m, call); k != TRACE_NONE;
	     k = trace_next_sibling(m, k)) {
		const struct trace_call *c = &m->call[k];
		if (c->status != TRACE_ERROR)
			continue;
		if (silent || !c->more || !c->more->message ||
		    is_same(own->message, c->more->message))
			return true;
	}
	return false;
}

/* Is the end of a call the only thing that tells its failure? */
static bool
fails_at_end(const struct trace_model *m, uint32_t call)
{
	const struct trace_call *c = &m->call[call];
	if (c->status != TRACE_ERROR)
		return false;
	for (uint32_t n = c->event; n > 0; n = m->event[n - 1].next)
		if (m->event[n - 1].type == TRACE_ERROR_EVENT)
			return false;
	return !passes_on(m, call);
}

static void
take_event(struct step_index *x, const struct trace_step *step, uint32_t next_call)
{
	const struct trace_model *m = x->model;
	const uint32_t at = m->call[step->call].at;
	const uint64_t below = step_own_before(x, next_call) - step_own_before(x, at + 1);
	const size_t i = x->events_before[at] + (step->position - x->enter[at] - below) - 1;
	x->event[i] = (uint32_t)(step->event - m->event);
	x->boundary[i] = next_call;
	if (step->event->type == TRACE_ERROR_EVENT)
		note_error(x, step->position);
}

static void
take_trace(struct step_index *x, size_t trace)
{
	const struct trace_model *m = x->model;
	struct trace_steps steps;
	struct trace_step step;
	trace_steps_begin(&steps, m, trace, x->positions);
	x->trace_first[trace] = x->positions + 1;
	while (trace_steps_next(&steps, &step)) {
		switch (step.type) {
		case TRACE_ENTER:
			x->enter[m->call[step.call].at] = step.position;
			if (!step_has_exit(m, step.call) && fails_at_end(m, step.call))
				note_error(x, step.position);
			break;
		case TRACE_AT_EVENT: take_event(x, &step, steps.next); break;
		case TRACE_EXIT:
			if (fails_at_end(m, step.call))
				note_error(x, step.position);
			break;
		case TRACE_AT_NO_EXIT: break;
		}
	}
	x->positions = steps.position;
	trace_steps_end(&steps);
}

struct step_index *
step_index_new(const struct trace_model *m)
{
	struct step_index *x = mem_zalloc(1, sizeof(*x));
	x->model = m;
	x->calls = m->traces > 0 ? m->trace[m->traces - 1].last : 0;
	x->enter = mem_zalloc(x->calls + 1, sizeof(*x->enter));
	x->events_before = mem_zalloc(x->calls + 1, sizeof(*x->events_before));
	x->exits_before = mem_zalloc(x->calls + 1, sizeof(*x->exits_before));
	count_steps(x);
	const size_t events = x->events_before[x->calls];
	x->event = mem_zalloc(events + 1, sizeof(*x->event));
	x->boundary = mem_zalloc(events + 1, sizeof(*x->boundary));
	x->trace_first = mem_zalloc(m->traces + 1, sizeof(*x->trace_first));
	for (size_t i = 0; i < m->traces; i++)
		take_trace(x, i);
	x->trace_first[m->traces] = x->positions + 1;
	assert(x->positions == step_own_before(x, (uint32_t)x->calls));
	step_index_add_checkpoints(x);
	return x;
}

void
step_index_free(struct step_index *x)
{
	if (!x)
		return;
	free(x->enter);
	free(x->events_before);
	free(x->exits_before);
	free(x->event);
	free(x->boundary);
	free(x->trace_first);
	free(x->error);
	free(x->long_call);
	free(x->checkpoint);
	free(x->value);
	free(x);
}

size_t
step_index_bytes(const struct step_index *x)
{
	const size_t events = x->events_before[x->calls];
	return sizeof(*x) + (x->calls + 1) * (sizeof(*x->enter) + 2 * sizeof(*x->events_before)) +
	       (events + 1) * 2 * sizeof(*x->event) +
	       (x->model->traces + 1) * sizeof(*x->trace_first) + x->error_cap * sizeof(*x->error) +
	       x->long_call_cap * sizeof(*x->long_call) +
	       x->checkpoint_cap * sizeof(*x->checkpoint) + x->value_cap * sizeof(*x->value);
}

const struct trace_model *
step_model(const struct step_index *x)
{
	return x->model;
}

uint64_t
step_positions(const struct step_index *x)
{
	return x->positions;
}

/* ---- positions ------------------------------------------------------------------------------ */

static uint64_t
leave_at(const struct step_index *x, uint32_t at)
{
	const uint32_t last = trace_call_at(x->model, at)->last;
	return x->enter[at] + step_own_before(x, last) - step_own_before(x, at) - 1;
}

uint64_t
step_enter(const struct step_index *x, uint32_t call)
{
	return x->enter[x->model->call[call].at];
}

uint64_t
step_leave(const struct step_index *x, uint32_t call)
{
	return leave_at(x, x->model->call[call].at);
}

uint64_t
step_trace_first(const struct step_index *x, size_t trace)
{
	return x->trace_first[trace];
}

uint64_t
step_trace_last(const struct step_index *x, size_t trace)
{
	return x->trace_first[trace + 1] - 1;
}

/* How many of n sorted positions are not above this one? */
static size_t
count_up_to(const uint64_t *position, size_t n, uint64_t most)
{
	size_t low = 0, high = n;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (position[middle] <= most)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint64_t
step_next_of(const uint64_t *position, size_t n, uint64_t from)
{
	const size_t i = count_up_to(position, n, from);
	return i < n ? position[i] : 0;
}

uint64_t
step_last_of(const uint64_t *position, size_t n, uint64_t from)
{
	const size_t i = from > 0 ? count_up_to(position, n, from - 1) : 0;
	return i > 0 ? position[i - 1] : 0;
}

/* The innermost call at a position, depth first, and which of its own steps it is: 0 for ENTER,
 * then its events, then its EXIT. */
static uint32_t
innermost(const struct step_index *x, uint64_t position, uint64_t *own)
{
	const struct trace_model *m = x->model;
	const uint32_t next = (uint32_t)count_up_to(x->enter, x->calls, position);
	assert(position > 0 && position <= x->positions);
	uint32_t at = next - 1;
	while (leave_at(x, at) < position)
		at = m->call[trace_call_at(m, at)->parent].at;
	*own = position - x->enter[at] - (step_own_before(x, next) - step_own_before(x, at + 1));
	return at;
}

struct step_frame
step_frame_at(const struct step_index *x, uint64_t position)
{
	uint64_t own;
	const uint32_t at = innermost(x, position, &own);
	const uint32_t events = step_event_count(x, at);
	return (struct step_frame){ x->model->depth_first[at],
		own < events ? (uint32_t)own : events, position == leave_at(x, at) };
}

struct step_frame
step_caller(const struct step_index *x, const struct step_frame *f)
{
	const struct trace_model *m = x->model;
	const uint32_t parent = m->call[f->call].parent;
	if (parent == TRACE_NONE)
		return (struct step_frame){ .call = TRACE_NONE };
	const uint32_t at = m->call[f->call].at, outer = m->call[parent].at;
	const uint64_t below = step_own_before(x, at) - step_own_before(x, outer + 1);
	return (struct step_frame){ parent, (uint32_t)(x->enter[at] - x->enter[outer] - 1 - below),
		false };
}

struct step_frame
step_frame_at_end(const struct step_index *x, uint32_t call)
{
	return (struct step_frame){ call, step_event_count(x, x->model->call[call].at), true };
}

const struct trace_event *
step_event(const struct step_index *x, uint32_t call, uint32_t event)
{
	const uint32_t at = x->model->call[call].at;
	return &x->model->event[x->event[x->events_before[at] + event]];
}

uint64_t
step_event_position(const struct step_index *x, uint32_t call, uint32_t event)
{
	const uint32_t at = x->model->call[call].at;
	const uint32_t next = x->boundary[x->events_before[at] + event];
	return x->enter[at] + event + 1 + step_own_before(x, next) - step_own_before(x, at + 1);
}

struct trace_step
step_at(const struct step_index *x, uint64_t position)
{
	const struct trace_model *m = x->model;
	uint64_t own;
	const uint32_t at = innermost(x, position, &own);
	struct trace_step s = {
		.type = TRACE_ENTER, .call = m->depth_first[at], .position = position
	};
	if (own > step_event_count(x, at)) {
		s.type = TRACE_EXIT;
	} else if (own > 0) {
		s.type = TRACE_AT_EVENT;
		s.event = step_event(x, s.call, (uint32_t)own - 1);
	}
	for (uint32_t c = m->call[s.call].parent; c != TRACE_NONE; c = m->call[c].parent)
		s.depth++;
	return s;
}

static int64_t
end_of(const struct trace_call *c)
{
	if (c->start_ns == TRACE_NO_TIME || c->duration_ns == TRACE_NO_TIME)
		return TRACE_NO_TIME;
	return stamp_add(c->start_ns, c->duration_ns);
}

int64_t
step_time(const struct trace_model *m, const struct trace_step *s)
{
	switch (s->type) {
	case TRACE_ENTER: return m->call[s->call].start_ns;
	case TRACE_AT_EVENT: return s->event->at_ns;
	case TRACE_EXIT: return end_of(&m->call[s->call]);
	case TRACE_AT_NO_EXIT: break;
	}
	return TRACE_NO_TIME;
}

const uint64_t *
step_errors(const struct step_index *x, size_t *n)
{
	*n = x->errors;
	return x->error;
}

/* ---- times ---------------------------------------------------------------------------------- */

/* The best position so far, for a time. */
struct latest {
	int64_t most_ns, at_ns;
	uint64_t position;
};

static void
weigh(struct latest *l, int64_t at_ns, uint64_t position)
{
	if (at_ns == TRACE_NO_TIME || at_ns > l->most_ns || at_ns < l->at_ns ||
	    (at_ns == l->at_ns && position < l->position))
		return;
	l->at_ns = at_ns;
	l->position = position;
}

static void
weigh_call(const struct step_index *x, uint32_t call, struct latest *l)
{
	const struct trace_call *c = &x->model->call[call];
	const uint32_t events = step_event_count(x, c->at);
	weigh(l, c->start_ns, x->enter[c->at]);
	for (uint32_t i = 0; i < events; i++) {
		const int64_t at_ns = step_event(x, call, i)->at_ns;
		if (at_ns >= l->at_ns && at_ns <= l->most_ns)
			weigh(l, at_ns, step_event_position(x, call, i));
	}
	if (step_has_exit(x->model, call))
		weigh(l, end_of(c), leave_at(x, c->at));
}

int
step_at_time(
    const struct step_index *x, int64_t at_ns, const struct step_interrupt *i, uint64_t *position)
{
	enum { OFTEN = 4096 };
	const struct trace_model *m = x->model;
	struct latest l = { at_ns, INT64_MIN, 0 };
	for (uint32_t at = 0; at < x->calls; at++) {
		if (at % OFTEN == 0 && step_interrupted(i))
			return -1;
		weigh_call(x, m->depth_first[at], &l);
	}
	*position = l.position;
	return 0;
}
