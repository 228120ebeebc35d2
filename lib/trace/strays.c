/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "trace/build.h"

/*
 * Records without an id, but with the name of a function: they are about its innermost open call.
 */

/* What happens to the calls of one place, in order of time. */
struct moment {
	int64_t at_ns;
	uint32_t place; /* the number of its place */
	uint32_t call;  /* a call that begins; TRACE_NONE: an event */
	uint32_t stray; /* an event: its number among the strays */
};

/* The open calls of a place, the innermost last. */
struct open {
	uint32_t *call;
	size_t n, cap;
	uint32_t own; /* a call for events outside of any; TRACE_NONE: none yet */
};

static struct trace_astray *
astray(const struct trace_model *m, const struct trace_stray *s)
{
	return s->is_record ? &m->build->astray[s->number] : NULL;
}

static int64_t
time_of(const struct trace_model *m, const struct trace_stray *s)
{
	const struct trace_astray *a = astray(m, s);
	if (!a)
		return m->event[s->number].at_ns;
	return a->record->what == TRACE_END ? a->record->end_ns : a->record->start_ns;
}

/* A call of the function that no record begins. */
static uint32_t
own_call(struct trace_model *m, const struct trace_stray *s)
{
	const struct trace_astray *a = astray(m, s);
	const struct trace_record named = { .trace_id = trace_text_of(s->trace_id),
		.call_id = trace_text_of(s->name) };
	const size_t calls = m->calls;
	uint32_t call = trace_call_of(m, &named);
	if (m->calls == calls)
		call = trace_another_call(m, call);
	m->call[call].name = s->name;
	m->call[call].kind = TRACE_FUNCTION;
	m->call[call].order = a ? a->order : m->event[s->number].order;
	return call;
}

static uint32_t
call_around(struct trace_model *m, struct open *o, const struct trace_stray *s, int64_t at_ns)
{
	const struct trace_build *b = m->build;
	while (o->n > 0) {
		const struct trace_making *made = &b->making[o->call[o->n - 1]];
		if (!made->ended || made->end_ns >= at_ns || at_ns == TRACE_NO_TIME)
			return o->call[o->n - 1];
		o->n--;
	}
	if (o->own == TRACE_NONE)
		o->own = own_call(m, s);
	return o->own;
}

/* Events belong to calls of their function in their trace; those that name no trace, in any. */
struct place {
	const struct trace_text *trace_id, *name;
};

struct strays {
	struct table names; /* of places: 1 + the number */
	struct place *place;
	size_t count, cap;
	struct moment *moment;
	size_t moments, moment_cap;
};

struct wanted {
	const struct strays *strays;
	struct place place;
};

static bool
is_place(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct place *p = &w->strays->place[ref - 1];
	return p->trace_id == w->place.trace_id && p->name == w->place.name;
}

/* Texts are stored once, so that their addresses tell them. */
static uint32_t
hash_of(const struct trace_model *m, const struct place *p)
{
	return (uint32_t)siphash(m->build->key, p, sizeof(*p));
}

static uint32_t
find_place(const struct strays *s, const struct trace_model *m, struct place place)
{
	const struct wanted w = { s, place };
	return table_find(&s->names, hash_of(m, &place), is_place, &w);
}

static void
add_moment(struct strays *s, struct moment moment)
{
	s->moment = mem_grow(s->moment, &s->moment_cap, s->moments + 1, sizeof(*s->moment));
	s->moment[s->moments++] = moment;
}

static struct place
place_of(const struct trace_stray *s)
{
	return (struct place){ s->trace_id, s->name };
}

static void
add_places(struct strays *s, const struct trace_model *m)
{
	const struct trace_build *b = m->build;
	for (size_t i = 0; i < b->strays; i++) {
		const struct place place = place_of(&b->stray[i]);
		if (find_place(s, m, place) > 0)
			continue;
		s->place = mem_grow(s->place, &s->cap, s->count + 1, sizeof(*s->place));
		s->place[s->count++] = place;
		table_add(&s->names, hash_of(m, &place), (uint32_t)s->count);
	}
}

static void
add_begin(struct strays *s, const struct trace_model *m, uint32_t call, struct place place)
{
	const uint32_t found = find_place(s, m, place);
	if (found > 0)
		add_moment(s, (struct moment){ m->call[call].start_ns, found - 1, call, 0 });
}

static void
collect(struct strays *s, const struct trace_model *m)
{
	const struct trace_build *b = m->build;
	add_places(s, m);
	for (uint32_t i = 0; i < m->calls; i++) {
		if (!b->making[i].begun)
			continue;
		add_begin(s, m, i, (struct place){ NULL, m->call[i].name });
		if (b->making[i].trace_id)
			add_begin(
			    s, m, i, (struct place){ b->making[i].trace_id, m->call[i].name });
	}
	for (size_t i = 0; i < b->strays; i++)
		add_moment(
		    s, (struct moment){ time_of(m, &b->stray[i]),
			   find_place(s, m, place_of(&b->stray[i])) - 1, TRACE_NONE, (uint32_t)i });
}

/* Ends the innermost open call, or one that is not recorded otherwise. */
static uint32_t
end_stray(struct trace_model *m, struct open *o, const struct trace_stray *s, uint32_t call)
{
	if (m->build->making[call].ended)
		call = o->own = own_call(m, s);
	trace_end_now(m, call, astray(m, s)->record);
	return call;
}

/* A request of the call, or its result. */
static uint32_t
add_request(struct trace_model *m, const struct trace_astray *a, uint32_t call)
{
	struct trace_record r = *a->record;
	r.trace_id = trace_text_of(m->build->making[call].trace_id);
	r.call_id = trace_text_of(m->call[call].id);
	r.records = 0;
	r.marks = 0;
	m->build->order = a->order - 1;
	return trace_add(m, &r);
}

static void
give_stray(struct trace_model *m, uint32_t stray, uint32_t call)
{
	const struct trace_stray *s = &m->build->stray[stray];
	m->stray_call[stray] = call;
	m->call[call].records += s->records;
	m->call[call].marks |= s->marks;
}

/* The result of one of several requests of an id: which, trace_build_ends finds out. */
static void
add_late(struct trace_model *m, uint32_t stray)
{
	struct trace_build *b = m->build;
	b->late = mem_grow(b->late, &b->late_cap, b->lates + 1, sizeof(*b->late));
	b->late[b->lates].stray = stray;
	b->late[b->lates++].end = (uint32_t)(b->ended + b->ends - 1);
}

void
trace_build_late_strays(struct trace_model *m)
{
	const struct trace_build *b = m->build;
	for (size_t i = 0; i < b->lates; i++)
		give_stray(m, b->late[i].stray, m->end_call[b->late[i].end]);
}

static void
place_stray(struct trace_model *m, struct open *o, uint32_t stray)
{
	const struct trace_stray *s = &m->build->stray[stray];
	const struct trace_astray *a = astray(m, s);
	uint32_t call = call_around(m, o, s, time_of(m, s));
	if (!a)
		trace_append_event(m, call, s->number);
	else if (a->record->half.p)
		call = add_request(m, a, call);
	else
		call = end_stray(m, o, s, call);
	if (call != TRACE_NONE)
		give_stray(m, stray, call);
	else
		add_late(m, stray);
}

void
trace_build_strays(struct trace_model *m)
{
	struct strays s = { .count = 0 };
	if (m->build->strays == 0)
		return;
	m->stray_call = mem_zalloc(m->build->strays, sizeof(*m->stray_call));
	collect(&s, m);
	struct open *open = mem_zalloc(s.count, sizeof(*open));
	int64_t *at = mem_alloc(s.moments * sizeof(*at));
	uint32_t *order = mem_alloc(s.moments * sizeof(*order));
	for (size_t i = 0; i < s.count; i++)
		open[i].own = TRACE_NONE;
	for (size_t i = 0; i < s.moments; i++)
		at[i] = s.moment[i].at_ns;
	trace_sort(at, s.moments, order);
	for (size_t i = 0; i < s.moments; i++) {
		const struct moment *o = &s.moment[order[i]];
		struct open *of = &open[o->place];
		if (o->call == TRACE_NONE) {
			place_stray(m, of, o->stray);
			continue;
		}
		of->call = mem_grow(of->call, &of->cap, of->n + 1, sizeof(*of->call));
		of->call[of->n++] = o->call;
	}
	for (size_t i = 0; i < s.count; i++)
		free(open[i].call);
	free(open);
	free(at);
	free(order);
	free(s.place);
	free(s.moment);
	table_free(&s.names);
}
