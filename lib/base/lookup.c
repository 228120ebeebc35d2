/* SPDX-License-Identifier: MIT */
#include "base/lookup.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/siphash.h"

static const struct siphash_key fixed_key = { 0x6573706572206e61, 0x6d65732121212121 };

enum { SMALLEST = 16 };

/* Returns the slot that holds t, or the free one where it belongs. */
static struct lookup_slot *
find(const struct lookup *l, struct text t)
{
	size_t i = siphash(fixed_key, t.p, t.n) & (l->cap - 1);
	while (l->slot[i].text.p && !text_eq(l->slot[i].text, t))
		i = (i + 1) & (l->cap - 1);
	return &l->slot[i];
}

static void
grow(struct lookup *l)
{
	struct lookup old = *l;
	l->cap = old.cap ? old.cap * 2 : SMALLEST;
	l->slot = mem_zalloc(l->cap, sizeof(*l->slot));
	for (size_t i = 0; i < old.cap; i++)
		if (old.slot[i].text.p)
			*find(l, old.slot[i].text) = old.slot[i];
	free(old.slot);
}

size_t
lookup_find(const struct lookup *l, struct text t)
{
	if (l->cap == 0 || !t.p)
		return LOOKUP_NONE;
	const struct lookup_slot *slot = find(l, t);
	return slot->text.p ? slot->number : LOOKUP_NONE;
}

void
lookup_put(struct lookup *l, struct text t, size_t number)
{
	assert(t.p);
	if (l->n * 2 >= l->cap)
		grow(l);
	struct lookup_slot *slot = find(l, t);
	l->n += !slot->text.p;
	*slot = (struct lookup_slot){ t, number };
}

void
lookup_free(struct lookup *l)
{
	free(l->slot);
	*l = (struct lookup){ 0 };
}
