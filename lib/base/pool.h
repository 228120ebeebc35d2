/* SPDX-License-Identifier: MIT */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>
#include <stdint.h>

#include "base/pages.h"

/*
 * Items of one size, numbered from 1, that never move.  An item begins with a pointer, which is
 * NULL while the item is free.  Chunks double in size, so that a small pool takes little memory and
 * a large pool has few chunks.  In a pool on pages, they double up to a share of a page, so that
 * little of it is wasted.
 */
struct pool {
	size_t item; /* bytes, at least 16, a multiple of 8; set by pool_init */
	char **chunk;
	size_t chunks;
	uint32_t top;  /* items ever made: numbers 1 to top */
	uint32_t free; /* the newest free item, or 0 */
	uint32_t used;
	unsigned bits;       /* chunk i has 1 << i items, but no more than 1 << bits */
	struct pages *pages; /* where its chunks come from; NULL: from malloc */
};

void pool_init(struct pool *p, size_t item);
void pool_init_on(struct pool *p, size_t item, struct pages *pages);
uint32_t pool_new(struct pool *p); /* zeroed */
void pool_drop(struct pool *p, uint32_t ref);
void pool_free(struct pool *p);
size_t pool_bytes(const struct pool *p);

static inline void *
pool_at(const struct pool *p, uint32_t ref)
{
	const uint64_t rest = (uint64_t)ref >> p->bits;
	if (rest == 0) {
		const unsigned chunk = 31 - (unsigned)__builtin_clz(ref);
		return p->chunk[chunk] + (ref - ((uint64_t)1 << chunk)) * p->item;
	}
	return p->chunk[p->bits + rest - 1] + (ref - (rest << p->bits)) * p->item;
}

#endif
