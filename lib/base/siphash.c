/* SPDX-License-Identifier: MIT */
#include "base/siphash.h"

#include <endian.h>
#include <string.h>

struct state {
	uint64_t v0, v1, v2, v3;
};

static inline uint64_t
rotate(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

static inline void
sip_round(struct state *s)
{
	s->v0 += s->v1;
	s->v1 = rotate(s->v1, 13) ^ s->v0;
	s->v0 = rotate(s->v0, 32);
	s->v2 += s->v3;
	s->v3 = rotate(s->v3, 16) ^ s->v2;
	s->v0 += s->v3;
	s->v3 = rotate(s->v3, 21) ^ s->v0;
	s->v2 += s->v1;
	s->v1 = rotate(s->v1, 17) ^ s->v2;
	s->v2 = rotate(s->v2, 32);
}

static inline void
take(struct state *s, uint64_t word)
{
	s->v3 ^= word;
	sip_round(s);
	s->v0 ^= word;
}

static inline uint64_t
load(const unsigned char *p)
{
	uint64_t word;
	memcpy(&word, p, sizeof word);
	return le64toh(word);
}

/* The last word: the remaining n bytes (fewer than 8), with the lowest byte of the length on
 * top. */
static inline uint64_t
last_word(const unsigned char *p, size_t n, size_t length)
{
	uint64_t word = (uint64_t)(length & 0xFF) << 56;
	if (length >= 8) /* an 8-byte load also reads bytes before them, which are shifted out */
		return word | load(p + n - 8) >> (8 * (8 - n));
	for (size_t i = 0; i < n; i++)
		word |= (uint64_t)p[i] << (8 * i);
	return word;
}

uint64_t
siphash(struct siphash_key key, const void *p, size_t n)
{
	const unsigned char *byte = p;
	struct state s = {
		key.k0 ^ UINT64_C(0x736f6d6570736575),
		key.k1 ^ UINT64_C(0x646f72616e646f6d),
		key.k0 ^ UINT64_C(0x6c7967656e657261),
		key.k1 ^ UINT64_C(0x7465646279746573),
	};
	size_t whole = n - n % 8;
	for (size_t i = 0; i < whole; i += 8)
		take(&s, load(byte + i));
	if (n % 8 > 0)
		take(&s, last_word(byte + whole, n % 8, n));
	else
		take(&s, (uint64_t)(n & 0xFF) << 56);
	s.v2 ^= 0xFF;
	for (int i = 0; i < 3; i++)
		sip_round(&s);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
