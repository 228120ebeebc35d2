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
restore_unit(struct state *s, struct tenant *t, const struct fact *f)
{
	size_t k = f->kind == FACT_ENTITY ? SCOPE_ENTITY : SCOPE_SESSION;
	if (s->shape.kind[k].shape.ttl_ns == 0)
		return;
	struct unit *u = unit_of(s, t, k, f->id);
	struct unit_counts *to = unit_counts(u, &s->shape.kind[k].shape);
	to->events = f->events;
	to->decisions = f->decisions;
	to->first_ns = f->first_ns;
	to->last_ns = f->last_ns;
	reach(u, to->last_ns);
	names_set(&s->texts.names, &to->of, unit_key(u), f->of);
}

static void
restore_dedup(struct state *s, struct tenant *t, const struct fact *f)
{
	if (!state_dedups(&s->rules->runtime, f->id))
		return;
	const struct dedup_key key = { (uint32_t)siphash(s->key, f->id.p, f->id.n), f->id,
		f->content_digest };
	dedup_add(&state_hold(s, t)->dedup, &key, f->first_ns,
	    verdicts_take(&s->verdicts, &f->verdict), s->key);
}

/* Does the fact fit its series? */
static bool
fits(const struct fact *f, const struct kind *kind, const struct series *series)
{
	return f->takes == aggregate_takes(series->aggregate) &&
	       f->keys == (kind->scope == SCOPE_GROUP ? kind->groups : 1);
}

static int
restore_window(struct state *s, struct tenant *t, const struct fact *f, struct err *err)
{
	static const struct ring_item nothing = { TEXT_ABSENT, 0 };
	size_t i = lookup_find(&s->series, f->series);
	if (i == LOOKUP_NONE)
		return 0;
	struct series_ring at = s->shape.series[i];
	const struct kind *kind = &s->shape.kind[at.kind];
	const struct ring_shape *shape = &kind->shape.ring[at.ring];
	if (!fits(f, kind, &s->rules->series[i]))
		return err_set(err, "the snapshot has a window that does not fit its series");
	arena_reset(&s->scratch);
	struct unit *u = unit_of(s, t, at.kind, state_group_key(&s->scratch, f->key, f->keys));
	struct ring *ring = unit_add_ring(&t->held->space[at.kind], u, &kind->shape, at.ring);
	for (size_t k = 0; k < f->times; k++)
		ring_add(
		    ring, shape, &s->texts.values, f->at_ns[k], f->item ? &f->item[k] : &nothing);
	reach(u, f->at_ns[f->times - 1]);
	return 0;
}

int
state_restore_fact(void *context, struct state *s, const struct fact *f, struct err *err)
{
	(void)context;
	struct tenant *t = state_tenant(s, f->tenant_id);
	s->at = t;
	switch (f->kind) {
	case FACT_DEDUP: restore_dedup(s, t, f); return 0;
	case FACT_WATERMARK:
		for (size_t i = 0; i < f->times; i++)
			tenant_note(t, f->at_ns[i]);
		return 0;
	case FACT_WINDOW: return restore_window(s, t, f, err);
	case FACT_ENTITY:
	case FACT_SESSION: restore_unit(s, t, f); break;
	}
	return 0;
}

/* Copies the texts, because those of the reader are freed with it. */
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
	const struct fact_taker taker = { state_restore_fact, NULL };
	return state_take_facts(s, image, &taker, position, a, err);
}

int
state_take_facts(struct state *s, struct text image, const struct fact_taker *taker,
    struct position *position, struct arena *a, struct err *err)
{
	struct snapshot_reader r;
	struct fact f;
	for (size_t i = 0; i < s->rules->nseries; i++)
		lookup_put(&s->series, s->rules->series[i].text, i);
	assert(!s->contents.quick);
	int more = snapshot_open(&r, image, err);
	if (more == 0)
		more = snapshot_next(&r, &f, err);
	while (more > 0) {
		more = taker->take(taker->context, s, &f, err);
		if (more == 0)
			more = snapshot_next(&r, &f, err);
	}
	if (position)
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
