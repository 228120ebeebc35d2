/* SPDX-License-Identifier: MIT */
#include "base/pool.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { MAPPED = 128 << 10, PAGE = 4096 }; /* malloc gives a piece of this size its own pages */

#define LAST (16 * PAGES_UNIT) /* the largest chunk on pages */

/* The link of a free item, after its NULL pointer. */
struct free_item {
	void *null;
	uint32_t next;
};

void
pool_init(struct pool *p, size_t item)
{
	pool_init_on(p, item, NULL);
}

void
pool_init_on(struct pool *p, size_t item, struct pages *pages)
{
	assert(item >= sizeof(struct free_item) && item % 8 == 0);
	*p = (struct pool){ .item = item, .bits = 32, .pages = pages };
	if (!pages)
		return;
	p->bits = 0;
	while ((item << (p->bits + 1)) <= LAST)
		p->bits++;
}

/* How many items fit into this many chunks. */
static uint64_t
room(const struct pool *p, size_t chunks)
{
	if (chunks <= p->bits)
		return ((uint64_t)1 << chunks) - 1;
	return ((uint64_t)(chunks - p->bits + 1) << p->bits) - 1;
}

/* The array of chunks has room for a power of two. */
static size_t
array_room(size_t chunks)
{
	size_t n = 1;
	while (n < chunks)
		n *= 2;
	return n;
}

static size_t
chunk_bytes(const struct pool *p, size_t chunk)
{
	return p->item << (chunk < p->bits ? chunk : p->bits);
}

uint32_t
pool_new(struct pool *p)
{
	uint32_t ref = p->free;
	if (ref != 0) {
		p->free = ((struct free_item *)pool_at(p, ref))->next;
	} else {
		assert(p->top < UINT32_MAX);
		if (p->top == room(p, p->chunks)) {
			p->chunk =
			    mem_resize(p->chunk, array_room(p->chunks + 1) * sizeof(*p->chunk));
			p->chunk[p->chunks] = pages_take(p->pages, chunk_bytes(p, p->chunks));
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
		pages_give(p->pages, p->chunk[i], chunk_bytes(p, i));
	free(p->chunk);
	*p = (struct pool){ .item = p->item, .bits = p->bits, .pages = p->pages };
}

/* Pages of the newest chunk, if it is large, take no memory until an item is put on them. */
size_t
pool_bytes(const struct pool *p)
{
	size_t bytes = p->chunks > 0 ? mem_cost(array_room(p->chunks) * sizeof(*p->chunk)) : 0;
	for (size_t i = 0; i < p->chunks; i++) {
		size_t cost = pages_cost(p->pages, chunk_bytes(p, i));
		size_t used = (p->top - room(p, i)) * p->item + PAGE;
		bytes += i + 1 == p->chunks && cost >= MAPPED && used < cost ? used : cost;
	}
	return bytes;
}
