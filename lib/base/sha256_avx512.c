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

/*
 * One round of all lanes; i = 0..63 is a constant in each use.  w[i % 16] is the word of the
 * round, and becomes that of round i + 16.
 */
#define ROUND(a, b, c, d, e, f, g, h, i)                                                           \
	do {                                                                                       \
		const __m512i k = _mm512_set1_epi32((int)sha256_constants[i]);                     \
		const __m512i t =                                                                  \
		    ADD(ADD(ADD(h, k), w[(i)&15]), ADD(ROTATIONS(e, 6, 11, 25), CHOOSE(e, f, g))); \
		d = ADD(d, t);                                                                     \
		h = ADD(t, ADD(ROTATIONS(a, 2, 13, 22), MAJORITY(a, b, c)));                       \
		if ((i) < 48)                                                                      \
			w[(i)&15] = ADD(ADD(w[(i)&15], w[((i) + 9) & 15]),                         \
			    ADD(SCHEDULE(w[((i) + 1) & 15], 7, 18, 3),                             \
				SCHEDULE(w[((i) + 14) & 15], 17, 19, 10)));                        \
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

WITH_AVX512 void
sha256_blocks_avx512(
    uint32_t state[8][SHA256_LANES], const unsigned char *lane[SHA256_LANES], size_t count)
{
	const __m512i big_endian =
	    _mm512_broadcast_i32x4(_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
	__m512i s[8];
#pragma GCC unroll 16
	for (int i = 0; i < 8; i++)
		s[i] = _mm512_loadu_si512(state[i]);
	for (size_t at = 0; at < count * 64; at += 64) {
		__m512i a = s[0], b = s[1], c = s[2], d = s[3];
		__m512i e = s[4], f = s[5], g = s[6], h = s[7], w[16];
#pragma GCC unroll 16
		for (int i = 0; i < 16; i++)
			w[i] = _mm512_shuffle_epi8(_mm512_loadu_si512(lane[i] + at), big_endian);
		transpose(w);
		EIGHT_ROUNDS(0);
		EIGHT_ROUNDS(8);
		EIGHT_ROUNDS(16);
		EIGHT_ROUNDS(24);
		EIGHT_ROUNDS(32);
		EIGHT_ROUNDS(40);
		EIGHT_ROUNDS(48);
		EIGHT_ROUNDS(56);
		s[0] = ADD(s[0], a);
		s[1] = ADD(s[1], b);
		s[2] = ADD(s[2], c);
		s[3] = ADD(s[3], d);
		s[4] = ADD(s[4], e);
		s[5] = ADD(s[5], f);
		s[6] = ADD(s[6], g);
		s[7] = ADD(s[7], h);
	}
#pragma GCC unroll 16
	for (int i = 0; i < 8; i++)
		_mm512_storeu_si512(state[i], s[i]);
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
