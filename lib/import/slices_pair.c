/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "import/slices_private.h"

/*
 * Three passes over the begins and ends of a lane by time, ties in input order.  The first pairs by
 * name, so that an end with a wrong name takes no begin away from its own end.  The second pairs
 * ends that come before their begins in the input, at the same time.  The third pairs what is left
 * as a stack.
 */
struct event {
	int64_t key;
	uint32_t slice;
	bool left; /* for the next pass */
};

/* A begin that was open.  Those of one name are a chain. */
struct open {
	uint32_t event, name;
	uint32_t below; /* 1 + the open begin of the same name below it; 0: none */
	bool closed;
};

struct slice_pairing {
	struct event *event;
	size_t events, event_cap;
	struct open *open;
	size_t depth, open_cap;
	struct table names; /* by address: 1 + the number of the name */
	const struct trace_text **name;
	uint32_t *top; /* by name: 1 + the innermost open begin of it; 0: none */
	size_t count, name_cap, top_cap;
};

struct slice_pairing *
slice_pairing_new(void)
{
	return mem_zalloc(1, sizeof(struct slice_pairing));
}

void
slice_pairing_free(struct slice_pairing *p)
{
	free(p->event);
	free(p->open);
	free(p->name);
	free(p->top);
	table_free(&p->names);
	free(p);
}

struct wanted {
	const struct slice_pairing *pairing;
	const struct trace_text *name;
};

static bool
is_name(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return w->pairing->name[ref - 1] == w->name;
}

static uint32_t
number_of(struct slice_pairing *p, const struct trace_text *name)
{
	const struct wanted w = { p, name };
	const uint32_t hash = slice_hash(name, 0), found = table_find(&p->names, hash, is_name, &w);
	if (found > 0)
		return found - 1;
	p->name = mem_grow(p->name, &p->name_cap, p->count + 1, sizeof(*p->name));
	p->top = mem_grow(p->top, &p->top_cap, p->count + 1, sizeof(*p->top));
	p->name[p->count] = name;
	p->top[p->count++] = 0;
	table_add(&p->names, hash, (uint32_t)p->count);
	return (uint32_t)p->count - 1;
}

static void
push(struct slice_pairing *p, uint32_t event, uint32_t name)
{
	p->open = mem_grow(p->open, &p->open_cap, p->depth + 1, sizeof(*p->open));
	p->open[p->depth++] = (struct open){ event, name, p->top[name], false };
	p->top[name] = (uint32_t)p->depth;
}

/* The innermost open begin, as a number from 1; 0: there is none. */
static uint32_t
innermost(struct slice_pairing *p)
{
	while (p->depth > 0 && p->open[p->depth - 1].closed)
		p->depth--;
	return (uint32_t)p->depth;
}

/* An open begin is the innermost one of its name, and its end is found. */
static void
close_begin(struct slice_pairing *p, struct import_slices *s, uint32_t open, struct event *end)
{
	struct open *o = &p->open[open - 1];
	struct event *begin = &p->event[o->event];
	o->closed = true;
	p->top[o->name] = o->below;
	begin->left = end->left = false;
	s->place[begin->slice].partner = end->slice;
	s->place[end->slice].partner = begin->slice;
}

/* Leaves the begins that are open to the next pass. */
static void
close_none(struct slice_pairing *p)
{
	while (p->depth > 0)
		p->top[p->open[--p->depth].name] = 0;
}

static void
pair_by_name(struct slice_pairing *p, struct import_slices *s)
{
	for (size_t i = 0; i < p->events; i++) {
		struct event *e = &p->event[i];
		const struct slice *l = &s->slice[e->slice];
		e->left = true;
		const uint32_t name = number_of(p, l->name);
		if (l->phase == SLICE_BEGIN) {
			push(p, (uint32_t)i, name);
			continue;
		}
		const uint32_t open = l->name ? p->top[name] : innermost(p);
		if (open > 0)
			close_begin(p, s, open, e);
	}
	close_none(p);
}

/* The number of the event after those of one time. */
static size_t
group_end(const struct slice_pairing *p, size_t i)
{
	const int64_t key = p->event[i].key;
	while (i < p->events && p->event[i].key == key)
		i++;
	return i;
}

static bool
is_left(
    const struct slice_pairing *p, const struct import_slices *s, size_t i, enum import_phase phase)
{
	return p->event[i].left && s->slice[p->event[i].slice].phase == phase;
}

static void
pair_backwards(struct slice_pairing *p, struct import_slices *s)
{
	for (size_t i = 0, next; i < p->events; i = next) {
		next = group_end(p, i);
		for (size_t k = i; k < next; k++)
			if (is_left(p, s, k, SLICE_BEGIN))
				push(
				    p, (uint32_t)k, number_of(p, s->slice[p->event[k].slice].name));
		for (size_t k = i; k < next && p->depth > 0; k++) {
			const struct trace_text *name = s->slice[p->event[k].slice].name;
			const uint32_t open = name ? p->top[number_of(p, name)] : 0;
			if (open > 0 && is_left(p, s, k, SLICE_END))
				close_begin(p, s, open, &p->event[k]);
		}
		close_none(p);
	}
}

static void
close_innermost(struct slice_pairing *p, struct import_slices *s, size_t from, size_t to)
{
	for (size_t k = from; k < to && innermost(p) > 0; k++)
		if (is_left(p, s, k, SLICE_END))
			close_begin(p, s, innermost(p), &p->event[k]);
}

/* At one time, ends come before begins, except for a begin that nothing else can have begun. */
static void
pair_the_rest(struct slice_pairing *p, struct import_slices *s)
{
	for (size_t i = 0, next; i < p->events; i = next) {
		next = group_end(p, i);
		close_innermost(p, s, i, next);
		for (size_t k = i; k < next; k++)
			if (is_left(p, s, k, SLICE_BEGIN))
				push(p, (uint32_t)k, 0);
		close_innermost(p, s, i, next);
	}
	close_none(p);
}

static int
by_time(const void *a, const void *b)
{
	const struct event *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->slice < y->slice ? -1 : 1;
}

void
slice_pair(struct slice_pairing *p, struct import_slices *s, const uint32_t *of, size_t n)
{
	bool sorted = true;
	p->events = 0;
	for (size_t i = 0; i < n; i++) {
		if (s->slice[of[i]].phase > SLICE_END)
			continue;
		p->event = mem_grow(p->event, &p->event_cap, p->events + 1, sizeof(*p->event));
		p->event[p->events] = (struct event){ slice_key(s, of[i]), of[i], false };
		sorted &= p->events == 0 || p->event[p->events - 1].key <= p->event[p->events].key;
		p->events++;
	}
	if (!sorted)
		qsort(p->event, p->events, sizeof(*p->event), by_time);
	pair_by_name(p, s);
	pair_backwards(p, s);
	pair_the_rest(p, s);
}
