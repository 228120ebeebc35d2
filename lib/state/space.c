/* SPDX-License-Identifier: MIT */
#include "state/space.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "state/key.h"
#include "state/span.h"

enum {
	CACHE_LINE = 64,
	SWEEP = 4, /* units looked at in a step, in which one is added at most */
	TRIM = 4   /* each so-manieth pass looks at rings, too */
};

void
space_init(struct space *s, const struct space_shape *shape)
{
	*s = (struct space){ 0 };
	s->passed_ns = INT64_MIN;
	size_t entry = shape->ttl_ns > 0 ? sizeof(struct unit_entry) : 0;
	pool_init(&s->pool, sizeof(struct unit) + shape->rings * sizeof(struct ring) + entry);
}

/* Gives back what the unit refers to. */
static void
release(struct space *s, const struct space_shape *shape, struct texts *texts, struct unit *u)
{
	for (size_t i = 0; i < shape->rings; i++)
		ring_free(&u->ring[i], &shape->ring[i], &texts->values);
	if (shape->ttl_ns > 0)
		names_drop(&texts->names, &unit_entry(u, shape)->of);
	if (u->key != u->small) {
		s->bytes -= u->n + 1;
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
		s->bytes += key.n + 1;
	}
	u->n = (uint32_t)key.n;
	u->hash = hash;
	u->latest_ns = INT64_MIN;
	table_add(&s->table, hash, ref);
	return u;
}

/* Does a pass begin?  When some of what there was the last time may be over. */
static bool
begin_pass(struct space *s, const struct space_shape *shape, int64_t horizon_ns)
{
	if (s->pool.top == 0 || !span_over(s->passed_ns, horizon_ns, shape->pass_ns))
		return false;
	s->passed_ns = horizon_ns;
	s->passes++;
	return true;
}

void
space_sweep(
    struct space *s, const struct space_shape *shape, struct texts *texts, int64_t horizon_ns)
{
	if (s->swept == 0 && !begin_pass(s, shape, horizon_ns))
		return;
	for (int i = 0; i < SWEEP; i++) {
		if (s->swept == s->pool.top) {
			s->swept = 0;
			return;
		}
		struct unit *u = space_at(s, ++s->swept);
		if (u->key && span_over(u->latest_ns, horizon_ns, shape->keep_ns)) {
			drop(s, shape, texts, s->swept);
			continue;
		}
		/* Rings of units that live on, to which nothing was added for long. */
		for (size_t k = 0; u->key && s->passes % TRIM == 0 && k < shape->rings; k++)
			if (u->ring[k].n > 0)
				ring_trim(&u->ring[k], &shape->ring[k], &texts->values, horizon_ns);
	}
}

bool
space_entry_lives(const struct unit *u, const struct space_shape *shape, int64_t horizon_ns)
{
	if (!u->key || shape->ttl_ns == 0)
		return false;
	const struct unit_entry *e = unit_entry(u, shape);
	return e->events > 0 && !span_over(e->last_ns, horizon_ns, shape->ttl_ns);
}

uint64_t
space_own_bytes(const struct space *s)
{
	return s->table.cap * sizeof(struct table_slot) + pool_bytes(&s->pool);
}

uint64_t
space_bytes(const struct space *s, const struct space_shape *shape)
{
	uint64_t bytes = s->bytes + space_own_bytes(s);
	for (uint32_t ref = 1; ref <= s->pool.top; ref++) {
		const struct unit *u = space_at(s, ref);
		for (size_t i = 0; u->key && i < shape->rings; i++)
			bytes += ring_bytes(&u->ring[i], &shape->ring[i]);
	}
	return bytes;
}
