/* SPDX-License-Identifier: MIT */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pages.h"

/*
 * A hash table of references: numbers from 1, whose meaning the caller defines, as well as how keys
 * compare.  Open addressing with linear probing, eight bytes per slot.  A table of all zeros is
 * valid and empty.  Its `pages` may be set before anything is added.  Hashes are the low 32 bits of
 * a keyed hash (SipHash).
 */
struct table_slot {
	uint32_t hash, ref; /* ref 0: the slot is empty */
};

struct table {
	struct table_slot *slot;
	size_t cap, n;       /* cap is 0 or a power of two */
	struct pages *pages; /* where its memory comes from; NULL: from malloc */
};

void table_add(struct table *t, uint32_t hash, uint32_t ref);
void table_remove(struct table *t, uint32_t hash, uint32_t ref); /* it must be there */
void table_free(struct table *t);
size_t table_bytes(const struct table *t);

/* Prefetches the slot of a hash that will be looked up soon. */
static inline void
table_expect(const struct table *t, uint32_t hash)
{
	if (t->cap > 0)
		__builtin_prefetch(&t->slot[hash & (t->cap - 1)]);
}

/* Returns the reference that table_find compares first, or 0. */
static inline uint32_t
table_first(const struct table *t, uint32_t hash)
{
	if (t->cap == 0)
		return 0;
	size_t i = hash & (t->cap - 1);
	while (t->slot[i].ref != 0 && t->slot[i].hash != hash)
		i = (i + 1) & (t->cap - 1);
	return t->slot[i].ref;
}

/* Returns the reference with this hash for which same(context, ref) is true, or 0. */
static inline uint32_t
table_find(const struct table *t, uint32_t hash, bool (*same)(const void *context, uint32_t ref),
    const void *context)
{
	if (t->cap == 0)
		return 0;
	for (size_t i = hash & (t->cap - 1);; i = (i + 1) & (t->cap - 1)) {
		if (t->slot[i].ref == 0)
			return 0;
		if (t->slot[i].hash == hash && same(context, t->slot[i].ref))
			return t->slot[i].ref;
	}
}

#endif
