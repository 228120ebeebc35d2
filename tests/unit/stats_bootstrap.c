/* SPDX-License-Identifier: MIT */
/* Percentiles and bootstrap intervals: of small samples exactly, of larger ones against the normal
 * distribution. */
#include "stats/bootstrap.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/draw.h"
#include "stats/percentile.h"
#include "stats/rank.h"
#include "tests/unit/unit.h"

static void
check_ranks(void)
{
	static const struct {
		size_t n;
		unsigned percent;
		size_t rank;
	} rows[] = { { 1, 1, 0 }, { 1, 50, 0 }, { 1, 100, 0 }, { 2, 50, 0 }, { 2, 51, 1 },
		{ 3, 50, 1 }, { 4, 50, 1 }, { 5, 50, 2 }, { 20, 95, 18 }, { 21, 95, 19 },
		{ 100, 95, 94 }, { 101, 95, 95 }, { 100, 99, 98 }, { 100, 1, 0 }, { 1000, 95, 949 },
		{ SIZE_MAX, 100, SIZE_MAX - 1 } };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char name[40];
		snprintf(name, sizeof(name), "%u %% of %zu", rows[i].percent, rows[i].n);
		unit_row(name);
		CHECK(percentile_rank(rows[i].n, rows[i].percent) == rows[i].rank);
	}
}

/* Random values, of which many are equal if `below` is small. */
static real *
values(struct draw *d, size_t n, size_t below)
{
	real *v = mem_alloc(n * sizeof(*v));
	for (size_t i = 0; i < n; i++)
		v[i] = (real)draw_below(d, below);
	return v;
}

static void
check_select(void)
{
	struct draw d = draw_begin();
	for (size_t n = 1; n < 400; n += n / 3 + 1)
		for (size_t below = 1; below < 1000000; below *= 10) {
			real *v = values(&d, n, below), *copy = mem_dup(v, n * sizeof(*copy));
			const size_t k = draw_below(&d, n);
			unit_row("select");
			rank_sort(copy, n);
			CHECK(percentile_select(v, n, k) == copy[k]);
			free(v);
			free(copy);
		}
}

static struct bootstrap
of(const real *a, size_t n, const real *b, size_t m)
{
	return (struct bootstrap){ { a, NULL, n }, { b, NULL, m }, false, 0 };
}

static void
check_small(void)
{
	static const real one[] = { 3 }, two[] = { 10 }, same[] = { 4, 4, 4 };
	static const real a[] = { 1, 2, 3, 4 }, b[] = { 11, 12, 13, 14 };
	static const real weight[] = { 1, 3 }, sums[] = { 10, 90 };
	real low, high;
	struct bootstrap k = of(one, 1, two, 1);
	unit_row("one value each");
	bootstrap_interval(&k, &low, &high);
	CHECK(low == 7 && high == 7);
	unit_row("no spread");
	k = of(same, 3, two, 1);
	bootstrap_interval(&k, &low, &high);
	CHECK(low == 6 && high == 6);
	unit_row("pairs with one difference");
	k = of(a, 4, b, 4);
	k.paired = true;
	bootstrap_interval(&k, &low, &high);
	CHECK(low == 10 && high == 10);
	k.percent = 50;
	bootstrap_interval(&k, &low, &high);
	CHECK(low == 10 && high == 10);
	unit_row("the same values, not paired");
	k.paired = false;
	k.percent = 0;
	bootstrap_interval(&k, &low, &high);
	CHECK(low > 8 && low < 9.5 && high > 10.5 && high < 12);
	unit_row("a mean with weights");
	const struct bootstrap_sample s = { sums, weight, 2 };
	CHECK(bootstrap_statistic(&s, 0) == 25);
	CHECK(bootstrap_statistic(&(struct bootstrap_sample){ a, NULL, 4 }, 95) == 4);
}

/* The interval of a mean is about 1.96 standard errors wide on either side, also where only a part
 * of the values is drawn. */
static void
check_large(void)
{
	static const size_t sizes[] = { 200, 1999, 2001, 20000 };
	struct draw d = draw_begin();
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		char name[40];
		const size_t n = sizes[i];
		real *a = values(&d, n, 1000), *b = values(&d, n, 1000), low, high;
		const struct bootstrap k = of(a, n, b, n);
		const real delta = bootstrap_statistic(&k.b, 0) - bootstrap_statistic(&k.a, 0);
		const real half = 1.96 * sqrt(2.0 / 12 * 1e6 / (double)n);
		snprintf(name, sizeof(name), "%zu values", n);
		unit_row(name);
		bootstrap_interval(&k, &low, &high);
		CHECK(fabsl((delta - low) / half - 1) < 0.12);
		CHECK(fabsl((high - delta) / half - 1) < 0.12);
		free(a);
		free(b);
	}
}

int
main(void)
{
	check_ranks();
	check_select();
	check_small();
	check_large();
	return unit_end();
}
