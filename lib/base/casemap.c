/* SPDX-License-Identifier: MIT */
#include "base/casemap.h"

#include <stddef.h>

/* Maps every stride-th character from first to last, to itself + delta. */
struct casemap_range {
	uint32_t first, last, stride;
	int32_t delta;
};

#include "base/casemap_table.h"

static uint32_t
map(uint32_t cp, const struct casemap_range *range, size_t count)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (range[middle].last < cp)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == count || cp < range[low].first ||
	    (cp - range[low].first) % range[low].stride != 0)
		return cp;
	return cp + (uint32_t)range[low].delta;
}

uint32_t
casemap_lower(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 'A' && cp <= 'Z' ? cp + 0x20 : cp;
	return map(cp, casemap_to_lower, sizeof casemap_to_lower / sizeof casemap_to_lower[0]);
}

uint32_t
casemap_upper(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 'a' && cp <= 'z' ? cp - 0x20 : cp;
	return map(cp, casemap_to_upper, sizeof casemap_to_upper / sizeof casemap_to_upper[0]);
}
