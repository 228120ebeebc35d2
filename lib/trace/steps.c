/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "trace/model.h"

void
trace_steps_begin(
    struct trace_steps *s, const struct trace_model *m, size_t trace, uint64_t position)
{
	*s = (struct trace_steps){ .model = m,
		.next = m->trace[trace].first,
		.last = m->trace[trace].last,
		.position = position };
}

void
trace_steps_end(struct trace_steps *s)
{
	free(s->frame);
	s->frame = NULL;
}

bool
trace_event_is_before(
    const struct trace_event *e, const struct trace_call *child, uint32_t children)
{
	if (e->after >= 0)
		return (uint32_t)e->after <= children;
	if (e->at_ns == TRACE_NO_TIME || child->start_ns == TRACE_NO_TIME)
		return e->order <= child->order;
	if (e->at_ns != child->start_ns)
		return e->at_ns < child->start_ns;
	return e->order <= child->order;
}

static void
enter(struct trace_steps *s, struct trace_step *step)
{
	const uint32_t call = s->model->depth_first[s->next++];
	s->frame = mem_grow(s->frame, &s->cap, s->depth + 1, sizeof(*s->frame));
	s->frame[s->depth] = (struct trace_frame){ call, s->model->call[call].event, 0 };
	*step = (struct trace_step){ TRACE_ENTER, call, NULL, ++s->position, (uint32_t)s->depth };
	s->depth++;
}

bool
trace_steps_next(struct trace_steps *s, struct trace_step *step)
{
	const struct trace_model *m = s->model;
	if (s->depth == 0) {
		if (s->next == s->last)
			return false;
		enter(s, step);
		return true;
	}
	struct trace_frame *f = &s->frame[s->depth - 1];
	const struct trace_call *c = &m->call[f->call];
	const bool more = s->next < c->last;
	const struct trace_event *e = f->event > 0 ? &m->event[f->event - 1] : NULL;
	const uint32_t depth = (uint32_t)s->depth - 1;
	if (e && (!more || trace_event_is_before(e, trace_call_at(m, s->next), f->children))) {
		f->event = e->next;
		*step = (struct trace_step){ TRACE_AT_EVENT, f->call, e, ++s->position, depth };
		return true;
	}
	if (more) {
		f->children++;
		enter(s, step);
		return true;
	}
	const bool open = c->notes & TRACE_NO_EXIT;
	*step = (struct trace_step){ open ? TRACE_AT_NO_EXIT : TRACE_EXIT, f->call, NULL,
		open ? 0 : ++s->position, depth };
	s->depth--;
	return true;
}
