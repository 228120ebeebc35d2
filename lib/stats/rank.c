/* SPDX-License-Identifier: MIT */
#include "stats/rank.h"

#include <math.h>
#include <stdlib.h>

#include "stats/normal.h"

static int
by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static int
by_size(const void *a, const void *b)
{
	const double x = fabs(*(const double *)a), y = fabs(*(const double *)b);
	return (x > y) - (x < y);
}

void
rank_sort(double *value, size_t n)
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
count_equal(const double *value, size_t at, size_t n, double v)
{
	size_t end = at;
	while (end < n && value[end] == v)
		end++;
	return end - at;
}

double
rank_mann_whitney(const double *x, size_t n, const double *y, size_t m)
{
	double ranks = 0, ties = 0; /* ranks: the sum of those of x */
	for (size_t i = 0, j = 0; i < n || j < m;) {
		const double v = j == m || (i < n && x[i] <= y[j]) ? x[i] : y[j];
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
rank_wilcoxon(double *difference, size_t n)
{
	double ranks = 0, ties = 0; /* ranks: the sum of those of positive differences */
	size_t zeros = 0;
	if (n == 0)
		return 1;
	qsort(difference, n, sizeof(*difference), by_size);
	while (zeros < n && difference[zeros] == 0)
		zeros++;
	const double *d = difference + zeros;
	const size_t left = n - zeros;
	for (size_t i = 0; i < left;) {
		size_t end = i, positive = 0;
		for (; end < left && fabs(d[end]) == fabs(d[i]); end++)
			positive += d[end] > 0;
		ranks += (double)positive * ((double)(i + end) + 1) / 2;
		ties += tied(end - i);
		i = end;
	}
	const double k = (double)left;
	const double off = fabs(ranks - k * (k + 1) / 4);
	return normal_two_sided(off - 0.5, k * (k + 1) * (2 * k + 1) / 24 - ties / 48);
}
