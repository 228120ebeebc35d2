/* SPDX-License-Identifier: MIT */
#include "json/scan.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "base/mem.h"

#define TARGET                                                                                     \
	__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,pclmul,bmi,bmi2")))

TARGET static inline uint64_t
prefix_xor(uint64_t x)
{
	__m128i product =
	    _mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)x), _mm_set1_epi8((char)0xff), 0);
	return (uint64_t)_mm_cvtsi128_si64(product);
}

/* A brace differs from the bracket of the same side only in bit 0x20, which is set first. */
TARGET static inline void
classify(__m512i v, struct scan_masks *m)
{
	__m512i folded = _mm512_or_si512(v, _mm512_set1_epi8(0x20));
	m->quote = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('"'));
	m->backslash = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\\'));
	m->newline = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n'));
	m->control = _mm512_cmplt_epu8_mask(v, _mm512_set1_epi8(0x20));
	m->structural = _mm512_cmpeq_epi8_mask(folded, _mm512_set1_epi8('{')) |
			_mm512_cmpeq_epi8_mask(folded, _mm512_set1_epi8('}')) |
			_mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(':')) |
			_mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(','));
}

/* The bytes `back` places before those of v; `before` is the 64 bytes before v. */
#define SHIFTED(v, before, back)                                                                   \
	_mm512_alignr_epi8(v, _mm512_alignr_epi32(v, before, 12), 16 - (back))

/*
 * UTF-8 by three table lookups, on the high and low half of one byte and the high half of the next
 * (Keiser and Lemire, "Validating UTF-8 in less than one instruction per byte", 2021).  Their
 * common bits are one bit for each kind of error.  Not 0 where something is wrong.
 */
TARGET static inline __m512i
utf8_errors(__m512i v, __m512i before)
{
	const __m512i low_half = _mm512_set1_epi8(15);
	__m512i one = SHIFTED(v, before, 1), two = SHIFTED(v, before, 2),
		three = SHIFTED(v, before, 3);
	__m512i first_high = _mm512_shuffle_epi8(
	    _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)scan_utf8_first_high)),
	    _mm512_and_si512(_mm512_srli_epi16(one, 4), low_half));
	__m512i first_low = _mm512_shuffle_epi8(
	    _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)scan_utf8_first_low)),
	    _mm512_and_si512(one, low_half));
	__m512i second_high = _mm512_shuffle_epi8(
	    _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)scan_utf8_second_high)),
	    _mm512_and_si512(_mm512_srli_epi16(v, 4), low_half));
	__m512i special = _mm512_ternarylogic_epi64(first_high, first_low, second_high, 0x80);
	/* a third or fourth byte is due if the byte two or three places back begins a longer
	 * sequence */
	__m512i due = _mm512_or_si512(_mm512_subs_epu8(two, _mm512_set1_epi8((char)(0xe0 - 0x80))),
	    _mm512_subs_epu8(three, _mm512_set1_epi8((char)(0xf0 - 0x80))));
	return _mm512_xor_si512(special, _mm512_and_si512(due, _mm512_set1_epi8((char)0x80)));
}

/* Does the block end inside a sequence? */
TARGET static inline bool
ends_inside(__m512i v)
{
	__m128i last = _mm512_extracti32x4_epi32(v, 3);
	const __m128i most = _mm_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	    (char)(0xf0 - 1), (char)(0xe0 - 1), (char)(0xc0 - 1));
	return !_mm_test_all_zeros(_mm_subs_epu8(last, most), _mm_set1_epi8(-1));
}

TARGET static inline void
put_entries(struct json_index *ix, struct scan_carry *c, uint64_t mask, __m512i v, size_t base)
{
	const __m512i bytes = _mm512_loadu_si512(scan_byte_numbers);
	__m512i found = _mm512_maskz_compress_epi8(mask, bytes),
		from = _mm512_set1_epi32((int)base);
	unsigned n = (unsigned)_mm_popcnt_u64(mask);
	uint32_t *to = ix->at + c->n;
	/* entries are ASCII, so adding the bit sets it */
	v = _mm512_mask_add_epi8(
	    v, scan_adjacent(c, mask), v, _mm512_set1_epi8((char)JSON_ADJACENT));
	_mm512_storeu_si512(ix->ch + c->n, _mm512_maskz_compress_epi8(mask, v));
	_mm512_storeu_si512(
	    to, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(found))));
	/* more than 16 entries are too common for a branch to be predicted well */
	_mm512_storeu_si512(to + 16,
	    _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(found, 1))));
	if (n > 32) {
		_mm512_storeu_si512(
		    to + 32, _mm512_add_epi32(
				 from, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(found, 2))));
		_mm512_storeu_si512(
		    to + 48, _mm512_add_epi32(
				 from, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(found, 3))));
	}
	c->n += n;
}

struct utf8 {
	__m512i before, errors;
	bool inside; /* the previous block ended inside a sequence */
};

TARGET static inline void
step(struct scan *s, struct scan_carry *c, struct utf8 *u, __m512i v, size_t base)
{
	struct scan_masks m;
	if (__builtin_expect(_mm512_movepi8_mask(v) != 0 || u->inside, 0)) {
		u->errors = _mm512_or_si512(u->errors, utf8_errors(v, u->before));
		u->inside = ends_inside(v);
	}
	u->before = v;
	classify(v, &m);
	put_entries(s->ix, c, scan_step(s, c, &m, base, prefix_xor), v, base);
}

TARGET bool
scan_avx512(struct scan *s, struct scan_carry c)
{
	struct utf8 u = { _mm512_setzero_si512(), _mm512_setzero_si512(), false };
	size_t base = 0, rest;
	for (; s->n - base >= 64; base += 64)
		step(s, &c, &u, _mm512_loadu_si512(s->text + base), base);
	if ((rest = s->n - base) > 0)
		step(s, &c, &u,
		    _mm512_mask_loadu_epi8(
			_mm512_set1_epi8(' '), ~UINT64_C(0) >> (64 - rest), s->text + base),
		    base);
	s->ix->n = c.n;
	return u.inside || _mm512_test_epi8_mask(u.errors, u.errors) != 0;
}

#endif
