/* SPDX-License-Identifier: MIT */
/* Rank tests and McNemar's test against values that were computed in another way. */
#include "stats/rank.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/normal.h"
#include "tests/unit/stats_reference.h"
#include "tests/unit/unit.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static bool
is_near(double got, double expected)
{
	return fabs(got - expected) <= expected * 1e-11;
}

static real *
reals(const double *value, size_t n)
{
	real *copy = mem_alloc((n + 1) * sizeof(*copy));
	for (size_t i = 0; i < n; i++)
		copy[i] = value[i];
	return copy;
}

static real *
sorted(const double *value, int n)
{
	real *copy = reals(value, (size_t)n);
	rank_sort(copy, (size_t)n);
	return copy;
}

static void
check_mann_whitney(void)
{
	for (size_t i = 0; i < COUNT(mann_whitneys); i++) {
		char name[40];
		const int n = mann_whitneys[i].n, m = mann_whitneys[i].m;
		real *x = sorted(mann_whitneys[i].x, n), *y = sorted(mann_whitneys[i].y, m);
		snprintf(name, sizeof(name), "Mann-Whitney %zu", i);
		unit_row(name);
		CHECK(is_near(rank_mann_whitney(x, (size_t)n, y, (size_t)m), mann_whitneys[i].p));
		CHECK(is_near(rank_mann_whitney(y, (size_t)m, x, (size_t)n), mann_whitneys[i].p));
		free(x);
		free(y);
	}
	unit_row("Mann-Whitney of nothing");
	const real one[] = { 1, 2, 3 };
	CHECK(rank_mann_whitney(one, 3, NULL, 0) == 1);
	CHECK(rank_mann_whitney(NULL, 0, NULL, 0) == 1);
}

static void
check_wilcoxon(void)
{
	for (size_t i = 0; i < COUNT(wilcoxons); i++) {
		char name[40];
		const size_t n = (size_t)wilcoxons[i].n;
		real *d = reals(wilcoxons[i].difference, n);
		snprintf(name, sizeof(name), "Wilcoxon %zu", i);
		unit_row(name);
		CHECK(is_near(rank_wilcoxon(d, n), wilcoxons[i].p));
		for (size_t k = 0; k < n; k++)
			d[k] = -d[k];
		CHECK(is_near(rank_wilcoxon(d, n), wilcoxons[i].p));
		free(d);
	}
	unit_row("Wilcoxon of nothing");
	CHECK(rank_wilcoxon(NULL, 0) == 1);
}

/* 2 of all orders of n + m values, and 2 of all signs of n differences. */
static void
check_least(void)
{
	static const struct {
		size_t n, m;
		double least;
	} rows[] = { { 0, 5, 1 }, { 1, 1, 1 }, { 1, 2, 2.0 / 3 }, { 2, 2, 1.0 / 3 }, { 3, 3, 0.1 },
		{ 4, 4, 2.0 / 70 }, { 10, 10, 2.0 / 184756 }, { 100000, 100000, 0 } };
	for (size_t i = 0; i < COUNT(rows); i++) {
		char name[40];
		snprintf(name, sizeof(name), "least of %zu and %zu", rows[i].n, rows[i].m);
		unit_row(name);
		CHECK(is_near(rank_mann_whitney_least(rows[i].n, rows[i].m), rows[i].least));
		CHECK(is_near(rank_mann_whitney_least(rows[i].m, rows[i].n), rows[i].least));
	}
	unit_row("least of pairs");
	CHECK(rank_wilcoxon_least(0) == 1 && rank_wilcoxon_least(1) == 1);
	CHECK(rank_wilcoxon_least(5) == 0.0625 && rank_wilcoxon_least(6) == 0.03125);
}

static void
check_mcnemar(void)
{
	for (size_t i = 0; i < COUNT(mcnemars); i++) {
		char name[40];
		const uint64_t gained = (uint64_t)mcnemars[i].gained,
			       lost = (uint64_t)mcnemars[i].lost;
		snprintf(name, sizeof(name), "McNemar %zu", i);
		unit_row(name);
		CHECK(is_near(normal_mcnemar(gained, lost), mcnemars[i].p));
		CHECK(is_near(normal_mcnemar(lost, gained), mcnemars[i].p));
	}
}

int
main(void)
{
	check_mann_whitney();
	check_wilcoxon();
	check_least();
	check_mcnemar();
	return unit_end();
}
