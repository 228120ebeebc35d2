/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trace/sort.h"

/*
 * A radix sort of keys with 11 bits a pass.  A pass in which all keys agree is left out, so keys
 * that are near to each other take few passes; keys that are in order take none.
 */
enum { BITS = 11, BUCKETS = 1 << BITS, PASSES = (64 + BITS - 1) / BITS, FEW = 64 };

struct keyed {
	uint64_t key;
	uint32_t number;
};

static void
pass(const struct keyed *from, struct keyed *to, size_t n, unsigned shift)
{
	size_t start[BUCKETS] = { 0 }, sum = 0;
	for (size_t i = 0; i < n; i++)
		start[from[i].key >> shift & (BUCKETS - 1)]++;
	for (size_t i = 0; i < BUCKETS; i++) {
		const size_t count = start[i];
		start[i] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		to[start[from[i].key >> shift & (BUCKETS - 1)]++] = from[i];
}

/* For few keys. */
static void
insert(const int64_t *key, size_t n, uint32_t *order)
{
	for (size_t i = 1; i < n; i++) {
		const uint32_t moved = order[i];
		size_t k = i;
		for (; k > 0 && trace_sort_key(key[order[k - 1]]) > trace_sort_key(key[moved]); k--)
			order[k] = order[k - 1];
		order[k] = moved;
	}
}

void
trace_sort(const int64_t *key, size_t n, uint32_t *order)
{
	uint64_t differs = 0;
	bool sorted = true;
	for (size_t i = 0; i < n; i++) {
		order[i] = (uint32_t)i;
		differs |= trace_sort_key(key[i]) ^ trace_sort_key(key[0]);
		sorted &= i == 0 || trace_sort_key(key[i - 1]) <= trace_sort_key(key[i]);
	}
	if (sorted)
		return;
	if (n <= FEW) {
		insert(key, n, order);
		return;
	}
	struct keyed *a = mem_alloc(n * sizeof(*a)), *b = mem_alloc(n * sizeof(*b));
	for (size_t i = 0; i < n; i++)
		a[i] = (struct keyed){ trace_sort_key(key[i]), (uint32_t)i };
	for (unsigned p = 0; p < PASSES; p++) {
		if ((differs >> p * BITS & (BUCKETS - 1)) == 0)
			continue;
		pass(a, b, n, p * BITS);
		struct keyed *swap = a;
		a = b;
		b = swap;
	}
	for (size_t i = 0; i < n; i++)
		order[i] = a[i].number;
	free(a);
	free(b);
}
