/* SPDX-License-Identifier: MIT */
#ifndef STATS_RANK_H
#define STATS_RANK_H

#include <stddef.h>

#include "stats/real.h"

/*
 * Rank tests: is one of two samples larger than the other?  They assume nothing about the shape of
 * the distributions, so a few extreme values, as durations have, decide nothing.
 *
 * Both return the two-sided p of the normal approximation, with the variance corrected for ties and
 * with a correction for continuity of 1/2.  p is 1 where nothing can be told: if a sample is empty,
 * or if all values or all differences are equal.  Values are finite.  Both take n log n time at
 * most.
 */

/* Mann and Whitney (On a Test of Whether One of Two Random Variables Is Stochastically Larger than
 * the Other, 1947), for independent samples.  x[] and y[] are in ascending order. */
double rank_mann_whitney(const real *x, size_t n, const real *y, size_t m);

/* Wilcoxon's signed-rank test (Individual Comparisons by Ranking Methods, 1945), for the
 * differences of pairs.  Differences of 0 are left out, as Wilcoxon does.  Reorders difference[].
 */
double rank_wilcoxon(real *difference, size_t n);

/* The smallest p that samples of these sizes can have, exactly: of all orders, the two that are the
 * farthest from equality.  The approximation goes below it if samples are small. */
double rank_mann_whitney_least(size_t n, size_t m);
/* The same, of n differences that are not 0. */
double rank_wilcoxon_least(size_t n);

/* Sorts values in ascending order. */
void rank_sort(real *value, size_t n);

#endif
