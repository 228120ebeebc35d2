/* SPDX-License-Identifier: MIT */
#include "state/shape.h"

#include <string.h>

#include "time/stamp.h"

static bool
same_key(const struct kind *k, const struct series *s)
{
	if (k->scope != s->scope)
		return false;
	if (s->scope != SCOPE_GROUP)
		return true;
	return k->groups == s->groups &&
	       memcmp(k->group, s->group, s->groups * sizeof(*s->group)) == 0;
}

static size_t
kind_of(struct shape *shape, const struct series *s)
{
	size_t k = 0;
	while (k < shape->kinds && !same_key(&shape->kind[k], s))
		k++;
	if (k == shape->kinds)
		shape->kind[shape->kinds++] =
		    (struct kind){ .scope = s->scope, .group = s->group, .groups = s->groups };
	return k;
}

/* The different lengths of the windows that look at a series. */
static void
take_spans(struct ring_shape *ring, const struct rules *rules, size_t series, struct arena *a)
{
	uint64_t *span = arena_zalloc(a, rules->leaves, sizeof(*span));
	size_t n = 0;
	for (size_t i = 0; i < rules->leaves; i++) {
		const struct leaf *leaf = &rules->leaf[i];
		if (leaf->kind != LEAF_WINDOW || leaf->series != series)
			continue;
		uint64_t ns = (uint64_t)(leaf->seconds * STAMP_SECOND);
		size_t same = 0;
		while (same < n && span[same] != ns)
			same++;
		if (same == n)
			span[n++] = ns;
	}
	ring->span_ns = span;
	ring->windows = n;
}

/* A quarter of the time that anything is kept: behind the watermark, it is more than that. */
void
shape_set_pass(struct space_shape *shape, uint64_t lateness_ns)
{
	shape->pass_ns = (shape->keep_ns + lateness_ns) / 4;
}

/* The rings of one kind: those of the series that were placed there. */
static void
lay_out(struct shape *shape, const struct rules *rules, size_t k, struct arena *a)
{
	struct kind *kind = &shape->kind[k];
	struct ring_shape *ring = arena_zalloc(a, rules->nseries, sizeof(*ring));
	size_t *number = arena_zalloc(a, rules->nseries, sizeof(*number)), n = 0;
	kind->shape.keep_ns = kind->shape.ttl_ns;
	for (size_t i = 0; i < rules->nseries; i++) {
		const struct series *s = &rules->series[i];
		if (shape->place[i].kind != k)
			continue;
		shape->place[i].ring = n;
		number[n] = i;
		ring[n].longest_ns = (uint64_t)s->longest_ns;
		if (kind->shape.keep_ns < ring[n].longest_ns)
			kind->shape.keep_ns = ring[n].longest_ns;
		ring[n].distinct = s->aggregate == AGGREGATE_DISTINCT;
		ring[n].fold = s->aggregate == AGGREGATE_SUM   ? FOLD_SUM
			       : s->aggregate == AGGREGATE_MAX ? FOLD_MAX
							       : FOLD_NONE;
		if (ring[n].distinct)
			take_spans(&ring[n], rules, i, a);
		n++;
	}
	shape_set_pass(&kind->shape, (uint64_t)(rules->runtime.lateness_s * STAMP_SECOND));
	kind->series = number;
	kind->shape.ring = ring;
	kind->shape.rings = n;
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
	s->place = arena_zalloc(a, rules->nseries, sizeof(*s->place));
	for (size_t i = 0; i < rules->nseries; i++)
		s->place[i].kind = kind_of(s, &rules->series[i]);
	for (size_t k = 0; k < s->kinds; k++)
		lay_out(s, rules, k, a);
}
