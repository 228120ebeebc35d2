/* SPDX-License-Identifier: MIT */
#include "state/space.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "state/key.h"

enum {
	CACHE_LINE = 64,
	SWEEP = 4,       /* units looked at per step; a step adds at most one */
	TRIM = 4,        /* every TRIM-th pass also trims rings */
	RINGS_INSIDE = 1 /* how many of a unit's rings, the first ones, lie inside it */
};

void
space_init(struct space *s, const struct space_shape *shape, struct pages *pages)
{
	*s = (struct space){ 0 };
	s->passed_ns = INT64_MIN;
	size_t counts = shape->ttl_ns > 0 ? sizeof(struct unit_counts) : 0;
	size_t others = shape->rings > shape->inner ? sizeof(union unit_others) : 0;
	size_t block = shape->rings - shape->inner;
	pool_init_on(&s->pool,
	    sizeof(struct unit) + shape->inner * sizeof(struct ring) + others + counts, pages);
	if (block > 0)
		pool_init_on(&s->blocks,
		    (block < UNIT_BLOCK ? block : UNIT_BLOCK) * sizeof(struct ring), pages);
	s->table.pages = pages;
}

/* ---- rings of units ------------------------------------------------------------------------- */

void
space_set_rings(struct space_shape *shape, size_t rings)
{
	shape->rings = rings;
	shape->inner = rings < RINGS_INSIDE ? rings : RINGS_INSIDE;
}

/* Returns whether all rings outside a unit fit in one block. */
static bool
one_block(const struct space_shape *shape)
{
	return shape->rings - shape->inner <= UNIT_BLOCK;
}

static size_t
list_size(size_t cap)
{
	return sizeof(struct unit_blocks) + cap * sizeof(struct unit_block);
}

/* Returns how many blocks of the list have smaller numbers. */
static uint32_t
place_of(const struct unit_blocks *list, size_t number)
{
	uint32_t low = 0, high = list ? list->n : 0;
	while (low < high) {
		uint32_t middle = (low + high) / 2;
		if (list->item[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct ring *
unit_ring(
    const struct space *s, const struct unit *u, const struct space_shape *shape, size_t number)
{
	if (number < shape->inner)
		return (struct ring *)(uintptr_t)&u->ring[number];
	size_t i = number - shape->inner;
	uint32_t ref = unit_others(u, shape)->block;
	if (!one_block(shape)) {
		const struct unit_blocks *list = unit_others(u, shape)->list;
		uint32_t k = place_of(list, i / UNIT_BLOCK);
		bool there = list && k < list->n && list->item[k].number == i / UNIT_BLOCK;
		ref = there ? list->item[k].ref : 0;
	}
	return ref ? (struct ring *)pool_at(&s->blocks, ref) + i % UNIT_BLOCK : NULL;
}

static uint32_t
add_block(struct space *s, union unit_others *others, size_t number)
{
	struct unit_blocks *list = others->list;
	if (!list || list->n == list->cap) {
		uint32_t cap = list ? list->cap * 2 : 1, n = list ? list->n : 0;
		s->bytes += mem_cost(list_size(cap)) - (list ? mem_cost(list_size(n)) : 0);
		list = others->list = mem_resize(list, list_size(cap));
		list->n = n;
		list->cap = cap;
	}
	uint32_t i = place_of(list, number);
	memmove(&list->item[i + 1], &list->item[i], (list->n - i) * sizeof(list->item[0]));
	list->item[i] = (struct unit_block){ pool_new(&s->blocks), (uint32_t)number };
	list->n++;
	return list->item[i].ref;
}

struct ring *
unit_add_ring(struct space *s, struct unit *u, const struct space_shape *shape, size_t number)
{
	struct ring *ring = unit_ring(s, u, shape, number);
	if (ring)
		return ring;
	union unit_others *others = unit_others(u, shape);
	size_t i = number - shape->inner;
	uint32_t ref = one_block(shape) ? others->block = pool_new(&s->blocks)
					: add_block(s, others, i / UNIT_BLOCK);
	return (struct ring *)pool_at(&s->blocks, ref) + i % UNIT_BLOCK;
}

size_t
unit_rings(const struct unit *u, const struct space_shape *shape)
{
	size_t others = shape->rings - shape->inner;
	if (others == 0)
		return shape->inner;
	if (one_block(shape))
		return unit_others(u, shape)->block ? shape->rings : shape->inner;
	const struct unit_blocks *list = unit_others(u, shape)->list;
	if (!list)
		return shape->inner;
	size_t end = (list->item[list->n - 1].number + 1) * UNIT_BLOCK;
	return shape->inner + list->n * UNIT_BLOCK - (end > others ? end - others : 0);
}

struct ring *
unit_ring_at(const struct space *s, const struct unit *u, const struct space_shape *shape, size_t i,
    size_t *number)
{
	*number = i;
	if (i < shape->inner || one_block(shape))
		return unit_ring(s, u, shape, i);
	const struct unit_blocks *list = unit_others(u, shape)->list;
	i -= shape->inner;
	const struct unit_block *block = &list->item[i / UNIT_BLOCK];
	*number = shape->inner + block->number * UNIT_BLOCK + i % UNIT_BLOCK;
	return (struct ring *)pool_at(&s->blocks, block->ref) + i % UNIT_BLOCK;
}

/* Frees a block if its rings have no events any more. */
static bool
drop_block(struct space *s, const struct space_shape *shape, uint32_t ref)
{
	const struct ring *ring = pool_at(&s->blocks, ref);
	size_t n = one_block(shape) ? shape->rings - shape->inner : UNIT_BLOCK;
	for (size_t i = 0; i < n; i++)
		if (ring[i].n > 0)
			return false;
	pool_drop(&s->blocks, ref);
	return true;
}

/* Frees the unit's blocks without events. */
static void
drop_empty(struct space *s, const struct space_shape *shape, struct unit *u)
{
	union unit_others *others = unit_others(u, shape);
	if (one_block(shape)) {
		if (others->block && drop_block(s, shape, others->block))
			others->block = 0;
		return;
	}
	struct unit_blocks *list = others->list;
	uint32_t kept = 0;
	if (!list)
		return;
	for (uint32_t i = 0; i < list->n; i++)
		if (!drop_block(s, shape, list->item[i].ref))
			list->item[kept++] = list->item[i];
	list->n = kept;
	if (kept > 0)
		return;
	s->bytes -= mem_cost(list_size(list->cap));
	free(list);
	others->list = NULL;
}

/* Trims all rings of a unit to the horizon. */
static void
trim_rings(struct space *s, const struct space_shape *shape, struct texts *texts, struct unit *u,
    int64_t horizon_ns)
{
	size_t n = unit_rings(u, shape), number;
	for (size_t i = 0; i < n; i++) {
		struct ring *ring = unit_ring_at(s, u, shape, i, &number);
		if (ring->n > 0)
			ring_trim(ring, &shape->ring[number], &texts->values, horizon_ns);
	}
	if (shape->rings > shape->inner)
		drop_empty(s, shape, u);
}

/* ---- units ---------------------------------------------------------------------------------- */

/* Frees what the unit refers to. */
static void
release(struct space *s, const struct space_shape *shape, struct texts *texts, struct unit *u)
{
	size_t n = unit_rings(u, shape), number;
	for (size_t i = 0; i < n; i++) {
		struct ring *ring = unit_ring_at(s, u, shape, i, &number);
		ring_free(ring, &shape->ring[number], &texts->values);
	}
	if (shape->rings > shape->inner)
		drop_empty(s, shape, u);
	if (shape->ttl_ns > 0)
		names_drop(&texts->names, &unit_counts(u, shape)->of);
	if (u->key != u->small) {
		s->bytes -= mem_cost(u->n + 1);
		free(u->key);
	}
}

static void
drop(struct space *s, const struct space_shape *shape, struct texts *texts, uint32_t ref)
{
	struct unit *u = space_at(s, ref);
	table_remove(&s->table, u->hash, ref);
	release(s, shape, texts, u);
	pool_drop(&s->pool, ref);
}

void
space_free(struct space *s, const struct space_shape *shape, struct texts *texts)
{
	for (uint32_t ref = 1; ref <= s->pool.top; ref++)
		if (space_at(s, ref)->key)
			release(s, shape, texts, space_at(s, ref));
	pool_free(&s->pool);
	pool_free(&s->blocks);
	table_free(&s->table);
}

struct wanted {
	const struct space *space;
	struct text key;
};

static bool
same(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct unit *u = space_at(w->space, ref);
	return u->n == w->key.n && key_same(u->key, w->key.p, u->n);
}

struct unit *
space_find(const struct space *s, uint32_t hash, struct text key)
{
	struct wanted wanted = { s, key };
	uint32_t ref = table_find(&s->table, hash, same, &wanted);
	return ref ? space_at(s, ref) : NULL;
}

void
space_expect(const struct space *s, uint32_t hash)
{
	uint32_t ref = table_first(&s->table, hash);
	if (ref == 0)
		return;
	const char *unit = (const char *)space_at(s, ref);
	for (size_t i = 0; i < s->pool.item; i += CACHE_LINE)
		__builtin_prefetch(unit + i);
	__builtin_prefetch(unit + s->pool.item - 1);
}

void
space_expect_rings(const struct space *s, const struct space_shape *shape, uint32_t hash)
{
	uint32_t ref = shape->rings > shape->inner ? table_first(&s->table, hash) : 0;
	if (ref == 0)
		return;
	const union unit_others *others = unit_others(space_at(s, ref), shape);
	if (!one_block(shape) || !others->block)
		return;
	const char *block = pool_at(&s->blocks, others->block);
	for (size_t i = 0; i < s->blocks.item; i += CACHE_LINE)
		__builtin_prefetch(block + i);
}

struct unit *
space_add(struct space *s, uint32_t hash, struct text key)
{
	assert(key.n < UINT32_MAX);
	uint32_t ref = pool_new(&s->pool);
	struct unit *u = space_at(s, ref);
	if (key.n <= UNIT_SHORT) {
		u->key = u->small;
		memcpy(u->small, key.p, key.n);
	} else {
		u->key = mem_dup(key.p, key.n);
		s->bytes += mem_cost(key.n + 1);
	}
	u->n = (uint32_t)key.n;
	u->hash = hash;
	u->latest_ns = INT64_MIN;
	table_add(&s->table, hash, ref);
	return u;
}

/* Ends a pass: if no unit is left, all memory is freed. */
static bool
give_back(struct space *s)
{
	if (s->pool.used > 0)
		return false;
	pool_free(&s->pool);
	pool_free(&s->blocks);
	table_free(&s->table);
	return true;
}

bool
space_sweep(
    struct space *s, const struct space_shape *shape, struct texts *texts, int64_t horizon_ns)
{
	if (!space_is_due(s, shape, horizon_ns))
		return false;
	if (s->swept == 0) {
		s->passed_ns = horizon_ns;
		s->passes++;
	}
	for (int i = 0; i < SWEEP; i++) {
		if (s->swept == s->pool.top) {
			s->swept = 0;
			return give_back(s);
		}
		struct unit *u = space_at(s, ++s->swept);
		if (u->key && span_over(u->latest_ns, horizon_ns, shape->keep_ns)) {
			drop(s, shape, texts, s->swept);
			continue;
		}
		/* The unit is alive, but some of its rings may have got no event for long. */
		if (u->key && s->passes % TRIM == 0)
			trim_rings(s, shape, texts, u, horizon_ns);
	}
	return false;
}

bool
unit_counts_live(const struct unit *u, const struct space_shape *shape, int64_t horizon_ns)
{
	if (!u->key || shape->ttl_ns == 0)
		return false;
	const struct unit_counts *c = unit_counts(u, shape);
	return c->events > 0 && !span_over(c->last_ns, horizon_ns, shape->ttl_ns);
}

uint64_t
space_own_bytes(const struct space *s)
{
	return table_bytes(&s->table) + pool_bytes(&s->pool);
}

uint64_t
space_bytes(const struct space *s, const struct space_shape *shape)
{
	uint64_t bytes = s->bytes + space_own_bytes(s) + pool_bytes(&s->blocks);
	for (uint32_t ref = 1; ref <= s->pool.top; ref++) {
		const struct unit *u = space_at(s, ref);
		size_t n = u->key ? unit_rings(u, shape) : 0, number;
		for (size_t i = 0; i < n; i++) {
			const struct ring *ring = unit_ring_at(s, u, shape, i, &number);
			bytes += ring_bytes(ring, &shape->ring[number]);
		}
	}
	return bytes;
}
