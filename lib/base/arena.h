/* SPDX-License-Identifier: MIT */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/text.h"

/*
 * Memory that is released all at once.  An arena of all zeros is valid and empty.  What arena_alloc
 * returns stays valid until arena_reset or arena_free.  arena_reset keeps the largest block for the
 * next use.
 */
struct arena_block;
struct arena {
	struct arena_block *block; /* the newest; it links to the older ones */
	char *next, *end;
};

void *arena_alloc(
    struct arena *a, size_t n); /* aligned for any type, not zeroed; never NULL; n may be 0 */
/* The same with an alignment of one's own: a power of two, at most that of arena_alloc. */
void *arena_alloc_aligned(struct arena *a, size_t n, size_t align);
void *arena_zalloc(struct arena *a, size_t count, size_t size);
struct text arena_text(
    struct arena *a, struct text t); /* a copy, followed by a NUL; an absent text stays absent */
void arena_reset(struct arena *a);
void arena_free(struct arena *a);

#endif
