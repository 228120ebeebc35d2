/* SPDX-License-Identifier: MIT */
/* Alignments: in order, of equal elements, and as long as the longest common subsequence. */
#include "trace/align.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stats/draw.h"
#include "tests/unit/unit.h"

enum { MOST = 60 };

/* By the textbook's table. */
static size_t
longest(const uint64_t *a, size_t n, const uint64_t *b, size_t m)
{
	size_t table[MOST + 1][MOST + 1] = { { 0 } };
	for (size_t i = 1; i <= n; i++)
		for (size_t j = 1; j <= m; j++) {
			const size_t up = table[i - 1][j], left = table[i][j - 1];
			table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1
				      : up > left          ? up
							   : left;
		}
	return table[n][m];
}

/* Checks an alignment.  Returns how many elements have a partner. */
static size_t
check(const uint64_t *a, size_t n, const uint64_t *b, size_t m)
{
	uint32_t *of_a = mem_alloc((n + 1) * sizeof(*of_a)),
		 *of_b = mem_alloc((m + 1) * sizeof(*of_b)), last = 0;
	size_t matched = 0, back = 0;
	bool right = true;
	trace_align(a, n, b, m, of_a, of_b);
	for (size_t i = 0; i < n; i++) {
		if (of_a[i] == 0)
			continue;
		right = right && of_a[i] > last && of_a[i] <= m && a[i] == b[of_a[i] - 1] &&
			of_b[of_a[i] - 1] == i + 1;
		last = of_a[i];
		matched++;
	}
	for (size_t i = 0; i < m; i++)
		back += of_b[i] > 0;
	CHECK(right && back == matched);
	free(of_a);
	free(of_b);
	return matched;
}

static void
check_text(const char *x, const char *y, size_t expected)
{
	uint64_t a[MOST], b[MOST];
	const size_t n = strlen(x), m = strlen(y);
	for (size_t i = 0; i < n; i++)
		a[i] = (unsigned char)x[i];
	for (size_t i = 0; i < m; i++)
		b[i] = (unsigned char)y[i];
	unit_row(x);
	CHECK(check(a, n, b, m) == expected);
}

static void
check_random(void)
{
	struct draw d = draw_begin();
	unit_row("random");
	for (int i = 0; i < 4000; i++) {
		uint64_t a[MOST], b[MOST];
		const size_t n = draw_below(&d, MOST + 1), m = draw_below(&d, MOST + 1);
		const size_t words = 1 + draw_below(&d, 12);
		for (size_t k = 0; k < n; k++)
			a[k] = draw_below(&d, words);
		for (size_t k = 0; k < m; k++)
			b[k] = draw_below(&d, words);
		CHECK(check(a, n, b, m) == longest(a, n, b, m));
	}
}

/* Two long sequences with nothing in common but their words, which no search gets through. */
static void
check_bound(void)
{
	enum { LONG = 200000 };
	struct draw d = draw_begin();
	uint64_t *a = mem_alloc(LONG * sizeof(*a)), *b = mem_alloc(LONG * sizeof(*b));
	for (size_t i = 0; i < LONG; i++) {
		a[i] = draw_below(&d, 1000);
		b[i] = draw_below(&d, 1000);
	}
	unit_row("long and different");
	CHECK(check(a, LONG, b, LONG) > 0);
	unit_row("long and nearly equal");
	memcpy(b, a, LONG * sizeof(*b));
	for (size_t i = 500; i < LONG; i += 1000)
		b[i] = 5000;
	CHECK(check(a, LONG, b, LONG) == LONG - LONG / 1000);
	free(a);
	free(b);
}

int
main(void)
{
	check_text("", "", 0);
	check_text("abc", "", 0);
	check_text("abc", "abc", 3);
	check_text("abc", "xyz", 0);
	check_text("abcabba", "cbabac", 4);
	check_text("abcde", "acde", 4);
	check_text("aaaa", "aa", 2);
	check_text("ab", "ba", 1);
	check_random();
	check_bound();
	return unit_end();
}
