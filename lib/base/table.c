/* SPDX-License-Identifier: MIT */
#include "base/table.h"

#include <string.h>

#include "base/mem.h"

enum { SMALLEST = 2 };

static void
place(struct table_slot *slot, size_t cap, struct table_slot what)
{
	size_t i = what.hash & (cap - 1);
	while (slot[i].ref != 0)
		i = (i + 1) & (cap - 1);
	slot[i] = what;
}

static void
resize(struct table *t, size_t cap)
{
	const size_t bytes = cap * sizeof(struct table_slot);
	struct table_slot *slot;
	if (bytes <= PAGES_MOST)
		slot = memset(pages_take(t->pages, bytes), 0, bytes);
	else
		slot = mem_zalloc_scattered(cap, sizeof(*slot));
	for (size_t i = 0; i < t->cap; i++)
		if (t->slot[i].ref != 0)
			place(slot, cap, t->slot[i]);
	pages_give(t->pages, t->slot, t->cap * sizeof(*slot));
	t->slot = slot;
	t->cap = cap;
}

void
table_add(struct table *t, uint32_t hash, uint32_t ref)
{
	if ((t->n + 1) * 5 > t->cap * 4)
		resize(t, t->cap ? t->cap * 2 : SMALLEST);
	place(t->slot, t->cap, (struct table_slot){ hash, ref });
	t->n++;
}

void
table_remove(struct table *t, uint32_t hash, uint32_t ref)
{
	size_t mask = t->cap - 1, hole = hash & mask;
	while (t->slot[hole].ref != ref)
		hole = (hole + 1) & mask;
	/* Moves a following entry into the hole if the hole would cut it off from its home slot. */
	for (size_t i = (hole + 1) & mask; t->slot[i].ref != 0; i = (i + 1) & mask) {
		size_t home = t->slot[i].hash & mask;
		if (((i - home) & mask) < ((i - hole) & mask))
			continue;
		t->slot[hole] = t->slot[i];
		hole = i;
	}
	t->slot[hole].ref = 0;
	t->n--;
	if (t->n == 0)
		table_free(t);
	else if (t->cap > SMALLEST && t->n * 8 < t->cap)
		resize(t, t->cap / 2);
}

void
table_free(struct table *t)
{
	pages_give(t->pages, t->slot, t->cap * sizeof(*t->slot));
	*t = (struct table){ .pages = t->pages };
}

size_t
table_bytes(const struct table *t)
{
	return t->cap > 0 ? pages_cost(t->pages, t->cap * sizeof(*t->slot)) : 0;
}
