/* SPDX-License-Identifier: MIT */
/* Logistic regression finds the odds that were put in; the area under the curve counts pairs. */
#include "stats/logistic.h"

#include <math.h>

#include "stats/auc.h"
#include "tests/unit/unit.h"

static bool
is_near(double a, double b)
{
	return fabs(a - b) < 1e-3;
}

/* ---- auc ------------------------------------------------------------------------------------ */

static const struct {
	real positive[4], negative[4];
	size_t n, m;
	double auc;
} curves[] = {
	{ { 1 }, { 0 }, 1, 1, 1 },
	{ { 0 }, { 1 }, 1, 1, 0 },
	{ { 1 }, { 1 }, 1, 1, 0.5 },
	{ { 1, 3 }, { 0, 2 }, 2, 2, 0.75 },
	{ { 1, 1, 2 }, { 0, 1, 1, 3 }, 3, 4, 7.0 / 12 },
	{ { 5, 6 }, { 1, 2, 3, 4 }, 2, 4, 1 },
};

/* ---- regression ----------------------------------------------------------------------------- */

static const uint32_t none[] = { 0 }, first[] = { 0 }, second[] = { 1 }, both[] = { 0, 1 };

/* With almost no penalty, a feature's coefficient is the logarithm of its odds ratio. */
static void
check_odds(void)
{
	/* 30 of 40 with it, 20 of 80 without it: the odds are 3 and 1/3 */
	const struct logistic_row row[] = { { first, 1, 30, true }, { first, 1, 10, false },
		{ none, 0, 20, true }, { none, 0, 60, false } };
	double c[2];
	logistic_fit(row, 4, 1, 1e-6, c);
	CHECK(is_near(c[0], log(9)) && is_near(c[1], log(1.0 / 3)));
	CHECK(is_near(logistic_probability(c[0] + c[1]), 0.75));
}

/* What can be told apart for certain has a bound, by the penalty; the same features share it. */
static void
check_certain(void)
{
	const struct logistic_row row[] = { { both, 2, 50, true }, { none, 0, 50, false } };
	double c[3], d[3];
	logistic_fit(row, 2, 2, 1, c);
	CHECK(c[0] > 1 && c[0] < 10 && is_near(c[0], c[1]) && isfinite(c[2]));
	logistic_fit(row, 2, 2, 1, d);
	CHECK(c[0] == d[0] && c[1] == d[1] && c[2] == d[2]);
}

/* A feature that says nothing has no weight. */
static void
check_nothing(void)
{
	const struct logistic_row row[] = { { both, 2, 5, true }, { first, 1, 5, true },
		{ second, 1, 5, false }, { none, 0, 5, false } };
	double c[3];
	logistic_fit(row, 4, 2, 1, c);
	CHECK(c[0] > 1 && is_near(c[1], 0));
	logistic_fit(row, 2, 2, 1, c);
	CHECK(c[0] == 0 && c[1] == 0 && c[2] == 0);
	logistic_fit(row, 0, 2, 1, c);
	CHECK(c[2] == 0);
}

/* Extreme weights do not overflow. */
static void
check_extremes(void)
{
	const struct logistic_row row[] = { { first, 1, 1e9, true }, { none, 0, 1e-9, false } };
	double c[2];
	logistic_fit(row, 2, 1, 1, c);
	CHECK(isfinite(c[0]) && isfinite(c[1]));
	CHECK(logistic_probability(1e6) == 1 && logistic_probability(-1e6) == 0);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(curves) / sizeof(*curves); i++)
		CHECK(is_near(
		    auc_of(curves[i].positive, curves[i].n, curves[i].negative, curves[i].m),
		    curves[i].auc));
	check_odds();
	check_certain();
	check_nothing();
	check_extremes();
	return unit_end();
}
