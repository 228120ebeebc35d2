/* SPDX-License-Identifier: MIT */
#include "stats/rank.h"

#include <math.h>
#include <stdlib.h>

#include "stats/normal.h"

static int
by_value(const void *a, const void *b)
{
	const real x = *(const real *)a, y = *(const real *)b;
	return (x > y) - (x < y);
}

static int
by_size(const void *a, const void *b)
{
	const real x = fabsl(*(const real *)a), y = fabsl(*(const real *)b);
	return (x > y) - (x < y);
}

void
rank_sort(real *value, size_t n)
{
	if (n > 1)
		qsort(value, n, sizeof(*value), by_value);
}

/* What t equal values take from the variance, in units that each test has. */
static double
tied(size_t t)
{
	const double n = (double)t;
	return n * n * n - n;
}

/* How many of the values from `at` on are equal to v. */
static size_t
count_equal(const real *value, size_t at, size_t n, real v)
{
	size_t end = at;
	while (end < n && value[end] == v)
		end++;
	return end - at;
}

double
rank_mann_whitney(const real *x, size_t n, const real *y, size_t m)
{
	double ranks = 0, ties = 0; /* ranks: the sum of those of x */
	for (size_t i = 0, j = 0; i < n || j < m;) {
		const real v = j == m || (i < n && x[i] <= y[j]) ? x[i] : y[j];
		const size_t of_x = count_equal(x, i, n, v), of_y = count_equal(y, j, m, v);
		const size_t t = of_x + of_y;
		/* equal values share the mean of their ranks */
		ranks += (double)of_x * ((double)(i + j) + ((double)t + 1) / 2);
		ties += tied(t);
		i += of_x;
		j += of_y;
	}
	const double a = (double)n, b = (double)m, all = a + b;
	if (n == 0 || m == 0)
		return 1;
	const double off = fabs(ranks - a * (a + 1) / 2 - a * b / 2);
	const double variance = a * b / 12 * (all + 1 - ties / (all * (all - 1)));
	return normal_two_sided(off - 0.5, variance);
}

double
rank_wilcoxon(real *difference, size_t n)
{
	double ranks = 0, ties = 0; /* ranks: the sum of those of positive differences */
	size_t zeros = 0;
	if (n == 0)
		return 1;
	qsort(difference, n, sizeof(*difference), by_size);
	while (zeros < n && difference[zeros] == 0)
		zeros++;
	const real *d = difference + zeros;
	const size_t left = n - zeros;
	for (size_t i = 0; i < left;) {
		size_t end = i, positive = 0;
		for (; end < left && fabsl(d[end]) == fabsl(d[i]); end++)
			positive += d[end] > 0;
		ranks += (double)positive * ((double)(i + end) + 1) / 2;
		ties += tied(end - i);
		i = end;
	}
	const double k = (double)left;
	const double off = fabs(ranks - k * (k + 1) / 4);
	return normal_two_sided(off - 0.5, k * (k + 1) * (2 * k + 1) / 24 - ties / 48);
}

double
rank_mann_whitney_least(size_t n, size_t m)
{
	const size_t few = n < m ? n : m, many = n < m ? m : n;
	double orders = 1;
	for (size_t i = 1; i <= few && isfinite(orders); i++)
		orders *= (double)(many + i) / (double)i;
	return orders < 2 ? 1 : 2 / orders;
}

double
rank_wilcoxon_least(size_t n)
{
	return n < 1 ? 1 : 2 * pow(0.5, (double)n);
}
