/* SPDX-License-Identifier: MIT */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/text.h"

/*
 * Memory that is given back all at once.  All zero is a valid empty arena.  What arena_alloc
 * returns stays where it is until arena_reset (which keeps the memory for the next use, one block
 * of it) or arena_free.
 */
struct arena_block;
struct arena {
	struct arena_block *block; /* the newest, which the others hang behind */
	char *next, *end;
};

void *arena_alloc(
    struct arena *a, size_t n); /* aligned for any type; n == 0 is fine; never NULL; not zeroed */
void *arena_zalloc(struct arena *a, size_t count, size_t size);
struct text arena_text(
    struct arena *a, struct text t); /* a copy, with a NUL behind it; absent stays absent */
void arena_reset(struct arena *a);
void arena_free(struct arena *a);

#endif
