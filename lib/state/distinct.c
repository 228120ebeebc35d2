/* SPDX-License-Identifier: MIT */
#include "state/distinct.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
distinct_init(struct distinct *d, struct siphash_key key)
{
	*d = (struct distinct){ .key = key };
	pool_init(&d->pool, sizeof(struct distinct_text));
}

void
distinct_free(struct distinct *d)
{
	for (uint32_t ref = 1; ref <= d->pool.top; ref++)
		free(distinct_at(d, ref)->p);
	pool_free(&d->pool);
	table_free(&d->table);
}

struct wanted {
	const struct distinct *distinct;
	const void *ring;
	struct text text;
};

static bool
same(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct distinct_text *t = distinct_at(w->distinct, ref);
	return t->ring == w->ring && t->n == w->text.n && memcmp(t->p, w->text.p, t->n) == 0;
}

/* No client can choose the address of a ring, so it can be mixed in without a key. */
static uint32_t
hash_of(const struct distinct *d, const void *ring, struct text t)
{
	uint64_t mixed = (uint64_t)(uintptr_t)ring * UINT64_C(0x9e3779b97f4a7c15);
	return (uint32_t)(siphash(d->key, t.p, t.n) ^ mixed >> 32);
}

uint32_t
distinct_take(struct distinct *d, const void *ring, struct text text)
{
	assert(text.n < UINT32_MAX);
	struct wanted wanted = { d, ring, text };
	uint32_t hash = hash_of(d, ring, text), ref = table_find(&d->table, hash, same, &wanted);
	if (ref == 0) {
		ref = pool_new(&d->pool);
		struct distinct_text *t = distinct_at(d, ref);
		t->p = mem_dup(text.p, text.n);
		t->n = (uint32_t)text.n;
		t->hash = hash;
		t->ring = ring;
		table_add(&d->table, hash, ref);
		d->bytes += mem_cost(text.n + 1);
	}
	distinct_at(d, ref)->events++;
	return ref;
}

void
distinct_drop(struct distinct *d, uint32_t ref)
{
	struct distinct_text *t = distinct_at(d, ref);
	if (--t->events > 0)
		return;
	table_remove(&d->table, t->hash, ref);
	d->bytes -= mem_cost(t->n + 1);
	free(t->p);
	pool_drop(&d->pool, ref);
}

uint64_t
distinct_bytes(const struct distinct *d)
{
	return d->bytes + table_bytes(&d->table) + pool_bytes(&d->pool);
}
