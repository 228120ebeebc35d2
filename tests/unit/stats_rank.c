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

static double *
sorted(const double *value, int n)
{
	double *copy = mem_dup(value, (size_t)n * sizeof(*copy));
	rank_sort(copy, (size_t)n);
	return copy;
}

static void
check_mann_whitney(void)
{
	for (size_t i = 0; i < COUNT(mann_whitneys); i++) {
		char name[40];
		const int n = mann_whitneys[i].n, m = mann_whitneys[i].m;
		double *x = sorted(mann_whitneys[i].x, n), *y = sorted(mann_whitneys[i].y, m);
		snprintf(name, sizeof(name), "Mann-Whitney %zu", i);
		unit_row(name);
		CHECK(is_near(rank_mann_whitney(x, (size_t)n, y, (size_t)m), mann_whitneys[i].p));
		CHECK(is_near(rank_mann_whitney(y, (size_t)m, x, (size_t)n), mann_whitneys[i].p));
		free(x);
		free(y);
	}
	unit_row("Mann-Whitney of nothing");
	const double one[] = { 1, 2, 3 };
	CHECK(rank_mann_whitney(one, 3, NULL, 0) == 1);
	CHECK(rank_mann_whitney(NULL, 0, NULL, 0) == 1);
}

static void
check_wilcoxon(void)
{
	for (size_t i = 0; i < COUNT(wilcoxons); i++) {
		char name[40];
		const size_t n = (size_t)wilcoxons[i].n;
		double *d = mem_dup(wilcoxons[i].difference, n * sizeof(*d));
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
	check_mcnemar();
	return unit_end();
}
