/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/ip.h"
#include "base/ip_cidr.h"
#include "base/mem.h"

enum { ADDRESS = 16, MAPPED = 12 }; /* bytes of an address, and of the prefix of mapped addresses */

static const unsigned char mapped_first[ADDRESS] = { [10] = 0xFF, [11] = 0xFF };

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
 * An IPv6 network that is wider than the block of mapped addresses contains no IPv4 address, so
 * that block is left out of the range.
 */
int
ip_set_add(struct ip_set *s, struct text cidr)
{
	static const unsigned char mapped_last[ADDRESS] = {
		[10] = 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF
	};
	static const unsigned char before[ADDRESS] = { [10] = 0xFF, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF };
	static const unsigned char behind[ADDRESS] = { [9] = 1 };
	struct ip_range range;
	if (ip_parse_cidr(cidr, &range))
		return -1;
	if (order(range.first, mapped_first) > 0 || order(range.last, mapped_last) < 0 ||
	    (order(range.first, mapped_first) == 0 && order(range.last, mapped_last) == 0)) {
		add_range(s, &range); /* inside the block, equal to it, or outside of it */
		return 0;
	}
	struct ip_range part = range;
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

/* Sorts the ranges and merges those that overlap. */
static void
merge(struct ip_set *s)
{
	size_t kept = 0;
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

/*
 * A trie over addresses, four bits per level.  For each of its sixteen parts, a node says whether
 * the set contains all of it or some of it.  A part with some has a child; the children of a node
 * are adjacent.  If only one range is left, the child is a leaf: its masks are 0, and `child` is
 * the number of that range.  IPv4 has its own root, 24 levels down.
 */
struct ip_node {
	uint16_t all, some;
	uint32_t child; /* the number of the first child */
};

enum { NIBBLES = 2 * ADDRESS, V4_NIBBLE = 24 };

#define NO_NODE UINT32_MAX

static unsigned
nibble(const unsigned char *address, unsigned at)
{
	return at % 2 == 0 ? address[at / 2] >> 4 : address[at / 2] & 15;
}

/* Do all bits from that nibble on have this value? */
static bool
ends_in(const unsigned char *address, unsigned at, unsigned value)
{
	for (; at < NIBBLES; at++)
		if (nibble(address, at) != value)
			return false;
	return true;
}

static uint32_t
add_nodes(struct ip_set *s, unsigned n)
{
	size_t first = s->nodes;
	s->node = mem_grow(s->node, &s->node_cap, first + n, sizeof *s->node);
	memset(s->node + first, 0, n * sizeof *s->node);
	s->nodes += n;
	return (uint32_t)first;
}

/* The part of a range under one prefix: from the prefix's start, or up to its end. */
struct below {
	const struct ip_range *range;
	size_t n;
	bool from_start,
	    to_end; /* the first range begins before the prefix, the last ends after it */
};

/* Fills the node for the prefix of `at` nibbles.  All the ranges touch that prefix. */
static void
fill(struct ip_set *s, uint32_t number, unsigned at, struct below b)
{
	struct ip_node node = { 0 };
	struct below part[16] = { 0 };
	unsigned children = 0;
	for (size_t i = 0; i < b.n; i++) {
		const struct ip_range *r = &b.range[i];
		bool before = i == 0 && b.from_start, behind = i + 1 == b.n && b.to_end;
		unsigned low = before ? 0 : nibble(r->first, at);
		unsigned high = behind ? 15 : nibble(r->last, at);
		for (unsigned k = low; k <= high; k++) {
			bool from_start = before || k > low || ends_in(r->first, at + 1, 0);
			bool to_end = behind || k < high || ends_in(r->last, at + 1, 15);
			if (from_start && to_end) {
				node.all |= (uint16_t)(1U << k);
				continue;
			}
			if (part[k].n++ == 0) {
				part[k].range = r;
				part[k].from_start = before || k > low;
				node.some |= (uint16_t)(1U << k);
				children++;
			}
			part[k].to_end = behind || k < high;
		}
	}
	node.child = add_nodes(s, children);
	s->node[number] = node;
	for (unsigned k = 0, child = node.child; k < 16; k++) {
		if (part[k].n == 1)
			s->node[child++].child = (uint32_t)(part[k].range - s->range);
		else if (part[k].n > 1)
			fill(s, child++, at + 1, part[k]);
	}
}

/* Returns the child for a part of the node. */
static uint32_t
child_of(const struct ip_node *node, unsigned bit)
{
	return node->child + (unsigned)__builtin_popcount(node->some & (bit - 1));
}

static bool
is_leaf(const struct ip_node *node)
{
	return node->all == 0 && node->some == 0;
}

/* Returns the node above all IPv4 addresses, and makes one if no path leads there. */
static uint32_t
find_v4(struct ip_set *s)
{
	uint32_t number = 0;
	for (unsigned at = 0; at < V4_NIBBLE && !is_leaf(&s->node[number]); at++) {
		const struct ip_node *node = &s->node[number];
		unsigned bit = 1U << nibble(mapped_first, at);
		if (node->all & bit) {
			number = add_nodes(s, 1);
			s->node[number].all = 0xFFFF;
			return number;
		}
		if (!(node->some & bit))
			return NO_NODE;
		number = child_of(node, bit);
	}
	return number;
}

void
ip_set_seal(struct ip_set *s)
{
	if (s->n == 0)
		return;
	merge(s);
	fill(s, add_nodes(s, 1), 0, (struct below){ s->range, s->n, false, false });
	s->v4 = find_v4(s);
}

static bool
has_range(const struct ip_range *r, const unsigned char *address)
{
	return order(r->first, address) <= 0 && order(r->last, address) >= 0;
}

bool
ip_set_has(const struct ip_set *s, const struct ip *ip)
{
	bool v4 = memcmp(ip->byte, mapped_first, MAPPED) == 0;
	uint32_t number = v4 ? s->v4 : 0;
	if (s->nodes == 0 || number == NO_NODE)
		return false;
	for (unsigned at = v4 ? V4_NIBBLE : 0; at < NIBBLES; at++) {
		const struct ip_node *node = &s->node[number];
		unsigned bit = 1U << nibble(ip->byte, at);
		if (node->all & bit)
			return true;
		if (is_leaf(node))
			return has_range(&s->range[node->child], ip->byte);
		if (!(node->some & bit))
			return false;
		number = child_of(node, bit);
	}
	return false;
}

void
ip_set_free(struct ip_set *s)
{
	free(s->range);
	free(s->node);
	*s = (struct ip_set){ 0 };
}
