/* SPDX-License-Identifier: MIT */
#include "base/sha256_blocks.h"

#if defined __x86_64__ && defined __has_include
#if __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#endif
#endif

#ifdef CPU_FEATURE_ACTIVE

#include <immintrin.h>

#define WITH_AVX512 __attribute__((target("avx512f,avx512bw")))

bool
sha256_has_avx512(void)
{
	return CPU_FEATURE_ACTIVE(AVX512F) && CPU_FEATURE_ACTIVE(AVX512BW);
}

#define XOR3(a, b, c) _mm512_ternarylogic_epi32(a, b, c, 0x96)
#define CHOOSE(a, b, c) _mm512_ternarylogic_epi32(a, b, c, 0xca)
#define MAJORITY(a, b, c) _mm512_ternarylogic_epi32(a, b, c, 0xe8)
#define ADD(a, b) _mm512_add_epi32(a, b)
#define ROTATIONS(x, i, j, k)                                                                      \
	XOR3(_mm512_ror_epi32(x, i), _mm512_ror_epi32(x, j), _mm512_ror_epi32(x, k))
#define SCHEDULE(x, i, j, k)                                                                       \
	XOR3(_mm512_ror_epi32(x, i), _mm512_ror_epi32(x, j), _mm512_srli_epi32(x, k))

/* The lanes are in two groups, each in vectors of its own: while one waits for the results of an
 * instruction, the other can go on. */
enum { GROUPS = 2, GROUP = SHA256_LANES / GROUPS };

/*
 * One round of a group; i = 0..15 is a constant in each use.  w[i] is the word of the round, and
 * becomes that of 16 rounds later if there is one.
 */
#define HALF(a, b, c, d, e, f, g, h, w, i)                                                         \
	do {                                                                                       \
		const __m512i t =                                                                  \
		    ADD(ADD(h, ADD(w[i], k)), ADD(ROTATIONS(e, 6, 11, 25), CHOOSE(e, f, g)));      \
		d = ADD(d, t);                                                                     \
		h = ADD(t, ADD(ROTATIONS(a, 2, 13, 22), MAJORITY(a, b, c)));                       \
	} while (0)
#define NEXT(w, i)                                                                                 \
	w[i] = ADD(ADD(w[i], w[((i) + 9) & 15]),                                                   \
	    ADD(SCHEDULE(w[((i) + 1) & 15], 7, 18, 3), SCHEDULE(w[((i) + 14) & 15], 17, 19, 10)))

/* One round of all lanes. */
#define ROUND(a, b, c, d, e, f, g, h, i)                                                           \
	do {                                                                                       \
		const __m512i k = _mm512_set1_epi32((int)constant[i]);                             \
		HALF(a##0, b##0, c##0, d##0, e##0, f##0, g##0, h##0, w[0], i);                     \
		HALF(a##1, b##1, c##1, d##1, e##1, f##1, g##1, h##1, w[1], i);                     \
		if (more) {                                                                        \
			NEXT(w[0], i);                                                             \
			NEXT(w[1], i);                                                             \
		}                                                                                  \
	} while (0)

#define EIGHT_ROUNDS(i)                                                                            \
	ROUND(a, b, c, d, e, f, g, h, i);                                                          \
	ROUND(h, a, b, c, d, e, f, g, (i) + 1);                                                    \
	ROUND(g, h, a, b, c, d, e, f, (i) + 2);                                                    \
	ROUND(f, g, h, a, b, c, d, e, (i) + 3);                                                    \
	ROUND(e, f, g, h, a, b, c, d, (i) + 4);                                                    \
	ROUND(d, e, f, g, h, a, b, c, (i) + 5);                                                    \
	ROUND(c, d, e, f, g, h, a, b, (i) + 6);                                                    \
	ROUND(b, c, d, e, f, g, h, a, (i) + 7)

/* Makes of 16 rows of 16 words, one of each lane, 16 rows that have a word of all lanes. */
WITH_AVX512 static inline void
transpose(__m512i r[16])
{
	__m512i t[16];
#pragma GCC unroll 16
	for (int i = 0; i < 16; i += 2) {
		t[i] = _mm512_unpacklo_epi32(r[i], r[i + 1]);
		t[i + 1] = _mm512_unpackhi_epi32(r[i], r[i + 1]);
	}
#pragma GCC unroll 16
	for (int i = 0; i < 16; i += 4) {
		r[i] = _mm512_unpacklo_epi64(t[i], t[i + 2]);
		r[i + 1] = _mm512_unpackhi_epi64(t[i], t[i + 2]);
		r[i + 2] = _mm512_unpacklo_epi64(t[i + 1], t[i + 3]);
		r[i + 3] = _mm512_unpackhi_epi64(t[i + 1], t[i + 3]);
	}
#pragma GCC unroll 16
	for (int i = 0; i < 4; i++) {
		t[i] = _mm512_shuffle_i32x4(r[i], r[i + 4], 0x88);
		t[i + 4] = _mm512_shuffle_i32x4(r[i], r[i + 4], 0xdd);
		t[i + 8] = _mm512_shuffle_i32x4(r[i + 8], r[i + 12], 0x88);
		t[i + 12] = _mm512_shuffle_i32x4(r[i + 8], r[i + 12], 0xdd);
	}
#pragma GCC unroll 16
	for (int i = 0; i < 4; i++) {
		r[i] = _mm512_shuffle_i32x4(t[i], t[i + 8], 0x88);
		r[i + 8] = _mm512_shuffle_i32x4(t[i], t[i + 8], 0xdd);
		r[i + 4] = _mm512_shuffle_i32x4(t[i + 4], t[i + 12], 0x88);
		r[i + 12] = _mm512_shuffle_i32x4(t[i + 4], t[i + 12], 0xdd);
	}
}

/* Loads a block of each lane of a group. */
WITH_AVX512 static inline void
load_words(__m512i w[16], const unsigned char *lane[GROUP], size_t at)
{
	const __m512i big_endian =
	    _mm512_broadcast_i32x4(_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
	__m512i r[16];
#pragma GCC unroll 16
	for (int i = 0; i < 16; i++)
		r[i] = _mm512_shuffle_epi8(_mm512_loadu_si512(lane[i] + at), big_endian);
	transpose(r);
#pragma GCC unroll 16
	for (int i = 0; i < 16; i++)
		w[i] = r[i];
}

WITH_AVX512 void
sha256_blocks_avx512(
    uint32_t state[8][SHA256_LANES], const unsigned char *lane[SHA256_LANES], size_t count)
{
	__m512i s[8][GROUPS], w[GROUPS][16];
	for (int i = 0; i < 8; i++)
		for (int n = 0; n < GROUPS; n++)
			s[i][n] = _mm512_loadu_si512(state[i] + n * GROUP);
	for (size_t at = 0; at < count * 64; at += 64) {
		const uint32_t *constant = sha256_constants;
		__m512i a0 = s[0][0], b0 = s[1][0], c0 = s[2][0], d0 = s[3][0];
		__m512i e0 = s[4][0], f0 = s[5][0], g0 = s[6][0], h0 = s[7][0];
		__m512i a1 = s[0][1], b1 = s[1][1], c1 = s[2][1], d1 = s[3][1];
		__m512i e1 = s[4][1], f1 = s[5][1], g1 = s[6][1], h1 = s[7][1];
		load_words(w[0], lane, at);
		load_words(w[1], lane + GROUP, at);
		for (int i = 0; i < 48; i += 16, constant += 16) {
			enum { more = true };
			EIGHT_ROUNDS(0);
			EIGHT_ROUNDS(8);
		}
		enum { more = false };
		EIGHT_ROUNDS(0);
		EIGHT_ROUNDS(8);
		const __m512i add[8][GROUPS] = { { a0, a1 }, { b0, b1 }, { c0, c1 }, { d0, d1 },
			{ e0, e1 }, { f0, f1 }, { g0, g1 }, { h0, h1 } };
		for (int i = 0; i < 8; i++)
			for (int n = 0; n < GROUPS; n++)
				s[i][n] = ADD(s[i][n], add[i][n]);
	}
	for (int i = 0; i < 8; i++)
		for (int n = 0; n < GROUPS; n++)
			_mm512_storeu_si512(state[i] + n * GROUP, s[i][n]);
}

#else

bool
sha256_has_avx512(void)
{
	return false;
}

void
sha256_blocks_avx512(
    uint32_t state[8][SHA256_LANES], const unsigned char *lane[SHA256_LANES], size_t count)
{
	for (size_t i = 0; i < SHA256_LANES; i++) {
		uint32_t h[8];
		for (size_t k = 0; k < 8; k++)
			h[k] = state[k][i];
		sha256_blocks_portable(h, lane[i], count);
		for (size_t k = 0; k < 8; k++)
			state[k][i] = h[k];
	}
}

#endif
