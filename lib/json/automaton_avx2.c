/* SPDX-License-Identifier: MIT */
#include "json/automaton_run.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include "json/scan.h"

#define TARGET __attribute__((target("avx2,bmi,bmi2")))

TARGET static inline uint32_t
equal(const char *p, const char *text)
{
	return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(
	    _mm256_loadu_si256((const __m256i *)p), _mm256_loadu_si256((const __m256i *)text)));
}

TARGET static bool
matches_long(const char *p, const struct automaton_edge *e)
{
	size_t i = 0;
	for (; e->n - i > AUTOMATON_PIECE; i += AUTOMATON_PIECE)
		if (~equal(p + i, e->text + i) != 0)
			return false;
	return _bzhi_u32(~equal(p + i, e->text + i), (unsigned)(e->n - i)) == 0;
}

TARGET static inline bool
matches(const char *p, const struct automaton_edge *e)
{
	if (__builtin_expect(e->n > AUTOMATON_PIECE, 0))
		return matches_long(p, e);
	return _bzhi_u32(~equal(p, e->text), e->n) == 0;
}

TARGET static inline const char *
plain_end(const char *p)
{
	const __m256i quote = _mm256_set1_epi8('"'), backslash = _mm256_set1_epi8('\\');
	const __m256i space = _mm256_set1_epi8(' ');
	for (;; p += 32) {
		const __m256i v = _mm256_loadu_si256((const __m256i *)p);
		/* signed: bytes beyond ASCII are below the space, like control characters */
		const __m256i stops = _mm256_or_si256(_mm256_cmpgt_epi8(space, v),
		    _mm256_or_si256(_mm256_cmpeq_epi8(v, quote), _mm256_cmpeq_epi8(v, backslash)));
		const uint32_t mask = (uint32_t)_mm256_movemask_epi8(stops);
		if (mask != 0)
			return p + _tzcnt_u32(mask);
	}
}

TARGET static inline const char *
end(const char *p, bool *high)
{
	const __m256i quote = _mm256_set1_epi8('"'), backslash = _mm256_set1_epi8('\\');
	const __m256i last = _mm256_set1_epi8(0x1f);
	for (;; p += 32) {
		const __m256i v = _mm256_loadu_si256((const __m256i *)p);
		const __m256i control = _mm256_cmpeq_epi8(_mm256_min_epu8(v, last), v);
		const __m256i stops = _mm256_or_si256(control,
		    _mm256_or_si256(_mm256_cmpeq_epi8(v, quote), _mm256_cmpeq_epi8(v, backslash)));
		const uint32_t mask = (uint32_t)_mm256_movemask_epi8(stops);
		/* maybe behind the end: then it is checked in vain */
		*high |= _mm256_movemask_epi8(v) != 0;
		if (mask != 0)
			return p + _tzcnt_u32(mask);
	}
}

TARGET static const char *
rest(const char *start, const char *p, bool *escaped)
{
	return automaton_rest(start, p, escaped, end, scan_utf8_avx2);
}

TARGET const char *
automaton_read_avx2(struct automaton *a, const char *p, bool *compact)
{
	return automaton_run(a, p, compact, matches, plain_end, rest);
}

#endif
