/* SPDX-License-Identifier: MIT */
#ifndef TRACE_SORT_H
#define TRACE_SORT_H

#include <stddef.h>
#include <stdint.h>

/* A time as a number without a sign, in the same order.  INT64_MIN, which is no time, is the last.
 */
static inline uint64_t
trace_sort_key(int64_t at_ns)
{
	return ((uint64_t)at_ns ^ UINT64_C(1) << 63) - 1;
}

/* The number, in sorted order, of each of n keys: stable, in linear time.  order[i] is what comes
 * at i.  INT64_MIN comes last. */
void trace_sort(const int64_t *key, size_t n, uint32_t *order);

#endif
