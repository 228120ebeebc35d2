/* SPDX-License-Identifier: MIT */
#ifndef STATS_FISHER_H
#define STATS_FISHER_H

#include <stddef.h>
#include <stdint.h>

/*
 * Fisher's exact test of a table of counts:
 *
 *			failed	passed
 *	with it		a	b
 *	without it	c	d
 *
 * Returns the two-sided p: the probability, if row and column are independent and all sums are
 * fixed, of a table that is at most as probable as this one.  Tables whose probabilities differ by
 * less than one part in 10^7 are equally probable.
 *
 * Counts are at most 2^40.  The relative error is about 1e-12 for thousands and 1e-7 for billions.
 * A p below the range of double is 0.
 *
 * Densities are computed as Loader does (Fast and Accurate Computation of Binomial Probabilities,
 * 2000), because differences of log-gammas lose their digits when counts are large.
 */
double fisher_two_sided(uint64_t a, uint64_t b, uint64_t c, uint64_t d);

/*
 * Corrects the n smallest p of a number of tests as Holm does (1979).  p[] is in ascending order
 * before and after, and n is at most `tests`.
 */
void holm_correct(double *p, size_t n, size_t tests);

#endif
