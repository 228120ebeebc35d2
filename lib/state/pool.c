/* SPDX-License-Identifier: MIT */
#include "state/pool.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* How a free item is linked, behind its NULL pointer. */
struct free_item {
	void *null;
	uint32_t next;
};

void
pool_init(struct pool *p, size_t item)
{
	assert(item >= sizeof(struct free_item) && item % 8 == 0);
	*p = (struct pool){ .item = item };
}

/* Items made so far would fill this many. */
static uint64_t
room(size_t chunks)
{
	return ((uint64_t)POOL_FIRST << chunks) - POOL_FIRST;
}

uint32_t
pool_new(struct pool *p)
{
	uint32_t ref = p->free;
	if (ref != 0) {
		p->free = ((struct free_item *)pool_at(p, ref))->next;
	} else {
		assert(p->top < UINT32_MAX);
		if (p->top == room(p->chunks)) {
			p->chunk =
			    mem_grow(p->chunk, &p->chunk_cap, p->chunks + 1, sizeof(*p->chunk));
			p->chunk[p->chunks] =
			    mem_alloc(((size_t)POOL_FIRST << p->chunks) * p->item);
			p->chunks++;
		}
		ref = ++p->top;
	}
	p->used++;
	return memset(pool_at(p, ref), 0, p->item), ref;
}

void
pool_drop(struct pool *p, uint32_t ref)
{
	struct free_item *item = pool_at(p, ref);
	item->null = NULL;
	item->next = p->free;
	p->free = ref;
	p->used--;
}

void
pool_free(struct pool *p)
{
	for (size_t i = 0; i < p->chunks; i++)
		free(p->chunk[i]);
	free(p->chunk);
	*p = (struct pool){ .item = p->item };
}

/* Pages of the newest chunk that nothing was put on yet are not counted: they take no memory. */
size_t
pool_bytes(const struct pool *p)
{
	return p->top * p->item + p->chunk_cap * sizeof(*p->chunk);
}
