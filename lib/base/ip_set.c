/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/ip.h"
#include "base/ip_cidr.h"
#include "base/mem.h"

enum { ADDRESS = 16 };

static int
order(const unsigned char *a, const unsigned char *b)
{
	return memcmp(a, b, ADDRESS);
}

static void
add_range(struct ip_set *s, const struct ip_range *range)
{
	s->range = mem_grow(s->range, &s->cap, s->n + 1, sizeof *s->range);
	s->range[s->n++] = *range;
}

/*
 * An IPv6 network that is wider than the block of mapped addresses holds no IPv4 address, so the
 * block is left out of it.
 */
int
ip_set_add(struct ip_set *s, struct text cidr)
{
	static const unsigned char mapped_first[ADDRESS] = { [10] = 0xFF, [11] = 0xFF };
	static const unsigned char mapped_last[ADDRESS] = {
		[10] = 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF
	};
	static const unsigned char before[ADDRESS] = { [10] = 0xFF, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF };
	static const unsigned char behind[ADDRESS] = { [9] = 1 };
	struct ip_range range, part;

	if (ip_parse_cidr(cidr, &range))
		return -1;
	if (order(range.first, mapped_first) > 0 || order(range.last, mapped_last) < 0 ||
	    (order(range.first, mapped_first) == 0 && order(range.last, mapped_last) == 0)) {
		add_range(s, &range); /* within the block, the block itself, or apart from it */
		return 0;
	}
	part = range;
	memcpy(part.last, before, ADDRESS);
	if (order(part.first, part.last) <= 0)
		add_range(s, &part);
	part = range;
	memcpy(part.first, behind, ADDRESS);
	if (order(part.first, part.last) <= 0)
		add_range(s, &part);
	return 0;
}

static int
by_first(const void *a, const void *b)
{
	const struct ip_range *x = a, *y = b;

	return order(x->first, y->first);
}

void
ip_set_seal(struct ip_set *s)
{
	size_t kept = 0;

	if (s->n == 0)
		return;
	qsort(s->range, s->n, sizeof *s->range, by_first);
	for (size_t i = 1; i < s->n; i++) {
		struct ip_range *last = &s->range[kept];

		if (order(s->range[i].first, last->last) > 0)
			s->range[++kept] = s->range[i];
		else if (order(s->range[i].last, last->last) > 0)
			memcpy(last->last, s->range[i].last, ADDRESS);
	}
	s->n = kept + 1;
}

bool
ip_set_has(const struct ip_set *s, const struct ip *ip)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (order(s->range[middle].last, ip->byte) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->n && order(s->range[low].first, ip->byte) <= 0;
}

void
ip_set_free(struct ip_set *s)
{
	free(s->range);
	*s = (struct ip_set){ 0 };
}
