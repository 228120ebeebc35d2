/* SPDX-License-Identifier: MIT */
#include "base/sha256_blocks.h"

/*
 * Whether the processor has the instructions is asked of glibc (2.33 and later), which ran cpuid
 * once when the program was loaded and keeps the answer in read-only memory: a call costs a load,
 * and nothing has to be cached here.  (cpuid itself costs hundreds of cycles, more in a virtual
 * machine, and __builtin_cpu_supports knows "sha" in few compilers.)
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

/*
 * Four rounds, i = 0..15, which use the words m[i % 4].  On the way the schedule of later rounds is
 * prepared: sha256msg1 and msg2 are the two halves of its recurrence.  Each use has a constant i,
 * so the conditions cost nothing.
 */
#define FOUR_ROUNDS(i)                                                                             \
	do {                                                                                       \
		__m128i wk = _mm_add_epi32(                                                        \
		    m[(i)&3], _mm_loadu_si128((const __m128i *)(sha256_constants + 4 * (i))));     \
		cdgh = _mm_sha256rnds2_epu32(cdgh, abef, wk);                                      \
		if ((i) >= 3 && (i) < 15) {                                                        \
			__m128i *next = &m[((i) + 1) & 3];                                         \
			*next =                                                                    \
			    _mm_add_epi32(*next, _mm_alignr_epi8(m[(i)&3], m[((i) + 3) & 3], 4));  \
			*next = _mm_sha256msg2_epu32(*next, m[(i)&3]);                             \
		}                                                                                  \
		abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(wk, 0x0E));             \
		if ((i) >= 1 && (i) < 13)                                                          \
			m[((i) + 3) & 3] = _mm_sha256msg1_epu32(m[((i) + 3) & 3], m[(i)&3]);       \
	} while (0)

WITH_SHA void
sha256_blocks_ni(uint32_t h[8], const unsigned char *p, size_t count)
{
	const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
	__m128i dcba = _mm_loadu_si128((const __m128i *)h);
	__m128i hgfe = _mm_loadu_si128((const __m128i *)(h + 4));
	__m128i cdab = _mm_shuffle_epi32(dcba, 0xB1), efgh = _mm_shuffle_epi32(hgfe, 0x1B);
	/* the instructions want the state in this order */
	__m128i abef = _mm_alignr_epi8(cdab, efgh, 8), cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);

	for (; count > 0; count--, p += 64) {
		__m128i abef_before = abef, cdgh_before = cdgh, m[4];

		for (int i = 0; i < 4; i++)
			m[i] = _mm_shuffle_epi8(
			    _mm_loadu_si128((const __m128i *)(p + 16 * i)), big_endian);
		FOUR_ROUNDS(0);
		FOUR_ROUNDS(1);
		FOUR_ROUNDS(2);
		FOUR_ROUNDS(3);
		FOUR_ROUNDS(4);
		FOUR_ROUNDS(5);
		FOUR_ROUNDS(6);
		FOUR_ROUNDS(7);
		FOUR_ROUNDS(8);
		FOUR_ROUNDS(9);
		FOUR_ROUNDS(10);
		FOUR_ROUNDS(11);
		FOUR_ROUNDS(12);
		FOUR_ROUNDS(13);
		FOUR_ROUNDS(14);
		FOUR_ROUNDS(15);
		abef = _mm_add_epi32(abef, abef_before);
		cdgh = _mm_add_epi32(cdgh, cdgh_before);
	}
	__m128i feba = _mm_shuffle_epi32(abef, 0x1B), dchg = _mm_shuffle_epi32(cdgh, 0xB1);

	_mm_storeu_si128((__m128i *)h, _mm_blend_epi16(feba, dchg, 0xF0));
	_mm_storeu_si128((__m128i *)(h + 4), _mm_alignr_epi8(dchg, feba, 8));
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

#endif
