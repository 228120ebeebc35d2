/* SPDX-License-Identifier: MIT */
#include "base/sha256_blocks.h"

/*
 * glibc (2.33 and later) reports whether the processor has the instructions.  It runs cpuid once
 * when the program is loaded and keeps the answer in read-only memory, so a call costs one load and
 * needs no cache here.  cpuid itself costs hundreds of cycles, and more in a virtual machine.  Few
 * compilers know "sha" in __builtin_cpu_supports.
 */
#if defined __x86_64__ && defined __has_include
#if __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#endif
#endif

#ifdef CPU_FEATURE_ACTIVE

#include <immintrin.h>

#define WITH_SHA __attribute__((target("sha,sse4.1")))

bool
sha256_has_ni(void)
{
	return CPU_FEATURE_ACTIVE(SHA) && CPU_FEATURE_ACTIVE(SSE4_1);
}

struct lane {
	__m128i abef, cdgh; /* the state, in the order that the instructions need */
	__m128i m[4];       /* part of the schedule */
};

WITH_SHA static inline struct lane
lane_of(const uint32_t h[8])
{
	__m128i dcba = _mm_loadu_si128((const __m128i *)h);
	__m128i hgfe = _mm_loadu_si128((const __m128i *)(h + 4));
	__m128i cdab = _mm_shuffle_epi32(dcba, 0xB1), efgh = _mm_shuffle_epi32(hgfe, 0x1B);
	struct lane l;
	l.abef = _mm_alignr_epi8(cdab, efgh, 8);
	l.cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
	return l;
}

WITH_SHA static inline void
store_lane(const struct lane *l, uint32_t h[8])
{
	__m128i feba = _mm_shuffle_epi32(l->abef, 0x1B), dchg = _mm_shuffle_epi32(l->cdgh, 0xB1);
	_mm_storeu_si128((__m128i *)h, _mm_blend_epi16(feba, dchg, 0xF0));
	_mm_storeu_si128((__m128i *)(h + 4), _mm_alignr_epi8(dchg, feba, 8));
}

WITH_SHA static inline void
load_block(struct lane *l, const unsigned char *p)
{
	const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
	for (int i = 0; i < 4; i++)
		l->m[i] =
		    _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(p + 16 * i)), big_endian);
}

/*
 * Four rounds, i = 0..15, which use the words m[i % 4].  They also prepare the schedule of later
 * rounds: sha256msg1 and msg2 are the two halves of its recurrence.  Each use has a constant i, so
 * the conditions cost nothing.
 */
#define FOUR_ROUNDS(l, i)                                                                          \
	do {                                                                                       \
		__m128i wk = _mm_add_epi32(                                                        \
		    (l).m[(i)&3], _mm_loadu_si128((const __m128i *)(sha256_constants + 4 * (i)))); \
		(l).cdgh = _mm_sha256rnds2_epu32((l).cdgh, (l).abef, wk);                          \
		if ((i) >= 3 && (i) < 15) {                                                        \
			__m128i *next = &(l).m[((i) + 1) & 3];                                     \
			*next = _mm_add_epi32(                                                     \
			    *next, _mm_alignr_epi8((l).m[(i)&3], (l).m[((i) + 3) & 3], 4));        \
			*next = _mm_sha256msg2_epu32(*next, (l).m[(i)&3]);                         \
		}                                                                                  \
		(l).abef = _mm_sha256rnds2_epu32((l).abef, (l).cdgh, _mm_shuffle_epi32(wk, 0x0E)); \
		if ((i) >= 1 && (i) < 13)                                                          \
			(l).m[((i) + 3) & 3] =                                                     \
			    _mm_sha256msg1_epu32((l).m[((i) + 3) & 3], (l).m[(i)&3]);              \
	} while (0)

#define ALL_ROUNDS(ROUNDS)                                                                         \
	ROUNDS(0);                                                                                 \
	ROUNDS(1);                                                                                 \
	ROUNDS(2);                                                                                 \
	ROUNDS(3);                                                                                 \
	ROUNDS(4);                                                                                 \
	ROUNDS(5);                                                                                 \
	ROUNDS(6);                                                                                 \
	ROUNDS(7);                                                                                 \
	ROUNDS(8);                                                                                 \
	ROUNDS(9);                                                                                 \
	ROUNDS(10);                                                                                \
	ROUNDS(11);                                                                                \
	ROUNDS(12);                                                                                \
	ROUNDS(13);                                                                                \
	ROUNDS(14);                                                                                \
	ROUNDS(15)

WITH_SHA void
sha256_blocks_ni(uint32_t h[8], const unsigned char *p, size_t count)
{
	struct lane l = lane_of(h);
	for (; count > 0; count--, p += 64) {
		__m128i abef = l.abef, cdgh = l.cdgh;
		load_block(&l, p);
#define ROUNDS(i) FOUR_ROUNDS(l, i)
		ALL_ROUNDS(ROUNDS);
#undef ROUNDS
		l.abef = _mm_add_epi32(l.abef, abef);
		l.cdgh = _mm_add_epi32(l.cdgh, cdgh);
	}
	store_lane(&l, h);
}

WITH_SHA void
sha256_blocks_ni_two(uint32_t h[2][8], const unsigned char *p, const unsigned char *q, size_t count)
{
	struct lane l = lane_of(h[0]), k = lane_of(h[1]);
	for (; count > 0; count--, p += 64, q += 64) {
		__m128i abef[2] = { l.abef, k.abef }, cdgh[2] = { l.cdgh, k.cdgh };
		load_block(&l, p);
		load_block(&k, q);
#define ROUNDS(i)                                                                                  \
	FOUR_ROUNDS(l, i);                                                                         \
	FOUR_ROUNDS(k, i)
		ALL_ROUNDS(ROUNDS);
#undef ROUNDS
		l.abef = _mm_add_epi32(l.abef, abef[0]);
		l.cdgh = _mm_add_epi32(l.cdgh, cdgh[0]);
		k.abef = _mm_add_epi32(k.abef, abef[1]);
		k.cdgh = _mm_add_epi32(k.cdgh, cdgh[1]);
	}
	store_lane(&l, h[0]);
	store_lane(&k, h[1]);
}

#else

bool
sha256_has_ni(void)
{
	return false;
}

void
sha256_blocks_ni(uint32_t h[8], const unsigned char *p, size_t count)
{
	sha256_blocks_portable(h, p, count);
}

void
sha256_blocks_ni_two(uint32_t h[2][8], const unsigned char *p, const unsigned char *q, size_t count)
{
	sha256_blocks_portable(h[0], p, count);
	sha256_blocks_portable(h[1], q, count);
}

#endif
