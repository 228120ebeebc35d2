/* SPDX-License-Identifier: MIT */
#include "state/shape.h"

#include <stdlib.h>
#include <string.h>

#include "base/lookup.h"
#include "base/mem.h"
#include "time/stamp.h"

/* Returns a text that is equal for series with the same kind of key: the scope, or the group_by
 * fields. */
static struct text
key_of(const struct series *s, struct arena *a)
{
	size_t n = s->scope == SCOPE_GROUP ? s->groups * sizeof(*s->group) : 0;
	char *p = arena_alloc(a, n + 1);
	p[0] = (char)s->scope;
	if (n > 0)
		memcpy(p + 1, s->group, n);
	return (struct text){ p, n + 1 };
}

static void
find_kinds(struct shape *shape, const struct rules *rules, struct arena *a)
{
	struct lookup kinds = { 0 };
	for (size_t i = 0; i < rules->nseries; i++) {
		const struct series *s = &rules->series[i];
		struct text key = key_of(s, a);
		size_t k = s->scope == SCOPE_GROUP ? lookup_find(&kinds, key) : (size_t)s->scope;
		if (k == LOOKUP_NONE) {
			k = shape->kinds++;
			lookup_put(&kinds, key, k);
			shape->kind[k] = (struct kind){
				.scope = s->scope, .group = s->group, .groups = s->groups
			};
		}
		shape->series[i] = (struct series_ring){ k, shape->kind[k].shape.rings++ };
	}
	lookup_free(&kinds);
}

static int
cmp_span(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

/* Sorts spans and removes duplicates; returns how many are left. */
static size_t
unique(uint64_t *span, size_t n)
{
	size_t kept = 0;
	if (n > 1)
		qsort(span, n, sizeof(*span), cmp_span);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || span[kept - 1] != span[i])
			span[kept++] = span[i];
	return kept;
}

/* Collects, for each Distinct series, the different window lengths that look at it, ascending. */
static void
take_spans(const struct shape *shape, const struct rules *rules, struct arena *a)
{
	size_t *windows = mem_zalloc(rules->nseries + 1, sizeof(*windows));
	uint64_t **span = mem_zalloc(rules->nseries + 1, sizeof(*span));
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < rules->leaves; i++) {
			const struct leaf *leaf = &rules->leaf[i];
			size_t s = leaf->series;
			if (leaf->kind != LEAF_WINDOW ||
			    aggregate_takes(rules->series[s].aggregate) != TAKES_TEXT)
				continue;
			if (pass == 0) {
				windows[s]++;
				continue;
			}
			if (!span[s]) {
				span[s] = arena_zalloc(a, windows[s], sizeof(**span));
				windows[s] = 0;
			}
			span[s][windows[s]++] = (uint64_t)(leaf->seconds * STAMP_SECOND);
		}
	for (size_t s = 0; s < rules->nseries; s++) {
		struct series_ring at = shape->series[s];
		struct ring_shape *ring = &shape->ring[at.kind][at.ring];
		ring->span_ns = span[s];
		ring->windows = unique(span[s], windows[s]);
	}
	free(windows);
	free(span);
}

/* A pass begins when the horizon has moved by a quarter of the time that anything is kept behind
 * the watermark. */
void
shape_set_pass(struct space_shape *shape, uint64_t lateness_ns)
{
	shape->pass_ns = (shape->keep_ns + lateness_ns) / 4;
}

static struct ring_shape
ring_of(const struct series *s)
{
	return (struct ring_shape){ .distinct = aggregate_takes(s->aggregate) == TAKES_TEXT,
		.fold = aggregate_fold(s->aggregate),
		.longest_ns = (uint64_t)s->longest_ns };
}

/* Makes the rings of each kind, now that their number is known. */
static void
make_rings(struct shape *shape, const struct rules *rules, struct arena *a)
{
	shape->ring = arena_zalloc(a, shape->kinds, sizeof(*shape->ring));
	for (size_t k = 0; k < shape->kinds; k++) {
		struct kind *kind = &shape->kind[k];
		space_set_rings(&kind->shape, kind->shape.rings);
		shape->ring[k] = arena_zalloc(a, kind->shape.rings, sizeof(**shape->ring));
		kind->series = arena_zalloc(a, kind->shape.rings, sizeof(*kind->series));
		kind->shape.ring = shape->ring[k];
		kind->shape.keep_ns = kind->shape.ttl_ns;
	}
	for (size_t i = 0; i < rules->nseries; i++) {
		struct series_ring at = shape->series[i];
		struct kind *kind = &shape->kind[at.kind];
		struct ring_shape *ring = &shape->ring[at.kind][at.ring];
		*ring = ring_of(&rules->series[i]);
		kind->series[at.ring] = i;
		if (kind->shape.keep_ns < ring->longest_ns)
			kind->shape.keep_ns = ring->longest_ns;
	}
	for (size_t k = 0; k < shape->kinds; k++)
		shape_set_pass(
		    &shape->kind[k].shape, (uint64_t)(rules->runtime.lateness_s * STAMP_SECOND));
}

void
shape_init(struct shape *s, const struct rules *rules, struct arena *a)
{
	s->kind = arena_zalloc(a, SCOPE_GROUP + rules->nseries, sizeof(*s->kind));
	s->kind[SCOPE_ENTITY] = (struct kind){ .scope = SCOPE_ENTITY };
	s->kind[SCOPE_ENTITY].shape.ttl_ns =
	    (uint64_t)(rules->runtime.entity_state_ttl_s * STAMP_SECOND);
	s->kind[SCOPE_SESSION] = (struct kind){ .scope = SCOPE_SESSION };
	s->kind[SCOPE_SESSION].shape.ttl_ns =
	    (uint64_t)(rules->runtime.session_state_ttl_s * STAMP_SECOND);
	s->kinds = SCOPE_GROUP;
	s->series = arena_zalloc(a, rules->nseries, sizeof(*s->series));
	find_kinds(s, rules, a);
	make_rings(s, rules, a);
	take_spans(s, rules, a);
	s->active = arena_zalloc(a, s->kinds, sizeof(*s->active));
	shape_choose(s, rules);
}

/* Does a comparison look at the counts of this scope? */
static bool
is_compared(const struct rules *rules, size_t scope)
{
	for (size_t i = 0; i < rules->leaves; i++)
		if (rules->leaf[i].kind == LEAF_STATE && rules->leaf[i].scope == scope)
			return true;
	return false;
}

void
shape_choose(struct shape *s, const struct rules *rules)
{
	s->actives = 0;
	for (size_t k = 0; k < s->kinds; k++)
		if (kind_is_kept(&s->kind[k]) || (k < SCOPE_GROUP && is_compared(rules, k)))
			s->active[s->actives++] = k;
}
