/* SPDX-License-Identifier: MIT */
#include "base/sha256.h"

#include <string.h>

#include "base/ascii.h"
#include "base/sha256_blocks.h"

enum { BLOCK = 64, LENGTH_AT = 56 };

const uint32_t sha256_constants[64] = {
	0x428a2f98,
	0x71374491,
	0xb5c0fbcf,
	0xe9b5dba5,
	0x3956c25b,
	0x59f111f1,
	0x923f82a4,
	0xab1c5ed5,
	0xd807aa98,
	0x12835b01,
	0x243185be,
	0x550c7dc3,
	0x72be5d74,
	0x80deb1fe,
	0x9bdc06a7,
	0xc19bf174,
	0xe49b69c1,
	0xefbe4786,
	0x0fc19dc6,
	0x240ca1cc,
	0x2de92c6f,
	0x4a7484aa,
	0x5cb0a9dc,
	0x76f988da,
	0x983e5152,
	0xa831c66d,
	0xb00327c8,
	0xbf597fc7,
	0xc6e00bf3,
	0xd5a79147,
	0x06ca6351,
	0x14292967,
	0x27b70a85,
	0x2e1b2138,
	0x4d2c6dfc,
	0x53380d13,
	0x650a7354,
	0x766a0abb,
	0x81c2c92e,
	0x92722c85,
	0xa2bfe8a1,
	0xa81a664b,
	0xc24b8b70,
	0xc76c51a3,
	0xd192e819,
	0xd6990624,
	0xf40e3585,
	0x106aa070,
	0x19a4c116,
	0x1e376c08,
	0x2748774c,
	0x34b0bcb5,
	0x391c0cb3,
	0x4ed8aa4a,
	0x5b9cca4f,
	0x682e6ff3,
	0x748f82ee,
	0x78a5636f,
	0x84c87814,
	0x8cc70208,
	0x90befffa,
	0xa4506ceb,
	0xbef9a3f7,
	0xc67178f2,
};

static inline uint32_t
rotate(uint32_t x, int bits)
{
	return x >> bits | x << (32 - bits);
}

static inline uint32_t
load_big_endian(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline void
store_big_endian(unsigned char *p, uint32_t x)
{
	p[0] = (unsigned char)(x >> 24);
	p[1] = (unsigned char)(x >> 16);
	p[2] = (unsigned char)(x >> 8);
	p[3] = (unsigned char)x;
}

/* One round.  The eight variables do not move: the next round names them in rotated order. */
#define ROUND(a, b, c, d, e, f, g, h, i)                                                           \
	do {                                                                                       \
		uint32_t t = (h) + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +                \
			     ((g) ^ ((e) & ((f) ^ (g)))) + sha256_constants[i] + w[i];             \
		(d) += t;                                                                          \
		(h) = t + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) +                         \
		      (((a) & (b)) | ((c) & ((a) | (b))));                                         \
	} while (0)

static void
block_portable(uint32_t state[8], const unsigned char *p)
{
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t e = state[4], f = state[5], g = state[6], h = state[7], w[64];
	for (int i = 0; i < 16; i++)
		w[i] = load_big_endian(p + 4 * i);
	for (int i = 16; i < 64; i++) {
		uint32_t x = w[i - 15], y = w[i - 2];
		w[i] = w[i - 16] + w[i - 7] + (rotate(x, 7) ^ rotate(x, 18) ^ x >> 3) +
		       (rotate(y, 17) ^ rotate(y, 19) ^ y >> 10);
	}
	for (int i = 0; i < 64; i += 8) {
		ROUND(a, b, c, d, e, f, g, h, i);
		ROUND(h, a, b, c, d, e, f, g, i + 1);
		ROUND(g, h, a, b, c, d, e, f, i + 2);
		ROUND(f, g, h, a, b, c, d, e, i + 3);
		ROUND(e, f, g, h, a, b, c, d, i + 4);
		ROUND(d, e, f, g, h, a, b, c, i + 5);
		ROUND(c, d, e, f, g, h, a, b, i + 6);
		ROUND(b, c, d, e, f, g, h, a, i + 7);
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
	state[5] += f;
	state[6] += g;
	state[7] += h;
}

void
sha256_blocks_portable(uint32_t h[8], const unsigned char *p, size_t count)
{
	for (; count > 0; count--, p += BLOCK)
		block_portable(h, p);
}

static void
take_blocks(struct sha256 *s, const unsigned char *p, size_t count)
{
	if (sha256_has_ni())
		sha256_blocks_ni(s->h, p, count);
	else
		sha256_blocks_portable(s->h, p, count);
}

void
sha256_init(struct sha256 *s)
{
	static const uint32_t start[8] = {
		0x6a09e667,
		0xbb67ae85,
		0x3c6ef372,
		0xa54ff53a,
		0x510e527f,
		0x9b05688c,
		0x1f83d9ab,
		0x5be0cd19,
	};
	memcpy(s->h, start, sizeof start);
	s->n = 0;
}

void
sha256_add(struct sha256 *s, const void *p, size_t n)
{
	const unsigned char *byte = p;
	size_t tail = s->n % BLOCK, part;
	if (n == 0)
		return;
	s->n += n;
	if (tail > 0) {
		part = n < BLOCK - tail ? n : BLOCK - tail;
		memcpy(s->tail + tail, byte, part);
		if (tail + part < BLOCK)
			return;
		take_blocks(s, s->tail, 1);
		byte += part;
		n -= part;
	}
	if (n >= BLOCK)
		take_blocks(s, byte, n / BLOCK);
	memcpy(s->tail, byte + n / BLOCK * BLOCK, n % BLOCK);
}

/* Writes the padding, 1 or 2 blocks, after the last n % 64 bytes of n, which are at `tail`. */
static size_t
last_blocks(unsigned char last[2 * BLOCK], const unsigned char *tail, uint64_t n)
{
	size_t used = n % BLOCK, blocks = used < LENGTH_AT ? 1 : 2;
	memset(last, 0, 2 * BLOCK);
	if (used > 0)
		memcpy(last, tail, used);
	last[used] = 0x80;
	store_big_endian(last + blocks * BLOCK - 8, (uint32_t)(n * 8 >> 32));
	store_big_endian(last + blocks * BLOCK - 4, (uint32_t)(n * 8));
	return blocks;
}

static void
put_digest(const uint32_t h[8], unsigned char digest[32])
{
	for (int i = 0; i < 8; i++)
		store_big_endian(digest + 4 * i, h[i]);
}

void
sha256_end(struct sha256 *s, unsigned char digest[32])
{
	unsigned char last[2 * BLOCK];
	take_blocks(s, last, last_blocks(last, s->tail, s->n));
	put_digest(s->h, digest);
}

void
sha256(const void *p, size_t n, unsigned char digest[32])
{
	struct sha256 s;
	sha256_init(&s);
	sha256_add(&s, p, n);
	sha256_end(&s, digest);
}

/* Hashes as many blocks as both inputs have at once, then the rest of the longer one. */
static void
take_two(struct sha256 s[2], const unsigned char *p[2], const size_t count[2])
{
	size_t both = count[0] < count[1] ? count[0] : count[1];
	uint32_t h[2][8];
	memcpy(h[0], s[0].h, sizeof h[0]);
	memcpy(h[1], s[1].h, sizeof h[1]);
	sha256_blocks_ni_two(h, p[0], p[1], both);
	for (int i = 0; i < 2; i++) {
		memcpy(s[i].h, h[i], sizeof h[i]);
		take_blocks(&s[i], p[i] + both * BLOCK, count[i] - both);
	}
}

void
sha256_two(struct text a, struct text b, unsigned char digest[2][32])
{
	unsigned char last[2][2 * BLOCK];
	const unsigned char *whole[2] = { (const unsigned char *)a.p, (const unsigned char *)b.p };
	const unsigned char *end[2] = { last[0], last[1] };
	size_t n[2] = { a.n, b.n }, blocks[2], ends[2];
	struct sha256 s[2];
	if (!sha256_has_ni()) {
		sha256(a.p, a.n, digest[0]);
		sha256(b.p, b.n, digest[1]);
		return;
	}
	for (int i = 0; i < 2; i++) {
		sha256_init(&s[i]);
		blocks[i] = n[i] / BLOCK;
		ends[i] = last_blocks(last[i], whole[i] + blocks[i] * BLOCK, n[i]);
	}
	take_two(s, whole, blocks);
	take_two(s, end, ends);
	for (int i = 0; i < 2; i++)
		put_digest(s[i].h, digest[i]);
}

/* ---- many inputs ---------------------------------------------------------------------------- */

/* What is hashed in one lane: the whole blocks of an input, then its last ones. */
struct lane {
	size_t number; /* of the input */
	const unsigned char *p;
	size_t blocks;
	size_t ends; /* how many last blocks follow; 0: these are the last ones */
	unsigned char last[2 * BLOCK];
};

enum { AT_ONCE = 128 };

struct lanes {
	const struct text *list;
	unsigned char order[AT_ONCE]; /* longer ones first */
	size_t n, next;
	unsigned char (*digest)[32];
	struct lane lane[SHA256_LANES];
	uint32_t state[8][SHA256_LANES];
};

/* Begins with the next input.  Returns false if there is none. */
static bool
begin_lane(struct lanes *l, size_t i)
{
	struct lane *lane = &l->lane[i];
	struct sha256 start;
	if (l->next == l->n)
		return false;
	lane->number = l->order[l->next++];
	const struct text t = l->list[lane->number];
	lane->p = (const unsigned char *)t.p;
	lane->blocks = t.n / BLOCK;
	lane->ends = last_blocks(lane->last, lane->p + lane->blocks * BLOCK, t.n);
	sha256_init(&start);
	for (size_t k = 0; k < 8; k++)
		l->state[k][i] = start.h[k];
	return true;
}

/* Makes sure that a lane has blocks; returns false if all inputs are done, or in other lanes. */
static bool
fill_lane(struct lanes *l, size_t i)
{
	struct lane *lane = &l->lane[i];
	while (lane->blocks == 0) {
		if (lane->ends > 0) {
			lane->p = lane->last;
			lane->blocks = lane->ends;
			lane->ends = 0;
			break;
		}
		for (int k = 0; k < 8; k++)
			store_big_endian(l->digest[lane->number] + 4 * k, l->state[k][i]);
		if (!begin_lane(l, i))
			return false;
	}
	return true;
}

/* Finishes what is in a lane, on its own. */
static void
end_lane(struct lanes *l, size_t i)
{
	const struct lane *lane = &l->lane[i];
	struct sha256 s;
	for (size_t k = 0; k < 8; k++)
		s.h[k] = l->state[k][i];
	take_blocks(&s, lane->p, lane->blocks);
	if (lane->ends > 0)
		take_blocks(&s, lane->last, lane->ends);
	put_digest(s.h, l->digest[lane->number]);
}

/* Inputs of about the same length are hashed together, so that lanes seldom need a new one. */
static void
choose_order(struct lanes *l)
{
	enum { LENGTHS = 64 };
	unsigned char at[LENGTHS + 1] = { 0 };
	unsigned char length[AT_ONCE];
	for (size_t i = 0; i < l->n; i++) {
		const size_t blocks = l->list[i].n / BLOCK;
		length[i] = (unsigned char)(blocks < LENGTHS ? LENGTHS - 1 - blocks : 0);
		at[length[i] + 1]++;
	}
	for (size_t i = 1; i < LENGTHS; i++)
		at[i] = (unsigned char)(at[i] + at[i - 1]);
	for (size_t i = 0; i < l->n; i++)
		l->order[at[length[i]]++] = (unsigned char)i;
}

static void
run_lanes(struct lanes *l)
{
	enum { FEW = 9 }; /* these are faster on their own */
	bool idle[SHA256_LANES];
	for (size_t i = 0; i < SHA256_LANES; i++)
		idle[i] = !begin_lane(l, i);
	for (;;) {
		const unsigned char *p[SHA256_LANES], *some = NULL;
		size_t count = SIZE_MAX, busy = 0;
		for (size_t i = 0; i < SHA256_LANES; i++) {
			idle[i] = idle[i] || !fill_lane(l, i);
			if (idle[i])
				continue;
			busy++;
			some = l->lane[i].p;
			if (l->lane[i].blocks < count)
				count = l->lane[i].blocks;
		}
		if (busy < FEW)
			break;
		for (size_t i = 0; i < SHA256_LANES; i++) {
			p[i] = some; /* an idle one hashes in vain */
			if (idle[i])
				continue;
			p[i] = l->lane[i].p;
			l->lane[i].p += count * BLOCK;
			l->lane[i].blocks -= count;
		}
		sha256_blocks_avx512(l->state, p, count);
	}
	for (size_t i = 0; i < SHA256_LANES; i++)
		if (!idle[i])
			end_lane(l, i);
}

void
sha256_many(const struct text *list, size_t n, unsigned char (*digest)[32])
{
	struct lanes l;
	for (; n >= SHA256_LANES / 2 && sha256_has_avx512(); list += l.n, digest += l.n, n -= l.n) {
		l.list = list;
		l.digest = digest;
		l.n = n < AT_ONCE ? n : AT_ONCE;
		l.next = 0;
		choose_order(&l);
		run_lanes(&l);
	}
	for (; n >= 2; list += 2, digest += 2, n -= 2)
		sha256_two(list[0], list[1], digest);
	if (n > 0)
		sha256(list->p, list->n, *digest);
}

void
sha256_hex(const unsigned char *digest, size_t nbytes, char *hex)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < nbytes; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
}

bool
sha256_is_hex(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if (ascii_hex(t.p[i]) < 0 || ascii_is_upper(t.p[i]))
			return false;
	return true;
}
