/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <string.h>

#include "base/siphash.h"
#include "state/save.h"
#include "state/state_private.h"

static struct unit *
unit_of(struct state *s, struct tenant *t, size_t k, struct text key)
{
	uint32_t hash = (uint32_t)siphash(s->key, key.p, key.n);
	struct space *space = &state_hold(s, t)->space[k];
	struct unit *u = space_find(space, hash, key);
	return u ? u : space_add(space, hash, key);
}

static void
reach(struct unit *u, int64_t at_ns)
{
	if (u->latest_ns < at_ns)
		u->latest_ns = at_ns;
}

static void
restore_unit(struct state *s, struct tenant *t, const struct entry *e)
{
	size_t k = e->kind == ENTRY_ENTITY ? SCOPE_ENTITY : SCOPE_SESSION;
	if (s->shape.kind[k].shape.ttl_ns == 0)
		return;
	struct unit *u = unit_of(s, t, k, e->id);
	struct unit_entry *to = unit_entry(u, &s->shape.kind[k].shape);
	to->events = e->events;
	to->decisions = e->decisions;
	to->first_ns = e->first_ns;
	to->last_ns = e->last_ns;
	reach(u, to->last_ns);
	names_set(&s->texts.names, &to->of, unit_key(u), e->of);
}

static void
restore_dedup(struct state *s, struct tenant *t, const struct entry *e)
{
	if (!state_dedups(&s->rules->runtime, e->id))
		return;
	const struct dedup_key key = { (uint32_t)siphash(s->key, e->id.p, e->id.n), e->id,
		e->content_digest };
	dedup_add(&state_hold(s, t)->dedup, &key, e->first_ns,
	    verdicts_take(&s->verdicts, &e->verdict), s->key);
}

/* Does the entry look as the series' do? */
static bool
fits(const struct entry *e, const struct kind *kind, const struct series *series)
{
	return e->takes == aggregate_takes(series->aggregate) &&
	       e->keys == (kind->scope == SCOPE_GROUP ? kind->groups : 1);
}

static int
restore_window(struct state *s, struct tenant *t, const struct entry *e, struct err *err)
{
	static const struct ring_item nothing = { TEXT_ABSENT, 0 };
	size_t i = lookup_find(&s->series, e->series);
	if (i == LOOKUP_NONE)
		return 0;
	struct series_ring at = s->shape.series[i];
	const struct kind *kind = &s->shape.kind[at.kind];
	const struct ring_shape *shape = &kind->shape.ring[at.ring];
	if (!fits(e, kind, &s->rules->series[i]))
		return err_set(err, "is a snapshot with a window that is not like its series");
	arena_reset(&s->scratch);
	struct unit *u = unit_of(s, t, at.kind, state_group_key(&s->scratch, e->key, e->keys));
	struct ring *ring = unit_add_ring(&t->held->space[at.kind], u, &kind->shape, at.ring);
	for (size_t k = 0; k < e->times; k++)
		ring_add(
		    ring, shape, &s->texts.values, e->at_ns[k], e->item ? &e->item[k] : &nothing);
	reach(u, e->at_ns[e->times - 1]);
	return 0;
}

static int
restore_entry(struct state *s, const struct entry *e, struct err *err)
{
	struct tenant *t = state_tenant(s, e->tenant_id);
	s->at = t;
	switch (e->kind) {
	case ENTRY_DEDUP: restore_dedup(s, t, e); return 0;
	case ENTRY_WATERMARK:
		for (size_t i = 0; i < e->times; i++)
			tenant_note(t, e->at_ns[i]);
		return 0;
	case ENTRY_WINDOW: return restore_window(s, t, e, err);
	case ENTRY_ENTITY:
	case ENTRY_SESSION: restore_unit(s, t, e); break;
	}
	return 0;
}

/* The texts are copied: those of the reader go with it. */
static void
keep_position(struct position *to, const struct position *from, struct arena *a)
{
	*to = *from;
	if (!from->there)
		return;
	struct counted *list = arena_zalloc(a, from->ncounted + 1, sizeof(*list));
	to->output = arena_text(a, from->output);
	to->rejects = arena_text(a, from->rejects);
	to->counted = list;
	for (size_t i = 0; i < from->ncounted; i++) {
		list[i] = from->counted[i];
		list[i].head = arena_text(a, from->counted[i].head);
		list[i].name = arena_text(a, from->counted[i].name);
	}
}

int
state_restore(
    struct state *s, struct text image, struct position *position, struct arena *a, struct err *err)
{
	struct snapshot_reader r;
	struct entry e;
	for (size_t i = 0; i < s->rules->nseries; i++)
		lookup_put(&s->series, s->rules->series[i].text, i);
	assert(!s->contents.quick);
	int more = snapshot_open(&r, image, err);
	if (more == 0)
		more = snapshot_next(&r, &e, err);
	while (more > 0) {
		more = restore_entry(s, &e, err);
		if (more == 0)
			more = snapshot_next(&r, &e, err);
	}
	keep_position(position, &r.position, a);
	snapshot_close(&r);
	lookup_free(&s->series);
	for (size_t i = 0; more == 0 && i < s->tenants; i++) {
		int64_t watermark;
		bool marked = tenant_watermark(s->tenant[i], &watermark);
		if (s->tenant[i]->held != s->nothing)
			dedup_restored(&s->tenant[i]->held->dedup, marked ? watermark : INT64_MIN);
	}
	return more;
}
