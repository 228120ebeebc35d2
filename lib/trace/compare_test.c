/* SPDX-License-Identifier: MIT */
#include "trace/compare_test.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/bootstrap.h"
#include "stats/fisher.h"
#include "stats/normal.h"
#include "stats/percentile.h"
#include "stats/rank.h"

/* The values of a sample that are known. */
struct known {
	real *value, *weight; /* weight: NULL: 1 each */
	size_t n;
};

static struct known
known_new(const struct compare_sample *s)
{
	struct known k = { mem_alloc((s->n + 1) * sizeof(real)), NULL, 0 };
	if (s->weight)
		k.weight = mem_alloc((s->n + 1) * sizeof(real));
	return k;
}

static void
known_free(struct known *k)
{
	free(k->value);
	free(k->weight);
}

static void
known_add(struct known *k, const struct compare_sample *s, size_t i)
{
	if (k->weight)
		k->weight[k->n] = s->weight[i];
	k->value[k->n++] = s->value[i];
}

/* parity: only traces whose number is even (0) or odd (1); -1: all. */
static struct known
known_of(const struct compare_sample *s, int parity)
{
	struct known k = known_new(s);
	for (size_t i = 0; i < s->n; i++) {
		const size_t row = s->row ? s->row[i] : i;
		if (!isnan(s->value[i]) && (parity < 0 || (int)(row & 1) == parity))
			known_add(&k, s, i);
	}
	return k;
}

/* Those of two samples of which both are known. */
static void
known_pairs(const struct compare_test *t, struct known *a, struct known *b)
{
	*a = known_new(&t->a);
	*b = known_new(&t->b);
	for (size_t i = 0; i < t->a.n; i++) {
		if (isnan(t->a.value[i]) || isnan(t->b.value[i]))
			continue;
		known_add(a, &t->a, i);
		known_add(b, &t->b, i);
	}
}

static struct bootstrap_sample
sample_of(const struct known *k)
{
	return (struct bootstrap_sample){ k->value, k->weight, k->n };
}

static unsigned
percent_of(enum compare_statistic statistic)
{
	switch (statistic) {
	case COMPARE_P50: return 50;
	case COMPARE_P95: return 95;
	case COMPARE_MEAN:
	case COMPARE_RATE: break;
	}
	return 0;
}

static real
statistic_of(enum compare_statistic statistic, const struct known *k)
{
	const struct bootstrap_sample s = sample_of(k);
	return bootstrap_statistic(&s, percent_of(statistic));
}

bool
compare_value(enum compare_statistic statistic, const struct compare_sample *s, real *value)
{
	struct known k = known_of(s, -1);
	if (k.n > 0)
		*value = statistic_of(statistic, &k);
	known_free(&k);
	return k.n > 0;
}

/* ---- tests ---------------------------------------------------------------------------------- */

static real
mean_at(const struct known *k, size_t i)
{
	return k->weight ? k->value[i] / k->weight[i] : k->value[i];
}

/* The values of traces; the caller frees them. */
static real *
means_of(const struct known *k)
{
	real *mean = mem_alloc((k->n + 1) * sizeof(*mean));
	for (size_t i = 0; i < k->n; i++)
		mean[i] = mean_at(k, i);
	return mean;
}

/* A p and the smallest one that so few values can have. */
struct tested {
	double p, least;
};

static size_t
count_nonzero(const real *value, size_t n)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		count += value[i] != 0;
	return count;
}

static struct tested
test_ranks(const struct known *a, const struct known *b, bool paired)
{
	real *x = means_of(a), *y = means_of(b);
	struct tested t;
	if (paired) {
		for (size_t i = 0; i < a->n; i++)
			y[i] -= x[i];
		t.least = rank_wilcoxon_least(count_nonzero(y, b->n));
		t.p = rank_wilcoxon(y, b->n);
	} else {
		rank_sort(x, a->n);
		rank_sort(y, b->n);
		t.least = rank_mann_whitney_least(a->n, b->n);
		t.p = rank_mann_whitney(x, a->n, y, b->n);
	}
	free(x);
	free(y);
	return t;
}

static uint64_t
count_above(const struct known *k, real bound)
{
	uint64_t above = 0;
	for (size_t i = 0; i < k->n; i++)
		above += k->value[i] > bound;
	return above;
}

/* Are values above a bound more frequent on one side? */
static struct tested
test_above(const struct known *a, const struct known *b, real bound)
{
	const uint64_t x = count_above(a, bound), y = count_above(b, bound);
	return (struct tested){ fisher_two_sided(x, a->n - x, y, b->n - y),
		rank_mann_whitney_least(a->n, b->n) };
}

static struct tested
test_tail(const struct known *a, const struct known *b)
{
	real *all = mem_alloc((a->n + b->n) * sizeof(*all));
	for (size_t i = 0; i < a->n; i++)
		all[i] = a->value[i];
	for (size_t i = 0; i < b->n; i++)
		all[a->n + i] = b->value[i];
	const real bound = percentile_of(all, a->n + b->n, 95);
	free(all);
	return test_above(a, b, bound);
}

static struct tested
test_rate(const struct known *a, const struct known *b, bool paired)
{
	uint64_t gained = 0, lost = 0;
	if (!paired)
		return test_above(a, b, 0.5L);
	for (size_t i = 0; i < a->n; i++) {
		gained += a->value[i] < b->value[i];
		lost += a->value[i] > b->value[i];
	}
	return (struct tested){ normal_mcnemar(gained, lost),
		rank_wilcoxon_least((size_t)(gained + lost)) };
}

static struct tested
tested_by(const struct compare_test *t, const struct known *a, const struct known *b)
{
	switch (t->statistic) {
	case COMPARE_MEAN:
	case COMPARE_P50: return test_ranks(a, b, t->paired);
	case COMPARE_P95: return test_tail(a, b);
	case COMPARE_RATE: return test_rate(a, b, t->paired);
	}
	return (struct tested){ 1, 1 };
}

/* ---- results -------------------------------------------------------------------------------- */

/* The difference between A's odd and even traces. */
static real
noise_of(const struct compare_test *t)
{
	struct known even = known_of(&t->a, 0), odd = known_of(&t->a, 1);
	real noise = INFINITY;
	if (even.n > 0 && odd.n > 0)
		noise = fabsl(statistic_of(t->statistic, &odd) - statistic_of(t->statistic, &even));
	known_free(&even);
	known_free(&odd);
	return noise;
}

static void
known_both(const struct compare_test *t, struct known *a, struct known *b)
{
	if (t->paired) {
		known_pairs(t, a, b);
		return;
	}
	*a = known_of(&t->a, -1);
	*b = known_of(&t->b, -1);
}

/* A difference of two numbers has no more decimals than they have: 18 digits of the larger one.
 * What is behind them comes from the arithmetic. */
static real
without_noise(real difference, const struct compare_result *r)
{
	enum { DIGITS = 18, MOST = 27 }; /* 10^27 is exact */
	const real size = fmaxl(fabsl(r->a), fabsl(r->b));
	if (!(size > 0))
		return difference;
	const int decimals = DIGITS - 1 - (int)floorl(log10l(size));
	if (decimals <= 0 || decimals > MOST)
		return difference;
	const real unit = powl(10, decimals);
	return roundl(difference * unit) / unit;
}

void
compare_test(const struct compare_test *t, struct compare_result *r)
{
	struct known a, b;
	known_both(t, &a, &b);
	*r = (struct compare_result){
		.has_a = a.n > 0, .has_b = b.n > 0, .n_a = a.n, .n_b = b.n, .noise = -1
	};
	if (r->has_a)
		r->a = statistic_of(t->statistic, &a);
	if (r->has_b)
		r->b = statistic_of(t->statistic, &b);
	if (r->has_a && r->has_b) {
		const struct tested tested = tested_by(t, &a, &b);
		r->delta = without_noise(r->b - r->a, r);
		r->p = fmax(tested.p, tested.least);
		r->least = tested.least;
		r->noise = t->paired ? -1 : noise_of(t);
	}
	known_free(&a);
	known_free(&b);
}

void
compare_interval(const struct compare_test *t, struct compare_result *r)
{
	struct known a, b;
	if (!r->has_a || !r->has_b)
		return;
	known_both(t, &a, &b);
	const struct bootstrap k = { sample_of(&a), sample_of(&b), t->paired,
		percent_of(t->statistic) };
	bootstrap_interval(&k, &r->low, &r->high);
	r->low = without_noise(r->low, r);
	r->high = without_noise(r->high, r);
	known_free(&a);
	known_free(&b);
}

/* ---- decisions ------------------------------------------------------------------------------ */

static int
by_p(const void *a, const void *b)
{
	const struct compare_result *const x = *(struct compare_result *const *)a,
					   *const y = *(struct compare_result *const *)b;
	return (x->p > y->p) - (x->p < y->p);
}

static bool
is_significant(const struct compare_result *r, double alpha, double min_effect)
{
	const real size = fabsl(r->delta);
	return r->p < alpha && size > 0 && size >= min_effect * fabsl(r->a) && size > r->noise;
}

void
compare_decide(struct compare_result *const *result, size_t n, double alpha, double min_effect)
{
	struct compare_result **tested = mem_alloc((n + 1) * sizeof(*tested));
	double *p = mem_alloc((n + 1) * sizeof(*p));
	size_t tests = 0;
	for (size_t i = 0; i < n; i++)
		if (result[i]->has_a && result[i]->has_b)
			tested[tests++] = result[i];
	if (tests > 1)
		qsort(tested, tests, sizeof(*tested), by_p);
	for (size_t i = 0; i < tests; i++)
		p[i] = tested[i]->p;
	holm_correct(p, tests, tests);
	for (size_t i = 0; i < tests; i++) {
		tested[i]->p = p[i];
		tested[i]->least = fmin(1, tested[i]->least * (double)tests);
		tested[i]->significant = is_significant(tested[i], alpha, min_effect);
	}
	free(tested);
	free(p);
}

int
compare_winner(const struct compare_result *const *result, const bool *more_is_better, size_t n)
{
	bool better[2] = { false, false };
	for (size_t i = 0; i < n; i++)
		if (result[i]->significant)
			better[(result[i]->delta > 0) == more_is_better[i]] = true;
	if (better[0] == better[1])
		return -1;
	return better[1];
}
