/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "base/table.h"
#include "step/index_private.h"
#include "trace/lineage.h"

/*
 * The variables of a frame.  A set is filled event by event; names of variables are stored once in
 * the model, so that their addresses tell them apart.
 */
struct set {
	const struct step_index *index;
	uint32_t call;
	struct table table;
	uint32_t *event; /* by variable: the event of the call that set it last */
	size_t n, cap;
};

static const struct trace_text *
name_of(const struct set *s, uint32_t event)
{
	return step_event(s->index, s->call, event)->text[TRACE_NAME];
}

struct wanted {
	const struct set *set;
	const struct trace_text *name;
};

static bool
is_wanted(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return name_of(w->set, w->set->event[ref - 1]) == w->name;
}

static void
take(struct set *s, uint32_t event)
{
	const struct trace_event *e = step_event(s->index, s->call, event);
	const struct trace_text *name = e->text[TRACE_NAME];
	if (e->type != TRACE_VARIABLE || !name)
		return;
	const struct wanted w = { s, name };
	const uint32_t hash =
	    (uint32_t)((uint64_t)(uintptr_t)name * UINT64_C(0x9e3779b97f4a7c15) >> 32);
	const uint32_t found = table_find(&s->table, hash, is_wanted, &w);
	if (found > 0) {
		s->event[found - 1] = event;
		return;
	}
	s->event = mem_grow(s->event, &s->cap, s->n + 1, sizeof(*s->event));
	s->event[s->n++] = event;
	table_add(&s->table, hash, (uint32_t)s->n);
}

static void
set_free(struct set *s)
{
	table_free(&s->table);
	free(s->event);
}

/* ---- checkpoints ---------------------------------------------------------------------------- */

static void
add_checkpoint(struct step_index *x, const struct set *s, uint32_t events)
{
	x->checkpoint =
	    mem_grow(x->checkpoint, &x->checkpoint_cap, x->checkpoints + 1, sizeof(*x->checkpoint));
	x->checkpoint[x->checkpoints++] =
	    (struct step_checkpoint){ events, (uint32_t)s->n, x->values };
	x->value = mem_grow(x->value, &x->value_cap, x->values + s->n, sizeof(*x->value));
	if (s->n > 0)
		memcpy(x->value + x->values, s->event, s->n * sizeof(*x->value));
	x->values += s->n;
}

static void
add_checkpoints_of(struct step_index *x, uint32_t at)
{
	struct set s = { .index = x, .call = x->model->depth_first[at] };
	const uint32_t events = step_event_count(x, at);
	const size_t from = x->checkpoints;
	uint32_t last = 0;
	for (uint32_t i = 0; i < events; i++) {
		take(&s, i);
		if (i + 1 - last < STEP_INTERVAL || i + 1 - last < s.n)
			continue;
		add_checkpoint(x, &s, i + 1);
		last = i + 1;
	}
	set_free(&s);
	x->long_call =
	    mem_grow(x->long_call, &x->long_call_cap, x->long_calls + 1, sizeof(*x->long_call));
	x->long_call[x->long_calls++] =
	    (struct step_long_call){ at, (uint32_t)(x->checkpoints - from), from };
}

void
step_index_add_checkpoints(struct step_index *x)
{
	for (uint32_t at = 0; at < x->calls; at++)
		if (step_event_count(x, at) > 2 * STEP_INTERVAL)
			add_checkpoints_of(x, at);
	if (x->values < x->value_cap) {
		x->value_cap = x->values + (x->values == 0);
		x->value = mem_resize(x->value, x->value_cap * sizeof(*x->value));
	}
}

/* The last checkpoint that is not behind so many events of a call, or NULL. */
static const struct step_checkpoint *
checkpoint_before(const struct step_index *x, const struct step_frame *f)
{
	const uint32_t at = x->model->call[f->call].at;
	size_t low = 0, high = x->long_calls;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (x->long_call[middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == x->long_calls || x->long_call[low].at != at)
		return NULL;
	const struct step_checkpoint *first = x->checkpoint + x->long_call[low].from;
	size_t n = 0, end = x->long_call[low].n;
	while (n < end) {
		const size_t middle = n + (end - n) / 2;
		if (first[middle].events <= f->events)
			n = middle + 1;
		else
			end = middle;
	}
	return n > 0 ? &first[n - 1] : NULL;
}

/* ---- all variables -------------------------------------------------------------------------- */

size_t
step_variables(
    const struct step_index *x, const struct step_frame *f, struct step_variable **variable)
{
	const struct step_checkpoint *k = checkpoint_before(x, f);
	struct set s = { .index = x, .call = f->call };
	for (uint32_t i = 0; k && i < k->n; i++)
		take(&s, x->value[k->from + i]);
	for (uint32_t i = k ? k->events : 0; i < f->events; i++)
		take(&s, i);
	struct step_variable *v = s.n > 0 ? mem_zalloc(s.n, sizeof(*v)) : NULL;
	for (size_t i = 0; i < s.n; i++) {
		const struct trace_event *e = step_event(x, f->call, s.event[i]);
		const struct text value = trace_text_of(e->text[TRACE_VALUE]);
		v[i] = (struct step_variable){ trace_text_of(e->text[TRACE_NAME]),
			value.p ? value : TEXT("null"),
			step_event_position(x, f->call, s.event[i]) };
	}
	const size_t n = s.n;
	set_free(&s);
	*variable = v;
	return n;
}

/* ---- one of them ---------------------------------------------------------------------------- */

/*
 * The search for a dotted name.  Several variables may lead to it: a.b.c, a.b and a.  Only the last
 * value of each counts, and of these the one that was set last.
 */
struct search {
	const struct step_index *index;
	uint32_t call;
	struct text name;
	const struct trace_text **seen; /* variables whose last value is known */
	size_t n, cap;
	bool found;
	uint32_t event; /* that set it, if it is found */
	struct text value;
};

static bool
may_lead_to(struct text variable, struct text name)
{
	return variable.p && variable.n <= name.n && memcmp(variable.p, name.p, variable.n) == 0 &&
	       (variable.n == name.n || name.p[variable.n] == '.');
}

static bool
is_seen(const struct search *s, const struct trace_text *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->seen[i] == name)
			return true;
	return false;
}

/* Judges an event that is the last one of its variable, unless that is seen already. */
static void
judge(struct search *s, uint32_t event)
{
	const struct trace_event *e = step_event(s->index, s->call, event);
	const struct trace_text *own = e->text[TRACE_NAME];
	struct trace_setting set;
	if (e->type != TRACE_VARIABLE || !may_lead_to(trace_text_of(own), s->name) ||
	    is_seen(s, own))
		return;
	s->seen = mem_grow(s->seen, &s->cap, s->n + 1, sizeof(*s->seen));
	s->seen[s->n++] = own;
	const struct trace_step step = { .type = TRACE_AT_EVENT, .call = s->call, .event = e };
	if ((s->found && event < s->event) ||
	    !trace_step_sets(s->index->model, &step, s->name, &set))
		return;
	s->found = true;
	s->event = event;
	s->value = set.value;
}

static void
search(struct search *s, const struct step_frame *f)
{
	const struct step_checkpoint *k = checkpoint_before(s->index, f);
	for (uint32_t i = f->events; i > (k ? k->events : 0) && !s->found; i--)
		judge(s, i - 1);
	if (s->found)
		return;
	for (uint32_t i = 0; k && i < k->n; i++)
		judge(s, s->index->value[k->from + i]);
}

/* The part of a dotted name behind a first part, or the JSON itself if there is no more. */
static struct text
below(struct text json, struct text name, struct text first)
{
	if (!json.p || !may_lead_to(first, name))
		return TEXT_ABSENT;
	if (name.n == first.n)
		return json;
	return trace_value_at(json, (struct text){ name.p + first.n + 1, name.n - first.n - 1 });
}

/* A value of the call itself. */
static bool
value_of_call(const struct step_index *x, const struct step_frame *f, struct text name,
    struct step_variable *v)
{
	const struct trace_call *c = &x->model->call[f->call];
	const struct text input = trace_text_of(c->input);
	v->position = x->enter[c->at];
	if (input.p && input.p[0] == '{')
		v->value = trace_value_at(input, name);
	if (!v->value.p)
		v->value = below(input, name, TEXT("input"));
	if (!v->value.p)
		v->value = below(trace_text_of(c->attributes), name, TEXT("attributes"));
	if (v->value.p || !f->ended)
		return v->value.p != NULL;
	v->position = step_leave(x, f->call);
	v->value = below(trace_text_of(c->output), name, TEXT("output"));
	return v->value.p != NULL;
}

bool
step_value(const struct step_index *x, const struct step_frame *f, struct text name,
    struct step_variable *v)
{
	struct search s = { .index = x, .call = f->call, .name = name };
	*v = (struct step_variable){ .name = name };
	if (!name.p || name.n == 0)
		return false;
	search(&s, f);
	free(s.seen);
	if (!s.found)
		return value_of_call(x, f, name, v);
	v->value = s.value;
	v->position = step_event_position(x, f->call, s.event);
	return true;
}

bool
step_lookup(const struct step_index *x, const struct step_frame *from, struct text name,
    struct step_frame *in, struct step_variable *v)
{
	for (*in = *from; in->call != TRACE_NONE; *in = step_caller(x, in))
		if (step_value(x, in, name, v))
			return true;
	return false;
}
