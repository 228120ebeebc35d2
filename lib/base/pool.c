/* SPDX-License-Identifier: MIT */
#include "base/pool.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { MAPPED = 128 << 10, PAGE = 4096 }; /* malloc gives a piece of this size its own pages */

/* The link of a free item, after its NULL pointer. */
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

/* How many items fit into this many chunks. */
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
			p->chunk = mem_resize(p->chunk, (p->chunks + 1) * sizeof(*p->chunk));
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

/* Pages of the newest chunk, if it is large, take no memory until an item is put on them. */
size_t
pool_bytes(const struct pool *p)
{
	size_t bytes = p->chunks > 0 ? mem_cost(p->chunks * sizeof(*p->chunk)) : 0;
	for (size_t i = 0; i < p->chunks; i++) {
		size_t cost = mem_cost(((size_t)POOL_FIRST << i) * p->item);
		size_t used = (p->top - room(i)) * p->item + PAGE;
		bytes += i + 1 == p->chunks && cost >= MAPPED && used < cost ? used : cost;
	}
	return bytes;
}
