/* SPDX-License-Identifier: MIT */
#ifndef STATE_WIDE_H
#define STATE_WIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/number.h"

/* Reading and writing number_wide, which holds the sum of any 2^62 int64 or uint64 exactly. */

/* Reads -?[0-9]+ in the range of int64 or uint64. */
static inline bool
wide_read(struct text t, number_wide *out)
{
	int64_t i;
	uint64_t u;
	if (number_i64(t, &i) == 0)
		return *out = i, true;
	if (number_u64(t, &u) == 0)
		return *out = u, true;
	return false;
}

/* Writes decimal digits; returns the length. */
#define WIDE_MAX 40
static inline size_t
wide_put(number_wide v, char out[WIDE_MAX])
{
	char digits[WIDE_MAX];
	unsigned __int128 rest = v < 0 ? -(unsigned __int128)v : (unsigned __int128)v;
	size_t n = 0, at = 0;
	do
		digits[n++] = (char)('0' + (int)(rest % 10));
	while ((rest /= 10) != 0);
	if (v < 0)
		out[at++] = '-';
	while (n > 0)
		out[at++] = digits[--n];
	return at;
}

#endif
