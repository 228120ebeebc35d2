/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { ALIGN = _Alignof(max_align_t), BLOCK_FIRST = 4096, BLOCK_LAST = 16 << 20 };

struct arena_block {
	struct arena_block *older;
	size_t cap;
	_Alignas(max_align_t) char data[];
};

/* Adds a block of at least n bytes.  Blocks double in size, so that there are few of them, up to a
 * limit: larger blocks would only waste address space. */
static void
add_block(struct arena *a, size_t n)
{
	size_t cap = a->block ? a->block->cap : BLOCK_FIRST / 2, nbytes;
	struct arena_block *block;
	cap = cap < BLOCK_LAST / 2 ? cap * 2 : BLOCK_LAST;
	if (cap < n)
		cap = n;
	if (__builtin_add_overflow(cap, sizeof *block, &nbytes))
		nbytes = SIZE_MAX; /* mem_alloc reports that this is too much */
	block = mem_alloc(nbytes);
	block->older = a->block;
	block->cap = cap;
	a->block = block;
	a->next = block->data;
	a->end = block->data + cap;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	return arena_alloc_aligned(a, n, ALIGN);
}

void *
arena_alloc_aligned(struct arena *a, size_t n, size_t align)
{
	size_t pad = -(uintptr_t)a->next & (align - 1);
	size_t room = (size_t)(a->end - a->next);
	if (!a->next || room < pad || room - pad < n) {
		add_block(a, n);
		pad = 0;
	}
	char *p = a->next + pad;
	a->next = p + n;
	return p;
}

void *
arena_zalloc(struct arena *a, size_t count, size_t size)
{
	size_t n;
	void *p;

	if (__builtin_mul_overflow(count, size, &n))
		n = SIZE_MAX;
	p = arena_alloc(a, n);
	return memset(p, 0, n);
}

/* Bytes need no alignment, so texts are packed. */
struct text
arena_text(struct arena *a, struct text t)
{
	size_t n;
	if (!t.p)
		return t;
	if (__builtin_add_overflow(t.n, 1, &n))
		n = SIZE_MAX;
	if (!a->next || (size_t)(a->end - a->next) < n)
		add_block(a, n);
	char *p = a->next;
	a->next = p + n;
	if (t.n > 0)
		memcpy(p, t.p, t.n);
	p[t.n] = '\0';
	return (struct text){ p, t.n };
}

/* Keeps the largest block, so that a loop over similar records soon needs no more calls of
 * malloc. */
void
arena_reset(struct arena *a)
{
	struct arena_block *keep = a->block, *b, *older;
	if (!keep)
		return;
	for (b = keep->older; b; b = b->older)
		if (b->cap > keep->cap)
			keep = b;
	for (b = a->block; b; b = older) {
		older = b->older;
		if (b != keep)
			free(b);
	}
	keep->older = NULL;
	a->block = keep;
	a->next = keep->data;
	a->end = keep->data + keep->cap;
}

void
arena_free(struct arena *a)
{
	struct arena_block *b, *older;
	for (b = a->block; b; b = older) {
		older = b->older;
		free(b);
	}
	*a = (struct arena){ 0 };
}
