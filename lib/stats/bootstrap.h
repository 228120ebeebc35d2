/* SPDX-License-Identifier: MIT */
#ifndef STATS_BOOTSTRAP_H
#define STATS_BOOTSTRAP_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/real.h"

/*
 * A 95 % interval for the difference of two samples, by the percentile bootstrap (Efron and
 * Tibshirani, An Introduction to the Bootstrap, 1993): both samples are drawn again, with
 * replacement, BOOTSTRAP_DRAWS times, and the interval is from the 2.5th to the 97.5th percentile,
 * by the nearest rank, of the differences that result.  The draws are the same in every run.
 *
 * Of a sample of more than BOOTSTRAP_MOST values only so many are drawn each time, and what that
 * makes the result vary more is taken back: the m out of n bootstrap (Bickel, Götze and van Zwet,
 * Resampling Fewer Than n Observations, 1997).  So the time has a bound.
 */
enum { BOOTSTRAP_DRAWS = 2000, BOOTSTRAP_MOST = 2000 };

struct bootstrap_sample {
	const real *value;
	const real *weight; /* of the mean, which is sum(value) / sum(weight); NULL: 1 each */
	size_t n;           /* > 0 */
};

struct bootstrap {
	struct bootstrap_sample a, b;
	bool paired;      /* value i of both samples is drawn together; they have the same n */
	unsigned percent; /* what differs is this percentile; 0: the mean */
};

/* What is compared, of a sample as it is. */
real bootstrap_statistic(const struct bootstrap_sample *s, unsigned percent);

/* Sets the bounds of b - a. */
void bootstrap_interval(const struct bootstrap *k, real *low, real *high);

#endif
