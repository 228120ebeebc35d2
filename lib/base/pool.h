/* SPDX-License-Identifier: MIT */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>
#include <stdint.h>

/*
 * Items of one size, numbered from 1, that never move.  An item begins with a pointer, which is
 * NULL while the item is free.  Chunks double in size, so that a small pool takes little memory and
 * a large pool wastes little.
 */
struct pool {
	size_t item; /* bytes, at least 16, a multiple of 8; set by pool_init */
	char **chunk;
	size_t chunks;
	uint32_t top;  /* items ever made: numbers 1 to top */
	uint32_t free; /* the newest free item, or 0 */
	uint32_t used;
};

#define POOL_BITS 0                 /* the first chunk has 1 << POOL_BITS items */
#define POOL_FIRST (1 << POOL_BITS) /* 1, because a tenant with one entity has a pool for it */

void pool_init(struct pool *p, size_t item);
uint32_t pool_new(struct pool *p); /* zeroed */
void pool_drop(struct pool *p, uint32_t ref);
void pool_free(struct pool *p);
size_t pool_bytes(const struct pool *p);

static inline void *
pool_at(const struct pool *p, uint32_t ref)
{
	uint64_t i = (uint64_t)ref - 1 + POOL_FIRST;
	unsigned chunk = 63 - POOL_BITS - (unsigned)__builtin_clzll(i);
	return p->chunk[chunk] + (i - ((uint64_t)POOL_FIRST << chunk)) * p->item;
}

#endif
