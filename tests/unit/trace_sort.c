/* SPDX-License-Identifier: MIT */
/* The order of times: stable, no time last, few keys and many. */
#include "trace/sort.h"

#include <stdlib.h>

#include "tests/unit/unit.h"
#include "trace/record.h"

static bool
comes_before(const int64_t *key, uint32_t a, uint32_t b)
{
	const bool none_a = key[a] == TRACE_NO_TIME, none_b = key[b] == TRACE_NO_TIME;
	if (none_a != none_b)
		return none_b;
	return key[a] != key[b] ? key[a] < key[b] : a < b;
}

/* Every number is there once, and in order. */
static void
check_order(const int64_t *key, size_t n)
{
	uint32_t *order = malloc((n + 1) * sizeof(*order));
	bool ok = true;
	trace_sort(key, n, order);
	for (size_t i = 0; i < n; i++)
		ok &= order[i] < n && (i == 0 || comes_before(key, order[i - 1], order[i]));
	CHECK(ok);
	free(order);
}

static uint64_t
next(uint64_t *x)
{
	*x = *x * 6364136223846793005u + 1442695040888963407u;
	return *x >> 11;
}

int
main(void)
{
	static const int64_t edges[] = { 0, INT64_MAX, TRACE_NO_TIME, INT64_MIN + 1, -1, 1,
		INT64_MAX - 1, TRACE_NO_TIME, 0, INT64_MIN + 1 };
	enum { EDGES = sizeof(edges) / sizeof(*edges), MANY = 5000 };
	static int64_t key[MANY];
	uint64_t x = 1;
	check_order(edges, EDGES);
	for (size_t n = 0; n <= 70; n++) {
		for (size_t i = 0; i < n; i++)
			key[i] = edges[next(&x) % EDGES];
		check_order(key, n);
	}
	for (unsigned bits = 1; bits <= 53; bits += 4) {
		for (size_t i = 0; i < MANY; i++)
			key[i] = (int64_t)(next(&x) & ((UINT64_C(1) << bits) - 1)) - 100;
		check_order(key, MANY);
	}
	for (size_t i = 0; i < MANY; i++)
		key[i] = i % 3 == 0 ? edges[next(&x) % EDGES] : (int64_t)(next(&x) << 11 | i);
	check_order(key, MANY);
	return unit_end();
}
