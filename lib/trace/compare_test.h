/* SPDX-License-Identifier: MIT */
#ifndef TRACE_COMPARE_TEST_H
#define TRACE_COMPARE_TEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stats/real.h"

/*
 * Does a number of B differ from that of A?  The statistics of a comparison, on arrays of numbers:
 *
 *	compare_test(&t, &result[i]);		each metric
 *	compare_interval(&t, &result[i]);
 *	compare_decide(result, n, alpha, min_effect);
 *
 *	statistic	test			paired
 *	mean, p50	Mann-Whitney		Wilcoxon
 *	p95		Fisher			Fisher
 *	rate		Fisher			McNemar
 *
 * The rank tests and McNemar's are normal approximations; p is never below what the exact test can
 * give for samples of these sizes, so two values against two are not significant.
 *
 * For p95, the values above the p95 of A and B together are counted.
 *
 * A difference is significant if all of this holds: p, corrected by Holm over all results, is below
 * alpha; the difference is at least min_effect of A's value; and, without pairs, it is larger than
 * the difference between A's odd and even traces, which is what chance makes of one set of traces.
 */
enum compare_statistic { COMPARE_MEAN, COMPARE_P50, COMPARE_P95, COMPARE_RATE };

struct compare_sample {
	const real *value;   /* NAN: not known.  Of a rate: 0 and 1 */
	const real *weight;  /* of a mean: value / weight is that of one trace; NULL: 1 each */
	const uint32_t *row; /* numbers of the traces in the side, ascending; NULL: 0, 1, … */
	size_t n;
};

struct compare_test {
	enum compare_statistic statistic;
	struct compare_sample a, b;
	bool paired; /* value i of one belongs to value i of the other */
};

struct compare_result {
	bool has_a, has_b; /* a value is known */
	real a, b;
	size_t n_a, n_b; /* known values */
	/* only if both sides have one: */
	real delta;     /* b - a */
	real low, high; /* its 95 % interval, by compare_interval */
	double p;       /* two-sided; after compare_decide, corrected */
	double least;   /* the smallest p that so few values can have; corrected like p */
	real noise;     /* the difference within A; negative: there are pairs; or INFINITY */
	bool significant;
};

void compare_test(const struct compare_test *t, struct compare_result *r);
void compare_interval(const struct compare_test *t, struct compare_result *r);

/* Corrects p and decides.  Results that lack a side are left as they are. */
void compare_decide(
    struct compare_result *const *result, size_t n, double alpha, double min_effect);

/* The value of a sample, over all that are known.  Returns false if none is. */
bool compare_value(enum compare_statistic statistic, const struct compare_sample *s, real *value);

/* What is better for each result; the winner is better in one and worse in none.  Returns 0: A, 1:
 * B, -1: neither. */
int compare_winner(
    const struct compare_result *const *result, const bool *more_is_better, size_t n);

#endif
