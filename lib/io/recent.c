/* SPDX-License-Identifier: MIT */
#include "io/recent.h"

#include <string.h>

void
recent_add(struct recent *t, const char *p, size_t n)
{
	const size_t kept = n < RECENT_MAX ? n : RECENT_MAX;
	const size_t at = (size_t)((t->n + n - kept) % RECENT_MAX);
	const size_t first = kept < RECENT_MAX - at ? kept : RECENT_MAX - at;
	memcpy(t->ring + at, p + (n - kept), first);
	memcpy(t->ring, p + (n - kept) + first, kept - first);
	t->n += n;
}

void
recent_hash(const struct recent *t, struct sha256 *s)
{
	const size_t end = (size_t)(t->n % RECENT_MAX);
	if (t->n >= RECENT_MAX)
		sha256_add(s, t->ring + end, RECENT_MAX - end);
	sha256_add(s, t->ring, end);
}
