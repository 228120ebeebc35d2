/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "json/scan.h"

/* The reference implementation: plain C, one table lookup per byte. */
enum { QUOTE = 1, BACKSLASH = 2, STRUCTURAL = 4, NEWLINE = 8, CONTROL = 16, HIGH = 32 };

static const unsigned char classes[256] = {
	[0 ... 9] = CONTROL,
	['\n'] = NEWLINE | CONTROL,
	[11 ... 31] = CONTROL,
	['"'] = QUOTE,
	['\\'] = BACKSLASH,
	['{'] = STRUCTURAL,
	['}'] = STRUCTURAL,
	['['] = STRUCTURAL,
	[']'] = STRUCTURAL,
	[':'] = STRUCTURAL,
	[','] = STRUCTURAL,
	[128 ... 255] = HIGH,
};

/* Builds the masks of each class: four class bits per byte are spread over 64 bits. */
static void
classify(const unsigned char *p, struct scan_masks *m, unsigned *seen)
{
	*m = (struct scan_masks){ 0 };
	for (unsigned i = 0; i < 64; i++) {
		uint64_t c = classes[p[i]];
		if (c == 0)
			continue;
		*seen |= (unsigned)c;
		m->quote |= (c & QUOTE) << i;
		m->backslash |= (c >> 1 & 1) << i;
		m->structural |= (c >> 2 & 1) << i;
		m->newline |= (c >> 3 & 1) << i;
		m->control |= (c >> 4 & 1) << i;
	}
}

static uint64_t
prefix_xor(uint64_t x)
{
	return scan_prefix_xor(x);
}

static void
put_entries(struct json_index *ix, struct scan_carry *c, uint64_t mask, const char *p, size_t base)
{
	uint64_t adjacent = scan_adjacent(c, mask);
	size_t n;
	for (n = c->n; mask != 0; mask &= mask - 1) {
		unsigned i = (unsigned)__builtin_ctzll(mask);
		ix->at[n] = (uint32_t)(base + i);
		ix->ch[n++] = (char)(p[i] | (adjacent >> i & 1) << 7);
	}
	c->n = n;
}

bool
scan_portable(struct scan *s, struct scan_carry c)
{
	struct scan_masks m;
	unsigned char tail[64];
	unsigned seen = 0;
	size_t base = 0;
	for (; s->n - base >= 64; base += 64) {
		classify((const unsigned char *)s->text + base, &m, &seen);
		put_entries(
		    s->ix, &c, scan_step(s, &c, &m, base, prefix_xor), s->text + base, base);
	}
	if (base < s->n) {
		memset(tail, ' ', sizeof(tail));
		memcpy(tail, s->text + base, s->n - base);
		classify(tail, &m, &seen);
		put_entries(
		    s->ix, &c, scan_step(s, &c, &m, base, prefix_xor), s->text + base, base);
	}
	s->ix->n = c.n;
	return seen & HIGH;
}
