/* SPDX-License-Identifier: MIT */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A hash table of references: numbers from 1, whose meaning is the caller's, as is the comparison
 * of keys.  Eight bytes a slot, open addressing, linear probing.  All zero is a valid empty table.
 * The hash is that of a keyed function (SipHash): low 32 bits of it.
 */
struct table_slot {
	uint32_t hash, ref; /* ref 0: empty */
};

struct table {
	struct table_slot *slot;
	size_t cap, n; /* cap: 0 or a power of two */
};

void table_add(struct table *t, uint32_t hash, uint32_t ref);
void table_remove(struct table *t, uint32_t hash, uint32_t ref); /* which is there */
void table_free(struct table *t);
size_t table_bytes(const struct table *t);

/* Says that a hash will be looked for soon, to have its place in the cache by then. */
static inline void
table_expect(const struct table *t, uint32_t hash)
{
	if (t->cap > 0)
		__builtin_prefetch(&t->slot[hash & (t->cap - 1)]);
}

/* The reference that table_find is to compare first, or 0. */
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

/* The reference with this hash for which same(context, ref) holds, or 0. */
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
