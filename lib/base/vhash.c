/* SPDX-License-Identifier: MIT */
#include "base/vhash.h"

#include <string.h>

typedef unsigned __int128 wide;

#define PRIME ((((wide)1) << 127) - 1)

enum { PAIR = 16 };

/* The same number modulo 2^127 - 1, though the result may be as large as 2^127. */
static inline wide
fold(wide x)
{
	return (x & PRIME) + (x >> 127);
}

static inline wide
reduce(wide x)
{
	x = fold(x);
	return x >= PRIME ? x - PRIME : x;
}

/* Multiplies two numbers below 2^127.  2^128 counts as 2. */
static inline wide
multiply(wide a, wide b)
{
	uint64_t a0 = (uint64_t)a, a1 = (uint64_t)(a >> 64);
	uint64_t b0 = (uint64_t)b, b1 = (uint64_t)(b >> 64);
	wide middle = (wide)a1 * b0 + (wide)a0 * b1;
	wide low = fold((wide)a0 * b0) + fold(middle << 64);
	wide high = 2 * ((wide)a1 * b1) + 2 * (middle >> 64);

	return reduce(fold(low) + fold(high));
}

void
vhash_init(struct vhash_key *key, struct siphash_key from)
{
	uint64_t number = 0, half[2];
	for (size_t i = 0; i < VHASH_WORDS; i++, number++)
		key->word[i] = siphash(from, &number, sizeof number);
	for (size_t i = 0; i < 2; i++, number++)
		half[i] = siphash(from, &number, sizeof number);
	key->point = reduce((wide)half[0] << 64 | half[1]);
}

/* NH of the part of a block read so far, and the polynomial over the blocks before it. */
struct run {
	const struct vhash_key *key;
	size_t words; /* of the block */
	wide sum, h;
};

static inline void
step(struct run *r, wide coefficient)
{
	r->h = reduce(multiply(r->h, r->key->point) + coefficient);
}

static inline void
take(struct run *r, const char *p)
{
	const uint64_t *word = r->key->word + r->words;
	uint64_t m[2];
	memcpy(m, p, sizeof m);
	r->sum += (wide)(m[0] + word[0]) * (m[1] + word[1]);
	r->words += 2;
}

static inline void
end_block(struct run *r)
{
	step(r, r->sum & PRIME >> 1);
	r->sum = 0;
	r->words = 0;
}

/* Adds the text, padded with zeros to a whole pair of words. */
static void
take_text(struct run *r, struct text t)
{
	char last[PAIR] = { 0 };
	while (t.n >= PAIR) {
		size_t room = (VHASH_WORDS - r->words) * sizeof(uint64_t);
		size_t n = t.n < room ? t.n & ~(size_t)(PAIR - 1) : room;
		for (size_t i = 0; i < n; i += PAIR)
			take(r, t.p + i);
		t = (struct text){ t.p + n, t.n - n };
		if (r->words == VHASH_WORDS)
			end_block(r);
	}
	if (t.n == 0)
		return;
	memcpy(last, t.p, t.n);
	take(r, last);
	if (r->words == VHASH_WORDS)
		end_block(r);
}

void
vhash(const struct vhash_key *key, const struct text *list, size_t count,
    unsigned char out[VHASH_BYTES])
{
	struct run r = { .key = key, .h = 1 };
	for (size_t i = 0; i < count; i++)
		take_text(&r, list[i]);
	end_block(&r);
	/* The lengths follow the blocks, so that different lists give different input. */
	for (size_t i = 0; i < count; i += 2) {
		wide first = list[i].p ? (wide)list[i].n + 1 : 0, second = 0;

		if (i + 1 < count && list[i + 1].p)
			second = (wide)list[i + 1].n + 1;
		step(&r, first << 63 | second);
	}
	memcpy(out, &r.h, VHASH_BYTES);
}
