/* SPDX-License-Identifier: MIT */
#include "json/scan.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "base/mem.h"

#define TARGET __attribute__((target("avx2,pclmul,bmi,bmi2,popcnt")))

TARGET static inline uint64_t
prefix_xor(uint64_t x)
{
	__m128i product =
	    _mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)x), _mm_set1_epi8((char)0xff), 0);
	return (uint64_t)_mm_cvtsi128_si64(product);
}

TARGET static inline uint64_t
mask_of(__m256i low, __m256i high)
{
	return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high)
							 << 32;
}

TARGET static inline uint64_t
equal(__m256i low, __m256i high, char c)
{
	const __m256i all = _mm256_set1_epi8(c);
	return mask_of(_mm256_cmpeq_epi8(low, all), _mm256_cmpeq_epi8(high, all));
}

TARGET static inline __m256i
structural(__m256i v)
{
	__m256i folded = _mm256_or_si256(v, _mm256_set1_epi8(0x20));
	__m256i brackets = _mm256_or_si256(_mm256_cmpeq_epi8(folded, _mm256_set1_epi8('{')),
	    _mm256_cmpeq_epi8(folded, _mm256_set1_epi8('}')));
	return _mm256_or_si256(
	    brackets, _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8(':')),
			  _mm256_cmpeq_epi8(v, _mm256_set1_epi8(','))));
}

TARGET static inline __m256i
below_space(__m256i v)
{
	return _mm256_cmpeq_epi8(_mm256_min_epu8(v, _mm256_set1_epi8(0x1f)), v);
}

TARGET static inline void
classify(__m256i low, __m256i high, struct scan_masks *m)
{
	m->quote = equal(low, high, '"');
	m->backslash = equal(low, high, '\\');
	m->newline = equal(low, high, '\n');
	m->control = mask_of(below_space(low), below_space(high));
	m->structural = mask_of(structural(low), structural(high));
}

/* As in scan_avx512.c, half as wide. */
#define SHIFTED(v, before, back)                                                                   \
	_mm256_alignr_epi8(v, _mm256_permute2x128_si256(before, v, 0x21), 16 - (back))

TARGET static inline __m256i
look_up(const uint8_t table[16], __m256i v)
{
	return _mm256_shuffle_epi8(
	    _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table)),
	    _mm256_and_si256(v, _mm256_set1_epi8(15)));
}

TARGET static inline __m256i
utf8_errors(__m256i v, __m256i before)
{
	__m256i one = SHIFTED(v, before, 1), two = SHIFTED(v, before, 2),
		three = SHIFTED(v, before, 3);
	__m256i special = _mm256_and_si256(
	    _mm256_and_si256(look_up(scan_utf8_first_high, _mm256_srli_epi16(one, 4)),
		look_up(scan_utf8_first_low, one)),
	    look_up(scan_utf8_second_high, _mm256_srli_epi16(v, 4)));
	__m256i due = _mm256_or_si256(_mm256_subs_epu8(two, _mm256_set1_epi8((char)(0xe0 - 0x80))),
	    _mm256_subs_epu8(three, _mm256_set1_epi8((char)(0xf0 - 0x80))));
	return _mm256_xor_si256(special, _mm256_and_si256(due, _mm256_set1_epi8((char)0x80)));
}

TARGET static inline bool
ends_inside(__m256i v)
{
	__m128i last = _mm256_extracti128_si256(v, 1);
	const __m128i most = _mm_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	    (char)(0xf0 - 1), (char)(0xe0 - 1), (char)(0xc0 - 1));
	return !_mm_testz_si128(_mm_subs_epu8(last, most), _mm_set1_epi8(-1));
}

/* Bytes of v from number n on become zeros. */
TARGET static inline __m256i
first_bytes(__m256i v, size_t n)
{
	const __m256i numbers = _mm256_loadu_si256((const __m256i *)scan_byte_numbers);
	return _mm256_and_si256(v, _mm256_cmpgt_epi8(_mm256_set1_epi8((char)n), numbers));
}

TARGET bool
scan_utf8_avx2(const char *p, size_t n)
{
	__m256i before = _mm256_setzero_si256(), errors = before;
	/* zeros follow the last byte, so that a sequence that ends too early is an error */
	for (size_t i = 0; i <= n; i += 32) {
		__m256i v = _mm256_setzero_si256();
		if (i < n)
			v = _mm256_loadu_si256((const __m256i *)(p + i));
		if (n - i < 32)
			v = first_bytes(v, n - i);
		errors = _mm256_or_si256(errors, utf8_errors(v, before));
		before = v;
	}
	return _mm256_testz_si256(errors, errors);
}

/* Stores eight at a time, whether there are that many or not: a correctly predicted branch is worth
 * more than eight stores. */
TARGET static inline void
put_entries(struct json_index *ix, struct scan_carry *c, uint64_t mask, const char *p, size_t base)
{
	uint64_t adjacent = scan_adjacent(c, mask);
	unsigned n = (unsigned)_mm_popcnt_u64(mask);
	uint32_t *to = ix->at + c->n;
	char *ch = ix->ch + c->n;
	c->n += n;
	for (unsigned done = 0; done < n; done += 8)
		for (unsigned i = 0; i < 8; i++) {
			uint64_t at = _tzcnt_u64(mask) & 63;
			*to++ = (uint32_t)(base + at);
			*ch++ = (char)(p[at] | (adjacent >> at & 1) << 7);
			mask = _blsr_u64(mask);
		}
}

struct utf8 {
	__m256i before, errors;
	bool inside;
};

TARGET static inline void
step(struct scan *s, struct scan_carry *c, struct utf8 *u, const char *p, size_t base)
{
	__m256i low = _mm256_loadu_si256((const __m256i *)p);
	__m256i high = _mm256_loadu_si256((const __m256i *)(p + 32));
	struct scan_masks m;
	if (__builtin_expect(
		_mm256_movemask_epi8(_mm256_or_si256(low, high)) != 0 || u->inside, 0)) {
		u->errors = _mm256_or_si256(u->errors,
		    _mm256_or_si256(utf8_errors(low, u->before), utf8_errors(high, low)));
		u->inside = ends_inside(high);
	}
	u->before = high;
	classify(low, high, &m);
	put_entries(s->ix, c, scan_step(s, c, &m, base, prefix_xor), p, base);
}

TARGET bool
scan_avx2(struct scan *s, struct scan_carry c)
{
	struct utf8 u = { _mm256_setzero_si256(), _mm256_setzero_si256(), false };
	size_t base = 0;
	char tail[64];
	for (; s->n - base >= 64; base += 64)
		step(s, &c, &u, s->text + base, base);
	if (base < s->n) {
		memset(tail, ' ', sizeof(tail));
		memcpy(tail, s->text + base, s->n - base);
		step(s, &c, &u, tail, base);
	}
	s->ix->n = c.n;
	return u.inside || !_mm256_testz_si256(u.errors, u.errors);
}

#endif
