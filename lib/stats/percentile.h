/* SPDX-License-Identifier: MIT */
#ifndef STATS_PERCENTILE_H
#define STATS_PERCENTILE_H

#include <stddef.h>

#include "stats/real.h"

/*
 * Percentiles by the nearest rank: the smallest value such that at least so many per cent of all
 * are not larger.  So a percentile is always one of the values.
 */

/* The place of a percentile (1 to 100) among n values in ascending order, from 0.  n > 0. */
size_t percentile_rank(size_t n, unsigned percent);

/* The k-th smallest of n values, from 0.  Reorders them.  Takes linear time on average; the values
 * that are compared with come from a fixed sequence, so the time is always the same. */
real percentile_select(real *value, size_t n, size_t k);

/* A percentile of n > 0 values in any order.  Reorders them. */
real percentile_of(real *value, size_t n, unsigned percent);

#endif
