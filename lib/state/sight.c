/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "state/key.h"
#include "state/state_private.h"

/* ---- tenants -------------------------------------------------------------------------------- */

static bool
is_tenant(const struct tenant *t, struct text id)
{
	return t->named == !!id.p && t->n == id.n && key_same(t->id, id.p, id.n);
}

struct wanted {
	const struct state *state;
	struct text id;
};

static bool
same_tenant(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return is_tenant(w->state->tenant[ref - 1], w->id);
}

static struct tenant *
tenant_new(struct state *s, struct text id)
{
	assert(id.n < UINT32_MAX);
	struct tenant *t = mem_zalloc(1, sizeof(*t) + id.n);
	t->held = s->nothing;
	t->named = id.p != NULL;
	t->n = (uint32_t)id.n;
	if (id.n > 0)
		memcpy(t->id, id.p, id.n);
	return t;
}

static struct tenant *
look_up(struct state *s, struct text id)
{
	struct wanted wanted = { s, id };
	uint32_t hash = id.p ? (uint32_t)siphash(s->key, id.p, id.n) : 0;
	uint32_t ref = table_find(&s->table, hash, same_tenant, &wanted);
	if (ref == 0) {
		s->tenant =
		    mem_grow(s->tenant, &s->tenant_cap, s->tenants + 1, sizeof(struct tenant *));
		s->tenant[s->tenants++] = tenant_new(s, id);
		ref = (uint32_t)s->tenants;
		table_add(&s->table, hash, ref);
	}
	return s->tenant[ref - 1];
}

/*
 * Returns where to cache the tenant that was looked up for this id.  Tenants whose ids end alike
 * share a place and are looked up again.  A client that exploits this can cause no more than that.
 */
static size_t
recent_place(struct text id)
{
	uint64_t end = 0;
	if (id.n >= sizeof(end))
		memcpy(&end, id.p + id.n - sizeof(end), sizeof(end));
	else
		for (size_t i = 0; i < id.n; i++)
			end = end << 8 | (unsigned char)id.p[i];
	return (end * UINT64_C(0x9e3779b97f4a7c15)) >> 58;
}

struct tenant *
state_tenant(struct state *s, struct text id)
{
	_Static_assert(STATE_RECENT == 1 << (64 - 58), "a place has six bits");
	struct tenant **recent = &s->recent[recent_place(id)];
	if (!*recent || !is_tenant(*recent, id))
		*recent = look_up(s, id);
	return *recent;
}

/* ---- keys ----------------------------------------------------------------------------------- */

/* Only this file makes the keys of events.  Each text is written with its length before it, so that
 * no two lists give the same key. */
struct text
state_group_key(struct arena *a, const struct text *part, size_t parts)
{
	size_t n = 0;
	if (parts == 1)
		return part[0];
	for (size_t i = 0; i < parts; i++)
		n += sizeof(part[i].n) + part[i].n;
	char *p = arena_alloc(a, n);
	struct text key = { p, n };
	for (size_t i = 0; i < parts; i++) {
		memcpy(p, &part[i].n, sizeof(part[i].n));
		memcpy(p + sizeof(part[i].n), part[i].p, part[i].n);
		p += sizeof(part[i].n) + part[i].n;
	}
	return key;
}

static bool
find_group(struct state *s, const struct kind *kind, const struct event *ev, struct text *key)
{
	if (kind->groups == 1) {
		const struct value *v = &ev->field[kind->group[0]];
		*key = key_of(&s->keys, v->text);
		return v->kind != VALUE_ABSENT;
	}
	struct text *part = arena_alloc(&s->keys, kind->groups * sizeof(*part));
	for (size_t i = 0; i < kind->groups; i++) {
		const struct value *v = &ev->field[kind->group[i]];
		if (v->kind == VALUE_ABSENT)
			return false;
		part[i] = key_of(&s->keys, v->text);
	}
	*key = state_group_key(&s->keys, part, kind->groups);
	return true;
}

static bool
find_key(struct state *s, const struct kind *kind, const struct event *ev, struct text *key)
{
	if (kind->scope == SCOPE_GROUP)
		return find_group(s, kind, ev, key);
	const struct value *id = kind->scope == SCOPE_ENTITY ? &ev->entity_id : &ev->session_id;
	*key = key_of(&s->keys, id->text);
	return id->kind != VALUE_ABSENT;
}

/* Finds the keys of the event and hashes them.  Kinds that are not active have no keys, nor have
 * those that only have windows while events count in none. */
static void
find_keys(struct state *s, struct expected *x)
{
	const bool windows = x->event->observed_at_ns >= s->windows_from_ns;
	for (size_t i = 0; i < s->shape.actives; i++) {
		const size_t k = s->shape.active[i];
		const struct kind *kind = &s->shape.kind[k];
		struct sighting *it = &x->sighting[k];
		it->unit = NULL;
		it->keyed =
		    (windows || kind->shape.ttl_ns > 0) && find_key(s, kind, x->event, &it->key);
		if (!it->keyed || !kind_is_kept(kind))
			continue;
		it->hash = (uint32_t)siphash(s->key, it->key.p, it->key.n);
		table_expect(&x->tenant->held->space[k].table, it->hash);
	}
}

bool
state_dedups(const struct runtime *runtime, struct text event_id)
{
	if (runtime->dedup_ttl_s == 0 || event_id.n == 0)
		return false;
	return runtime->dedup_lines || !event_id_is_of_line(event_id);
}

static void
find_id(struct state *s, struct expected *x)
{
	struct text id = x->event->event_id.text;
	x->id.id = TEXT_ABSENT;
	if (!state_dedups(&s->rules->runtime, id))
		return;
	x->id.content = x->content;
	x->id.id = key_of(&s->keys, id);
	x->id.hash = (uint32_t)siphash(s->key, x->id.id.p, x->id.id.n);
	table_expect(&x->tenant->held->dedup.table, x->id.hash);
}

/* Computes the contents of the events that may be duplicates. */
static void
find_contents(struct state *s, size_t n)
{
	const struct event *ev[STATE_AHEAD];
	unsigned char *content[STATE_AHEAD];
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		struct expected *x = &s->expected[i];
		if (!x->id.id.p)
			continue;
		ev[count] = x->event;
		content[count++] = x->content;
	}
	contents_digest(&s->contents, ev, content, count, s->content);
}

static void
expect_units(const struct state *s, const struct expected *x)
{
	for (size_t i = 0; i < s->shape.actives; i++) {
		const size_t k = s->shape.active[i];
		if (x->sighting[k].keyed && kind_is_kept(&s->shape.kind[k]))
			space_expect(&x->tenant->held->space[k], x->sighting[k].hash);
	}
}

static void
expect_rings(const struct state *s, const struct expected *x)
{
	for (size_t i = 0; i < s->shape.actives; i++) {
		const size_t k = s->shape.active[i];
		const struct space_shape *shape = &s->shape.kind[k].shape;
		if (x->sighting[k].keyed && shape->rings > shape->inner)
			space_expect_rings(&x->tenant->held->space[k], shape, x->sighting[k].hash);
	}
}

/* Hashes everything first and prefetches what the hashes lead to, so that the waits for memory
 * overlap. */
void
state_expect(struct state *s, const struct event *ev, size_t n)
{
	assert(n <= STATE_AHEAD);
	arena_reset(&s->keys);
	for (size_t i = 0; i < n; i++) {
		struct expected *x = &s->expected[i];
		x->event = &ev[i];
		x->tenant = s->at = state_tenant(s, key_of(&s->keys, state_id(&ev[i].tenant_id)));
		find_keys(s, x);
		find_id(s, x);
	}
	if (s->dedup_ttl_ns > 0)
		find_contents(s, n);
	for (size_t i = 0; n > 1 && i < n; i++)
		expect_units(s, &s->expected[i]);
	for (size_t i = 0; n > 1 && i < n; i++)
		expect_rings(s, &s->expected[i]);
	s->nexpected = n;
	s->arrived = 0;
}

void
state_sight(struct state *s, const struct event *ev)
{
	if (s->arrived == s->nexpected)
		state_expect(s, ev, 1);
	const struct expected *x = &s->expected[s->arrived++];
	assert(x->event == ev);
	s->at = x->tenant;
	s->id = &x->id;
	s->sighting = x->sighting;
}

void
state_init_sightings(struct state *s)
{
	for (size_t i = 0; i < STATE_AHEAD; i++)
		s->expected[i].sighting =
		    arena_zalloc(&s->arena, s->shape.kinds, sizeof(struct sighting));
}
