/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "tests/unit/unit.h"

/* Pieces of all sizes and alignments, none of which overlaps another. */
static void
test_alignment(void)
{
	enum { PIECES = 2000 };
	struct arena a = { 0 };
	unsigned char *piece[PIECES];
	for (size_t i = 0; i < PIECES; i++) {
		const size_t n = i % 37, align = (size_t)1 << i % 5;
		piece[i] = arena_alloc_aligned(&a, n, align);
		CHECK((uintptr_t)piece[i] % align == 0);
		memset(piece[i], (int)(i & 0xff), n);
	}
	for (size_t i = 0; i < PIECES; i++)
		for (size_t k = 0; k < i % 37; k++)
			CHECK(piece[i][k] == (i & 0xff));
	arena_free(&a);
}

/* Texts of which each needs only the alignment of a number lie close together. */
static void
test_packing(void)
{
	struct arena a = { 0 };
	const char *first = arena_alloc_aligned(&a, 5, 4);
	CHECK((char *)arena_alloc_aligned(&a, 5, 4) == first + 8);
	CHECK((char *)arena_alloc_aligned(&a, 4, 1) == first + 13);
	CHECK((char *)arena_alloc(&a, 1) == first + 32);
	arena_free(&a);
}

/* Zeroed, whether it is small or has pages of its own. */
static void
test_scattered(void)
{
	for (size_t n = 1; n <= (size_t)16 << 20; n = n * 7 + 3) {
		unsigned char *p = mem_zalloc_scattered(n, 1);
		size_t set = 0;
		for (size_t i = 0; i < n; i++)
			set += p[i] != 0;
		CHECK(set == 0);
		memset(p, 1, n);
		free(p);
	}
}

int
main(void)
{
	test_alignment();
	test_packing();
	test_scattered();
	return unit_end();
}
