/* SPDX-License-Identifier: MIT */
#include "state/save.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "state/span.h"
#include "state/state_private.h"

/* One save. */
struct saver {
	const struct state *state;
	const struct tenant *tenant;
	int64_t horizon_ns; /* of the current tenant */
	struct snapshot_writer writer;
	struct fact fact;     /* what every fact of the tenant starts from */
	struct arena scratch; /* reset for each fact */
};

/* ---- ids ------------------------------------------------------------------------------------ */

static int
cmp_first(const void *a, const void *b)
{
	const struct dedup_first *x = a, *y = b;
	int cmp = text_cmp(x->id, y->id);
	return cmp ? cmp : memcmp(x->content, y->content, CONTENT_BYTES);
}

static void
save_dedup(struct saver *v)
{
	const struct state *s = v->state;
	size_t n;
	struct dedup_first *list =
	    dedup_list(&v->tenant->held->dedup, v->horizon_ns, s->dedup_ttl_ns, &n);
	qsort(list, n, sizeof(*list), cmp_first);
	for (size_t i = 0; i < n; i++) {
		struct fact f = v->fact;
		f.kind = FACT_DEDUP;
		f.id = list[i].id;
		f.content_digest = list[i].content;
		f.first_ns = list[i].first_ns;
		f.verdict = *verdicts_at(&s->verdicts, list[i].verdict);
		snapshot_put(&v->writer, &f);
	}
	free(list);
}

/* ---- entities and sessions ------------------------------------------------------------------ */

static int
cmp_unit(const void *a, const void *b)
{
	const struct unit *const *x = a, *const *y = b;
	return text_cmp(unit_key(*x), unit_key(*y));
}

static void
save_units(struct saver *v, size_t k)
{
	const struct space *space = &v->tenant->held->space[k];
	const struct space_shape *shape = &v->state->shape.kind[k].shape;
	const struct unit **list = mem_zalloc(space->pool.used + 1, sizeof(struct unit *));
	size_t n = 0;
	for (uint32_t ref = 1; ref <= space->pool.top; ref++) {
		const struct unit *u = space_at(space, ref);
		if (unit_counts_live(u, shape, v->horizon_ns))
			list[n++] = u;
	}
	qsort(list, n, sizeof(struct unit *), cmp_unit);
	for (size_t i = 0; i < n; i++) {
		const struct unit_counts *from = unit_counts(list[i], shape);
		struct fact f = v->fact;
		f.kind = k == SCOPE_ENTITY ? FACT_ENTITY : FACT_SESSION;
		f.id = unit_key(list[i]);
		f.of = names_get(&v->state->texts.names, from->of, f.id);
		f.events = from->events;
		f.decisions = from->decisions;
		f.first_ns = from->first_ns;
		f.last_ns = from->last_ns;
		snapshot_put(&v->writer, &f);
	}
	free(list);
}

/* ---- windows -------------------------------------------------------------------------------- */

/* A ring with events that windows may still look at. */
struct found {
	const struct unit *unit;
	uint32_t kind, ring;
};

/* Cuts the next text off a group's key, as state_group_key wrote it. */
static struct text
next_part(const struct kind *kind, struct text *rest)
{
	struct text part = *rest;
	if (kind->groups > 1) {
		memcpy(&part.n, rest->p, sizeof(part.n));
		part.p = rest->p + sizeof(part.n);
	}
	*rest = (struct text){ part.p + part.n, rest->n - (size_t)(part.p + part.n - rest->p) };
	return part;
}

static size_t
parts(const struct kind *kind)
{
	return kind->scope == SCOPE_GROUP ? kind->groups : 1;
}

static int
cmp_found(const void *a, const void *b, void *context)
{
	const struct state *s = context;
	const struct found *x = a, *y = b;
	const struct kind *kx = &s->shape.kind[x->kind], *ky = &s->shape.kind[y->kind];
	struct text restx = unit_key(x->unit), resty = unit_key(y->unit);
	for (size_t i = 0; i < parts(kx) && i < parts(ky); i++) {
		int cmp = text_cmp(next_part(kx, &restx), next_part(ky, &resty));
		if (cmp != 0)
			return cmp;
	}
	if (parts(kx) != parts(ky))
		return parts(kx) < parts(ky) ? -1 : 1;
	return text_cmp(
	    s->rules->series[kx->series[x->ring]].text, s->rules->series[ky->series[y->ring]].text);
}

static struct found *
find_rings(const struct saver *v, size_t *n)
{
	struct found *list = NULL;
	size_t cap = 0;
	*n = 0;
	for (size_t k = 0; k < v->state->shape.kinds; k++) {
		const struct space *space = &v->tenant->held->space[k];
		const struct space_shape *shape = &v->state->shape.kind[k].shape;
		for (uint32_t ref = 1; shape->rings > 0 && ref <= space->pool.top; ref++) {
			const struct unit *u = space_at(space, ref);
			size_t rings = u->key ? unit_rings(u, shape) : 0, number;
			for (size_t i = 0; i < rings; i++) {
				const struct ring *ring = unit_ring_at(space, u, shape, i, &number);
				const struct ring_shape *of = &shape->ring[number];
				if (ring_over(ring, of, v->horizon_ns) == ring->n)
					continue;
				list = mem_grow(list, &cap, *n + 1, sizeof(*list));
				list[(*n)++] = (struct found){ u, (uint32_t)k, (uint32_t)number };
			}
		}
	}
	return list;
}

static int
cmp_text(const void *a, const void *b)
{
	return text_cmp(((const struct ring_item *)a)->text, ((const struct ring_item *)b)->text);
}

/* Sorts texts of equal time, because their order in the ring depends on the order of arrival. */
static void
sort_texts(const int64_t *at_ns, struct ring_item *item, size_t n)
{
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && at_ns[end] == at_ns[i];)
			end++;
		if (end - i > 1)
			qsort(item + i, end - i, sizeof(*item), cmp_text);
	}
}

static void
save_ring(struct saver *v, const struct found *f)
{
	const struct kind *kind = &v->state->shape.kind[f->kind];
	const struct ring *ring =
	    unit_ring(&v->tenant->held->space[f->kind], f->unit, &kind->shape, f->ring);
	const struct ring_shape *shape = &kind->shape.ring[f->ring];
	uint32_t over = ring_over(ring, shape, v->horizon_ns);
	struct fact fact = v->fact;
	struct text rest = unit_key(f->unit);
	arena_reset(&v->scratch);
	struct text *key = arena_zalloc(&v->scratch, parts(kind), sizeof(*key));
	for (size_t i = 0; i < parts(kind); i++)
		key[i] = next_part(kind, &rest);
	fact.kind = FACT_WINDOW;
	fact.key = key;
	fact.keys = parts(kind);
	const struct series *series = &v->state->rules->series[kind->series[f->ring]];
	fact.series = series->text;
	fact.times = ring->n - over;
	fact.takes = aggregate_takes(series->aggregate);
	int64_t *at_ns = arena_zalloc(&v->scratch, fact.times, sizeof(*at_ns));
	struct ring_item *item = arena_zalloc(&v->scratch, fact.times, sizeof(*item));
	for (uint32_t i = 0; i < fact.times; i++)
		at_ns[i] = ring_event(ring, shape, &v->state->texts.values, over + i, &item[i]);
	if (shape->distinct)
		sort_texts(at_ns, item, fact.times);
	fact.at_ns = at_ns;
	fact.item = item;
	snapshot_put(&v->writer, &fact);
}

static void
save_windows(struct saver *v)
{
	size_t n;
	struct found *list = find_rings(v, &n);
	if (n > 0)
		qsort_r(list, n, sizeof(*list), cmp_found, (void *)(uintptr_t)v->state);
	for (size_t i = 0; i < n; i++)
		save_ring(v, &list[i]);
	free(list);
}

/* ---- all ------------------------------------------------------------------------------------ */

static void
save_tenant(struct saver *v, const struct tenant *t)
{
	v->tenant = t;
	v->horizon_ns = state_horizon(v->state, t);
	v->fact = (struct fact){ .tenant_id = tenant_id(t) };
	save_dedup(v);
	save_units(v, SCOPE_ENTITY);
	save_units(v, SCOPE_SESSION);
	struct fact f = v->fact;
	f.kind = FACT_WATERMARK;
	f.at_ns = t->latest_ns;
	f.times = t->times;
	if (f.times > 0)
		snapshot_put(&v->writer, &f);
	save_windows(v);
}

static int
cmp_tenant(const void *a, const void *b)
{
	const struct tenant *const *x = a, *const *y = b;
	if (!(*x)->named || !(*y)->named)
		return (*x)->named - (*y)->named;
	return text_cmp(tenant_id(*x), tenant_id(*y));
}

int
state_save(const struct state *s, const struct position *position, struct buf *image, struct err *e)
{
	struct saver v = { .state = s };
	assert(!s->contents.quick); /* quick digests mean nothing outside this process */
	struct tenant **tenant = mem_zalloc(s->tenants + 1, sizeof(struct tenant *));
	for (size_t i = 0; i < s->tenants; i++)
		tenant[i] = s->tenant[i];
	qsort(tenant, s->tenants, sizeof(struct tenant *), cmp_tenant);
	snapshot_begin(&v.writer, s->key, image, position);
	for (size_t i = 0; i < s->tenants; i++)
		save_tenant(&v, tenant[i]);
	free(tenant);
	arena_free(&v.scratch);
	return snapshot_end(&v.writer, e);
}
