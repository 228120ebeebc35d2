/* SPDX-License-Identifier: MIT */
#ifndef STATE_SPAN_H
#define STATE_SPAN_H

#include <stdbool.h>
#include <stdint.h>

/* Distances between any two points in time, exact over the whole range of int64. */

/* Returns later - earlier, or 0 if `later` is not later. */
static inline uint64_t
span_ns(int64_t earlier_ns, int64_t later_ns)
{
	return later_ns > earlier_ns ? (uint64_t)later_ns - (uint64_t)earlier_ns : 0;
}

/* Returns whether a span is over at a time: more than ttl_ns have passed. */
static inline bool
span_over(int64_t since_ns, int64_t at_ns, uint64_t ttl_ns)
{
	return span_ns(since_ns, at_ns) > ttl_ns;
}

#endif
