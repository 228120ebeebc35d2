/* SPDX-License-Identifier: MIT */
#include "state/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "state/key.h"
#include "state/span.h"
#include "state/state_private.h"

static struct held *
held_new(struct state *s)
{
	struct held *h = mem_zalloc(1, sizeof(*h) + s->shape.kinds * sizeof(*h->space));
	for (size_t k = 0; k < s->shape.kinds; k++)
		space_init(&h->space[k], &s->shape.kind[k].shape, &s->pages);
	h->dedup.table.pages = &s->pages;
	return h;
}

struct held *
state_hold(struct state *s, struct tenant *t)
{
	if (t->held == s->nothing)
		t->held = held_new(s);
	return t->held;
}

static void
held_free(struct state *s, struct held *h)
{
	for (size_t k = 0; k < s->shape.kinds; k++)
		space_free(&h->space[k], &s->shape.kind[k].shape, &s->texts);
	dedup_free(&h->dedup);
	free(h);
}

/* Frees what a tenant holds, if that is nothing. */
static void
let_go(struct state *s, struct tenant *t)
{
	bool empty = t->held->dedup.table.n == 0;
	for (size_t k = 0; k < s->shape.kinds; k++)
		empty &= t->held->space[k].pool.used == 0;
	if (!empty || t->held == s->nothing)
		return;
	held_free(s, t->held);
	t->held = s->nothing;
}

struct state *
state_new(const struct rules *rules, struct siphash_key key)
{
	struct state *s = mem_zalloc(1, sizeof(*s));
	s->rules = rules;
	s->key = key;
	s->dedup_ttl_ns = (uint64_t)(rules->runtime.dedup_ttl_s * STAMP_SECOND);
	s->lateness_ns = (uint64_t)(rules->runtime.lateness_s * STAMP_SECOND);
	s->windows_from_ns = INT64_MIN;
	shape_init(&s->shape, rules, &s->arena);
	distinct_init(&s->texts.values, key);
	distinct_init(&s->texts.names, key);
	s->verdicts.key = key;
	s->nothing = held_new(s);
	contents_init(&s->contents, key);
	state_init_sightings(s);
	s->counted = arena_zalloc(&s->arena, rules->nseries, sizeof(*s->counted));
	s->item = arena_zalloc(&s->arena, rules->nseries, sizeof(*s->item));
	return s;
}

void
state_keep_asked(struct state *s)
{
	bool asked[SCOPE_GROUP] = { false };
	for (size_t i = 0; i < s->rules->leaves; i++)
		if (s->rules->leaf[i].kind == LEAF_STATE)
			asked[s->rules->leaf[i].scope] = true;
	for (size_t k = 0; k < SCOPE_GROUP; k++)
		if (!asked[k])
			s->shape.kind[k].shape.ttl_ns = 0;
	shape_choose(&s->shape, s->rules);
}

void
state_never_saved(struct state *s)
{
	s->contents.quick = true;
}

void
state_windows_from(struct state *s, int64_t from_ns)
{
	s->windows_from_ns = from_ns;
}

void
state_in_order(struct state *s)
{
	s->lateness_ns = 0;
	for (size_t k = 0; k < s->shape.kinds; k++)
		shape_set_pass(&s->shape.kind[k].shape, s->lateness_ns);
}

void
state_free(struct state *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->tenants; i++) {
		if (s->tenant[i]->held != s->nothing)
			held_free(s, s->tenant[i]->held);
		free(s->tenant[i]);
	}
	held_free(s, s->nothing);
	free(s->tenant);
	table_free(&s->table);
	distinct_free(&s->texts.values);
	distinct_free(&s->texts.names);
	verdicts_free(&s->verdicts);
	arena_free(&s->scratch);
	arena_free(&s->keys);
	buf_free(&s->content[0]);
	buf_free(&s->content[1]);
	arena_free(&s->arena);
	free(s);
}

/* ---- what the event is ---------------------------------------------------------------------- */

/* A field that has whole numbers by the plan gives no others. */
static bool
has_number(const struct state *s, const struct series *series, const struct value *v,
    struct ring_item *item)
{
	return type_is_whole(s->rules->fields.type[series->field])
		   ? fixed_read_whole(v->text, &item->number)
		   : fixed_read_number(v->text, &item->number);
}

/* Finds the event's item for the series; returns whether it has one. */
static bool
has_item(
    struct state *s, const struct series *series, const struct event *ev, struct ring_item *item)
{
	*item = (struct ring_item){ TEXT_ABSENT, 0 };
	const enum takes takes = aggregate_takes(series->aggregate);
	if (takes == TAKES_NOTHING)
		return true;
	const struct value *v = &ev->field[series->field];
	if (takes == TAKES_NUMBER)
		return v->kind == VALUE_NUMBER && has_number(s, series, v, item);
	item->text = key_of(&s->scratch, v->text);
	return v->kind != VALUE_ABSENT;
}

static bool
counts(struct state *s, size_t number, const struct event *ev)
{
	const struct series *series = &s->rules->series[number];
	if (!has_item(s, series, ev, &s->item[number]))
		return false;
	struct env env = { ev->field, &s->scratch, NULL, NULL };
	return !series->where || pred_holds(series->where, &env);
}

/* Finds the series in which the event counts. */
static void
find_series(struct state *s, const struct event *ev)
{
	const bool windows = ev->observed_at_ns >= s->windows_from_ns;
	for (size_t i = 0; i < s->rules->nseries; i++)
		s->counted[i] =
		    windows && s->sighting[s->shape.series[i].kind].keyed && counts(s, i, ev);
}

/* ---- taking it in --------------------------------------------------------------------------- */

/* Judges the time against the tenant's earlier events, then adds it to them. */
static void
judge_time(struct state *s, struct tenant *t, int64_t at_ns, struct state_view *v)
{
	bool marked = tenant_watermark(t, &v->watermark_ns);
	bool too_late = marked && span_over(at_ns, v->watermark_ns, s->lateness_ns);
	uint64_t lateness = t->times ? span_ns(at_ns, t->latest_ns[t->times - 1]) : 0;
	s->ledger.late += lateness > 0;
	s->ledger.too_late += too_late;
	if (s->ledger.max_lateness_ns < lateness)
		s->ledger.max_lateness_ns = lateness;
	tenant_note(t, at_ns);
	v->next_watermark_ns = t->latest_ns[0];
	v->too_late = too_late;
	v->jumped = marked && s->lateness_ns > 0 &&
		    span_over(v->watermark_ns, v->next_watermark_ns, s->lateness_ns);
}

int64_t
state_horizon(const struct state *s, const struct tenant *t)
{
	int64_t watermark;
	if (!tenant_watermark(t, &watermark))
		return INT64_MIN;
	return stamp_sub(watermark, (int64_t)s->lateness_ns);
}

static void
sweep(struct state *s, struct tenant *t, int64_t horizon)
{
	struct held *h = t->held;
	bool empty = false;
	if (horizon == INT64_MIN || h == s->nothing)
		return;
	for (size_t i = 0; i < s->shape.actives; i++) {
		const size_t k = s->shape.active[i];
		const struct space_shape *shape = &s->shape.kind[k].shape;
		if (space_is_due(&h->space[k], shape, horizon))
			empty |= space_sweep(&h->space[k], shape, &s->texts, horizon);
	}
	dedup_sweep(&h->dedup, horizon, t->latest_ns[0], s->dedup_ttl_ns, &s->verdicts);
	if (empty)
		let_go(s, t);
}

/*
 * Looks for a first event with the same id and content within the TTL; if there is one, the event
 * is a duplicate.  Otherwise the event becomes the first one of its content, and an id conflict is
 * noted if the id has a first event with other content within the TTL.
 */
static void
find_first(struct state *s, struct tenant *t, int64_t at_ns, struct state_view *v)
{
	const int64_t ttl_ns = (int64_t)s->dedup_ttl_ns;
	struct dedup *dedup = &t->held->dedup;
	if (!s->id->id.p)
		return;
	const struct dedup_found found = dedup_find(dedup, s->id);
	if (found.ref != 0 && !span_over(found.first_ns, at_ns, s->dedup_ttl_ns) &&
	    !span_over(at_ns, found.first_ns, s->dedup_ttl_ns)) {
		v->duplicate = verdicts_at(&s->verdicts, found.verdict);
		return;
	}
	if (found.ref != 0)
		dedup_remove(dedup, found.ref, &s->verdicts);
	if ((found.ref == 0 && !found.others) || event_id_is_of_line(s->id->id))
		return;
	v->id_conflict =
	    dedup_near(dedup, s->id, stamp_sub(at_ns, ttl_ns), stamp_add(at_ns, ttl_ns));
	s->ledger.id_conflicts += v->id_conflict;
}

static void
count_unit(
    struct state *s, struct unit *u, size_t k, const struct event *ev, struct state_scope *view)
{
	int64_t at_ns = ev->observed_at_ns;
	const struct space_shape *shape = &s->shape.kind[k].shape;
	struct unit_counts *c = unit_counts(u, shape);
	if (c->events == 0 || span_over(c->last_ns, at_ns, shape->ttl_ns)) {
		c->events = c->decisions = 0;
		c->first_ns = c->last_ns = at_ns;
	}
	view->event_count = ++c->events;
	view->decision_count = c->decisions;
	view->age_ns = span_ns(c->first_ns, at_ns);
	view->idle_ns = span_ns(c->last_ns, at_ns);
	if (c->first_ns > at_ns)
		c->first_ns = at_ns;
	if (c->last_ns > at_ns)
		return;
	c->last_ns = at_ns;
	names_set(&s->texts.names, &c->of, unit_key(u),
	    key_of(&s->scratch, state_id(k == SCOPE_ENTITY ? &ev->source_id : &ev->entity_id)));
}

/* Counts the event for its key of one kind. */
static void
count_kind(
    struct state *s, size_t k, const struct event *ev, int64_t horizon, struct state_scope *view)
{
	const struct kind *kind = &s->shape.kind[k];
	struct space *space = &s->at->held->space[k];
	struct sighting *it = &s->sighting[k];
	bool wanted = kind->shape.ttl_ns > 0;
	for (size_t i = 0; i < kind->shape.rings; i++)
		wanted |= s->counted[kind->series[i]];
	if (!kind_is_kept(kind))
		return;
	it->unit = space_find(space, it->hash, it->key);
	if (!it->unit && wanted) {
		space = &state_hold(s, s->at)->space[k];
		it->unit = space_add(space, it->hash, it->key);
	}
	if (!it->unit || !wanted)
		return;
	if (it->unit->latest_ns < ev->observed_at_ns)
		it->unit->latest_ns = ev->observed_at_ns;
	if (kind->shape.ttl_ns > 0)
		count_unit(s, it->unit, k, ev, view);
	for (size_t i = 0; i < kind->shape.rings; i++) {
		size_t series = kind->series[i];
		if (!s->counted[series])
			continue;
		struct ring *ring = unit_add_ring(space, it->unit, &kind->shape, i);
		ring_trim(ring, &kind->shape.ring[i], &s->texts.values, horizon);
		ring_add(ring, &kind->shape.ring[i], &s->texts.values, ev->observed_at_ns,
		    &s->item[series]);
	}
}

void
state_arrive(struct state *s, const struct event *ev, struct state_view *v)
{
	struct state_scope group = { 0 }; /* no rule compares counts of a group's key */
	v->event = ev;
	v->duplicate = NULL;
	v->id_conflict = false;
	arena_reset(&s->scratch);
	state_sight(s, ev);
	judge_time(s, s->at, ev->observed_at_ns, v);
	int64_t horizon = state_horizon(s, s->at);
	if (!v->too_late) {
		sweep(s, s->at, horizon);
		find_first(s, s->at, ev->observed_at_ns, v);
		if (v->duplicate)
			return;
	}
	find_series(s, ev);
	for (size_t i = 0; i < s->shape.actives; i++) {
		const size_t k = s->shape.active[i];
		const bool keyed = s->sighting[k].keyed;
		struct state_scope *scope = k < SCOPE_GROUP ? &v->scope[k] : &group;
		*scope = (struct state_scope){ .present = keyed, .event_count = keyed };
		if (keyed && !v->too_late)
			count_kind(s, k, ev, horizon, scope);
	}
}

/* Finds the aggregate of a ring; NULL is an empty ring.  Returns false if the aggregate of nothing
 * is undefined (Max, Min). */
static bool
look(struct state *s, struct ring *ring, const struct ring_shape *shape, int64_t at_ns,
    uint64_t span, number_wide *value)
{
	*value = 0;
	if (!ring)
		return fold_has_zero(shape->fold);
	if (shape->fold)
		return ring_fold(ring, shape, at_ns, span, value) || fold_has_zero(shape->fold);
	*value = shape->distinct ? ring_distinct(ring, shape, &s->texts.values, at_ns, span)
				 : ring_count(ring, shape, at_ns, span);
	return true;
}

bool
state_window(
    struct state *s, const struct state_view *v, size_t series, int64_t seconds, number_wide *value)
{
	struct series_ring at = s->shape.series[series];
	const struct sighting *it = &s->sighting[at.kind];
	const struct space_shape *kind = &s->shape.kind[at.kind].shape;
	const struct ring_shape *shape = &kind->ring[at.ring];
	if (!it->keyed)
		return false;
	if (v->too_late && s->counted[series]) {
		*value = shape->fold ? s->item[series].number : 1;
		return true;
	}
	struct ring *ring = it->unit && !v->too_late
				? unit_ring(&s->at->held->space[at.kind], it->unit, kind, at.ring)
				: NULL;
	return look(
	    s, ring, shape, v->event->observed_at_ns, (uint64_t)(seconds * STAMP_SECOND), value);
}

void
state_settle(struct state *s, struct state_view *v, const struct verdict *verdict)
{
	const struct event *ev = v->event;
	if (v->too_late || v->duplicate)
		return;
	if (s->id->id.p)
		dedup_add(&state_hold(s, s->at)->dedup, s->id, ev->observed_at_ns,
		    verdicts_take(&s->verdicts, verdict), s->key);
	if (verdict->outcome < OUTCOME_CHALLENGE)
		return;
	for (size_t k = 0; k < SCOPE_GROUP; k++)
		if (s->sighting[k].unit && s->shape.kind[k].shape.ttl_ns > 0)
			unit_counts(s->sighting[k].unit, &s->shape.kind[k].shape)->decisions++;
}

/* ---- accounts ------------------------------------------------------------------------------- */

struct state_ledger
state_ledger(const struct state *s)
{
	return s->ledger;
}

size_t
state_put_seconds(uint64_t ns, char out[STATE_SECONDS_MAX])
{
	int n = snprintf(out, STATE_SECONDS_MAX, "%llu", (unsigned long long)(ns / STAMP_SECOND));
	if (ns % STAMP_SECOND == 0)
		return (size_t)n;
	n += snprintf(out + n, STATE_SECONDS_MAX - (size_t)n, ".%09llu",
	    (unsigned long long)(ns % STAMP_SECOND));
	while (out[n - 1] == '0')
		n--;
	return (size_t)n;
}

static uint64_t
live_units(const struct space *space, const struct space_shape *shape, int64_t horizon)
{
	uint64_t live = 0;
	for (uint32_t ref = 1; ref <= space->pool.top; ref++)
		live += unit_counts_live(space_at(space, ref), shape, horizon);
	return live;
}

static uint64_t
ring_events(const struct space *space, const struct space_shape *shape)
{
	uint64_t events = 0;
	for (uint32_t ref = 1; ref <= space->pool.top; ref++) {
		const struct unit *u = space_at(space, ref);
		size_t n = u->key ? unit_rings(u, shape) : 0, number;
		for (size_t i = 0; i < n; i++)
			events += unit_ring_at(space, u, shape, i, &number)->n;
	}
	return events;
}

static void
add_tenant(const struct state *s, const struct tenant *t, struct state_size *size)
{
	const struct kind *kind = s->shape.kind;
	const struct held *h = t->held;
	int64_t horizon = state_horizon(s, t);
	size->bytes += mem_cost(sizeof(*t) + t->n);
	if (h == s->nothing)
		return;
	size->entities += live_units(&h->space[SCOPE_ENTITY], &kind[SCOPE_ENTITY].shape, horizon);
	size->sessions += live_units(&h->space[SCOPE_SESSION], &kind[SCOPE_SESSION].shape, horizon);
	size->entity_bytes += space_own_bytes(&h->space[SCOPE_ENTITY]);
	size->dedups += dedup_live(&h->dedup, horizon, s->dedup_ttl_ns);
	size->bytes += mem_cost(sizeof(*h) + s->shape.kinds * sizeof(*h->space));
	size->bytes += dedup_bytes(&h->dedup);
	for (size_t k = 0; k < s->shape.kinds; k++) {
		size->window_events += ring_events(&h->space[k], &kind[k].shape);
		size->bytes += space_bytes(&h->space[k], &kind[k].shape);
	}
}

struct state_size
state_size(const struct state *s)
{
	struct state_size size = { .tenants = s->tenants };
	size.bytes = distinct_bytes(&s->texts.values) + distinct_bytes(&s->texts.names);
	size.bytes += table_bytes(&s->table) + verdicts_bytes(&s->verdicts);
	size.bytes += s->tenant_cap * sizeof(struct tenant *);
	for (size_t i = 0; i < s->tenants; i++)
		add_tenant(s, s->tenant[i], &size);
	return size;
}
