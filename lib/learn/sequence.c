/* SPDX-License-Identifier: MIT */
#include "learn/sequence.h"

#include "base/mem.h"
#include "time/stamp.h"

/* ---- cuts ----------------------------------------------------------------------------------- */

struct learn_cut
learn_uncut(uint32_t trace)
{
	return (struct learn_cut){ .trace = trace,
		.call = TRACE_NONE,
		.children = LEARN_AT_END,
		.at_risk = TRACE_NONE,
		.at_ns = TRACE_NO_TIME };
}

struct learn_cut
learn_cut_before(uint32_t trace, const struct root_cause *failure)
{
	return (struct learn_cut){ .trace = trace,
		.call = failure->call,
		.event = failure->event,
		.children = LEARN_AT_END,
		.at_risk = failure->call,
		.at_ns = failure->at_ns };
}

struct learn_cut
learn_cut_in(const struct trace_model *m, uint32_t call, uint32_t children)
{
	const struct trace_call *c = &m->call[call];
	uint32_t child = children == LEARN_AT_END ? TRACE_NONE : trace_first_child(m, call);
	for (uint32_t i = 0; child != TRACE_NONE && i < children; i++)
		child = trace_next_sibling(m, child);
	struct learn_cut cut = { .trace = c->trace,
		.call = call,
		.children = children,
		.at_risk = call,
		.at_ns = TRACE_NO_TIME };
	if (child != TRACE_NONE)
		cut.at_ns = m->call[child].start_ns;
	else if (c->start_ns != TRACE_NO_TIME && c->duration_ns != TRACE_NO_TIME)
		cut.at_ns = stamp_add(c->start_ns, c->duration_ns);
	return cut;
}

/* ---- sequences ------------------------------------------------------------------------------ */

struct walk {
	struct learn_sequence *sequence;
	const struct learn_reading *reading;
	const struct learn_cut *cut;
	uint32_t children; /* of the call in which the trace is cut */
};

static bool
is_in(const struct trace_model *m, uint32_t outer, uint32_t inner)
{
	const struct trace_call *o = &m->call[outer], *i = &m->call[inner];
	return o->at <= i->at && i->at < o->last;
}

static bool
is_left_out(const struct walk *w, uint32_t call)
{
	const struct trace_model *m = w->reading->model;
	const struct learn_cut *cut = w->cut;
	const int64_t start_ns = m->call[call].start_ns;
	if (cut->at_ns != TRACE_NO_TIME && start_ns != TRACE_NO_TIME && start_ns > cut->at_ns)
		return true;
	return cut->at_risk != TRACE_NONE && is_in(m, cut->at_risk, call) &&
	       is_in(m, call, cut->call);
}

static void
add(struct learn_sequence *s, uint32_t word)
{
	s->word = mem_grow(s->word, &s->cap, s->n + 1, sizeof(*s->word));
	s->word[s->n++] = word;
}

static void
add_error(struct walk *w, const struct trace_text *type)
{
	const struct learn_word word = { true, trace_text_of(type) };
	add(w->sequence, learn_word(w->reading->words, word));
}

/* Is the step where the trace is cut, or behind it? */
static bool
is_cut(struct walk *w, const struct trace_step *step)
{
	const struct learn_cut *cut = w->cut;
	switch (step->type) {
	case TRACE_ENTER:
		return cut->call != TRACE_NONE &&
		       w->reading->model->call[step->call].parent == cut->call &&
		       w->children++ >= cut->children;
	case TRACE_AT_EVENT: return cut->event && step->event == cut->event;
	case TRACE_EXIT:
	case TRACE_AT_NO_EXIT: return step->call == cut->call;
	}
	return false;
}

static bool
has_error_event(const struct trace_model *m, const struct trace_call *c)
{
	for (uint32_t n = c->event; n > 0; n = m->event[n - 1].next)
		if (m->event[n - 1].type == TRACE_ERROR_EVENT)
			return true;
	return false;
}

static void
take(struct walk *w, const struct trace_step *step)
{
	const struct trace_model *m = w->reading->model;
	const struct trace_call *c = &m->call[step->call];
	const bool counts = c->status != TRACE_ERROR || w->reading->errors;
	switch (step->type) {
	case TRACE_ENTER: add(w->sequence, w->reading->word[step->call]); return;
	case TRACE_AT_EVENT:
		if (counts && step->event->type == TRACE_ERROR_EVENT)
			add_error(w, step->event->text[TRACE_ERROR_TYPE]);
		return;
	case TRACE_EXIT:
		if (counts && c->status == TRACE_ERROR && !has_error_event(m, c))
			add_error(w, c->more ? c->more->error_type : NULL);
		return;
	case TRACE_AT_NO_EXIT: return;
	}
}

void
learn_read_sequence(
    struct learn_sequence *s, const struct learn_reading *r, const struct learn_cut *cut)
{
	struct walk w = { s, r, cut, 0 };
	struct trace_steps steps;
	struct trace_step step;
	s->n = 0;
	trace_steps_begin(&steps, r->model, cut->trace, 0);
	while (trace_steps_next(&steps, &step) && !is_cut(&w, &step))
		if (!is_left_out(&w, step.call))
			take(&w, &step);
	trace_steps_end(&steps);
}
