/* SPDX-License-Identifier: MIT */
#ifndef STATS_NORMAL_H
#define STATS_NORMAL_H

#include <stdint.h>

/* The two-sided p of a deviation from the mean in a normal distribution.  A deviation of 0 and
 * less, and a variance of 0, give 1. */
double normal_two_sided(double deviation, double variance);

/*
 * McNemar's test (Note on the Sampling Error of the Difference Between Correlated Proportions,
 * 1947) of pairs of yes and no.  `gained` pairs went from no to yes, `lost` pairs from yes to no;
 * the others say nothing.  Returns the two-sided p of the normal approximation with Edwards'
 * correction for continuity (1948), or 1 without such pairs.
 */
double normal_mcnemar(uint64_t gained, uint64_t lost);

#endif
