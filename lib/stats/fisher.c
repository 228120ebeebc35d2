/* SPDX-License-Identifier: MIT */
#include "stats/fisher.h"

#include <math.h>
#include <stdbool.h>

/* Densities that differ by less are the same. */
static const double same = 1e-7;

/* ---- binomial densities --------------------------------------------------------------------- */

enum { EXACT = 16 };

/* log(n!) - log(sqrt(2 pi n) (n/e)^n), for n from 1 */
static const double stirling_exact[EXACT] = {
	0,
	0.0810614667953272582197,
	0.0413406959554092940938,
	0.0276779256849983391488,
	0.0207906721037650931115,
	0.0166446911898211921632,
	0.0138761288230707479987,
	0.0118967099458917700951,
	0.0104112652619720964975,
	0.0092554621827127329177,
	0.0083305634333628712565,
	0.0075736754879518407950,
	0.0069428401072095298657,
	0.0064089941880042070684,
	0.0059513701127588477356,
	0.0055547335519628013710,
};

static double
stirling_error(double n)
{
	if (n < EXACT)
		return stirling_exact[(int)n];
	const double nn = n * n;
	return (1.0 / 12 -
		   (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / nn) / nn) / nn) / nn) /
	       n;
}

/* x log(x/mean) + mean - x, without cancellation where x is near to the mean. */
static double
deviance(double x, double mean)
{
	const double off = x - mean;
	if (fabs(off) >= 0.1 * (x + mean))
		return x * log(x / mean) - off;
	const double v = off / (x + mean);
	double sum = off * v, term = 2 * x * v;
	for (int j = 3;; j += 2) {
		term *= v * v;
		const double next = sum + term / j;
		if (next == sum)
			return sum;
		sum = next;
	}
}

/* log of the probability of x successes in n trials; p + q = 1. */
static double
log_binomial(double x, double n, double p, double q)
{
	static const double two_pi = 6.283185307179586;
	if (x == 0)
		return p < 0.5 ? n * log1p(-p) : n * log(q);
	if (x == n)
		return q < 0.5 ? n * log1p(-q) : n * log(p);
	return stirling_error(n) - stirling_error(x) - stirling_error(n - x) - deviance(x, n * p) -
	       deviance(n - x, n * q) + 0.5 * log(n / (two_pi * x * (n - x)));
}

/* ---- tables --------------------------------------------------------------------------------- */

/* All tables with these sums; x is the count with and failed. */
struct tables {
	double row, column, all; /* with; failed; all */
	double p, q;             /* row / all and its rest */
	double whole;            /* log of the density of the row itself */
};

static double
log_density(const struct tables *t, double x)
{
	return log_binomial(x, t->column, t->p, t->q) +
	       log_binomial(t->row - x, t->all - t->column, t->p, t->q) - t->whole;
}

/* Returns the x nearest to the mode, from `from` (it, or beyond it) to `to` (the mode), that is at
 * most as probable as `cut`; or the mode if there is none. */
static double
find_tail(const struct tables *t, double from, double to, double cut)
{
	if (from == to || log_density(t, from) > cut)
		return to;
	while (fabs(to - from) > 1) {
		const double middle = floor((from + to) / 2);
		if (log_density(t, middle) <= cut)
			from = middle;
		else
			to = middle;
	}
	return from;
}

/* The probability of x and all beyond it. */
static double
sum_tail(const struct tables *t, double x, bool down)
{
	const double rest = t->all - t->column - t->row;
	double term = exp(log_density(t, x)), sum = term;
	for (;;) {
		if (down) {
			term *= x * (rest + x) / ((t->column - x + 1) * (t->row - x + 1));
			x--;
		} else {
			term *= (t->column - x) * (t->row - x) / ((x + 1) * (rest + x + 1));
			x++;
		}
		if (term <= sum * 1e-17)
			return sum;
		sum += term;
	}
}

double
fisher_two_sided(uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	struct tables t = { .row = (double)(a + b), .column = (double)(a + c) };
	t.all = t.row + (double)(c + d);
	if (a + b == 0 || c + d == 0 || a + c == 0 || b + d == 0)
		return 1;
	t.p = t.row / t.all;
	t.q = (double)(c + d) / t.all;
	t.whole = log_binomial(t.row, t.all, t.p, t.q);
	const double least = a + b > b + d ? t.row - (double)(b + d) : 0;
	const double most = t.row < t.column ? t.row : t.column;
	double mode = floor((t.row + 1) * ((t.column + 1) / (t.all + 2)));
	mode = mode < least ? least : mode > most ? most : mode;
	const double cut = log_density(&t, (double)a) + same;
	if (log_density(&t, mode) <= cut)
		return 1;
	const double low = find_tail(&t, least, mode, cut), high = find_tail(&t, most, mode, cut);
	double p = 0;
	if (low < mode)
		p += sum_tail(&t, low, true);
	if (high > mode)
		p += sum_tail(&t, high, false);
	return p < 1 ? p : 1;
}

void
holm_correct(double *p, size_t n, size_t tests)
{
	double least = 0;
	for (size_t i = 0; i < n; i++) {
		const double corrected = p[i] * (double)(tests - i);
		if (corrected > least)
			least = corrected < 1 ? corrected : 1;
		p[i] = least;
	}
}
