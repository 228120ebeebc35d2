/* SPDX-License-Identifier: MIT */
#include "json/index.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"
#include "json/scan.h"
#include "json/write.h"

static enum json_builder chosen_builder; /* see json_builder_choose */

static const char *const fault_texts[] = {
	[JSON_OK] = "no fault",
	[JSON_BAD_UTF8] = "invalid UTF-8",
	[JSON_CONTROL] = "a raw control character in a string",
	[JSON_BAD_ESCAPE] = "an unknown escape in a string",
	[JSON_BAD_HEX] = "\\u without four hexadecimal digits",
	[JSON_LONE_SURROGATE] = "a lone surrogate",
	[JSON_UNTERMINATED] = "a string without its closing quote",
	[JSON_NO_VALUE] = "a value was expected",
	[JSON_BAD_LITERAL] = "neither a value nor punctuation",
	[JSON_BAD_NUMBER] = "a malformed number",
	[JSON_NO_KEY] = "a key in double quotes was expected",
	[JSON_NO_COLON] = "a colon was expected after the key",
	[JSON_NO_COMMA] = "a comma or the closing bracket was expected",
	[JSON_TRAILING_COMMA] = "a comma before the closing bracket",
	[JSON_UNCLOSED] = "the line ends inside an object or array",
	[JSON_TRAILING] = "there is more text after the value",
	[JSON_TOO_DEEP] = "nested more than 1024 levels deep",
	[JSON_TORN] = "the input ends inside an object or array",
	[JSON_TOO_LONG] = "the element is over the limit",
};

const char *
json_fault_text(enum json_code code)
{
	return fault_texts[code];
}

bool
json_fault_is_syntax(enum json_code code)
{
	return code != JSON_OK && code != JSON_BAD_UTF8 && code != JSON_TOO_DEEP &&
	       code != JSON_TOO_LONG;
}

/*
 * One fault of each kind per line is enough; otherwise a line that consists of faults could take
 * eight times its size.  The newlines between two faults are only looked for if there are faults.
 */
static bool
known_in_line(const struct scan *s, size_t at, enum json_code code)
{
	const struct json_index *ix = s->ix;
	const struct json_fault *f;
	for (size_t i = ix->nfault; i > 0 && i + 4 > ix->nfault; i--) {
		f = &ix->fault[i - 1];
		if (f->code == code && f->at <= at)
			return !s->newlines || !memchr(s->text + f->at, '\n', at - f->at);
	}
	return false;
}

void
scan_fault(struct scan *s, size_t at, enum json_code code)
{
	struct json_index *ix = s->ix;
	if (known_in_line(s, at, code))
		return;
	ix->fault = mem_grow(ix->fault, &ix->fault_cap, ix->nfault + 1, sizeof(*ix->fault));
	ix->fault[ix->nfault++] = (struct json_fault){ (uint32_t)at, code };
}

struct scan_escapes
scan_escapes(struct scan *s, uint64_t escaped, uint64_t backslash, size_t base)
{
	struct scan_escapes e = { .escaped = escaped };
	struct json_index *ix = s->ix;
	uint64_t bit;
	if (backslash != 0) {
		ix->slash = mem_grow(ix->slash, &ix->slash_cap, ix->nslash + 1, sizeof(*ix->slash));
		ix->slash[ix->nslash++] = (uint32_t)base;
	}
	for (backslash &= ~escaped; backslash != 0; backslash &= ~(bit | bit << 1)) {
		bit = backslash & -backslash;
		e.starts |= bit;
		e.escaped |= bit << 1;
		e.carry |= bit >> 63;
	}
	return e;
}

static void
check_unicode_escape(struct scan *s, size_t at)
{
	const char *p = s->text + at;
	size_t left = s->n - at;
	int v;
	if (left < 6 || (v = number_hex4(p + 2)) < 0) {
		scan_fault(s, at, JSON_BAD_HEX);
		return;
	}
	if (v < 0xd800 || v > 0xdfff)
		return;
	if (v >= 0xdc00) {
		if (s->pair != at)
			scan_fault(s, at, JSON_LONE_SURROGATE);
		return;
	}
	int low = left >= 12 && p[6] == '\\' && p[7] == 'u' ? number_hex4(p + 8) : -1;
	if (low < 0xdc00 || low > 0xdfff)
		scan_fault(s, at, JSON_LONE_SURROGATE);
	else
		s->pair = at + 6;
}

const bool scan_is_escape[256] = { ['"'] = true,
	['\\'] = true,
	['/'] = true,
	['b'] = true,
	['f'] = true,
	['n'] = true,
	['r'] = true,
	['t'] = true };

void
scan_check_escapes(struct scan *s, uint64_t starts, size_t base)
{
	for (; starts != 0; starts &= starts - 1) {
		size_t at = base + (size_t)__builtin_ctzll(starts);
		int c = at + 1 < s->n ? s->text[at + 1] : '\n';
		if (c == 'u')
			check_unicode_escape(s, at);
		else if (!scan_is_escape[(unsigned char)c])
			scan_fault(s, at, JSON_BAD_ESCAPE);
	}
}

void
scan_check_controls(struct scan *s, uint64_t control, size_t base)
{
	for (; control != 0; control &= control - 1)
		scan_fault(s, base + (size_t)__builtin_ctzll(control), JSON_CONTROL);
}

/* Finds the first bad byte of each line.  Called only if the builder found that something may be
 * wrong. */
static void
check_utf8(struct scan *s)
{
	const char *p = s->text, *end = s->text + s->n, *newline;
	while (p < end) {
		p += utf8_valid(p, (size_t)(end - p));
		if (p == end)
			return;
		scan_fault(s, (size_t)(p - s->text), JSON_BAD_UTF8);
		newline = s->newlines ? memchr(p, '\n', (size_t)(end - p)) : NULL;
		if (!newline)
			return;
		p = newline + 1;
	}
}

static int
by_offset(const void *a, const void *b)
{
	const struct json_fault *x = a, *y = b;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->code > y->code) - (x->code < y->code);
}

const char *
json_builder_name(enum json_builder b)
{
	static const char *const names[JSON_BUILDERS] = { "best", "portable", "avx2", "avx512" };
	return names[b];
}

bool
json_builder_here(enum json_builder b)
{
#if defined(__x86_64__)
	if (b == JSON_BUILDER_AVX2)
		return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") &&
		       __builtin_cpu_supports("bmi2");
	if (b == JSON_BUILDER_AVX512)
		return __builtin_cpu_supports("avx512vbmi2") &&
		       __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
		       __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("bmi2");
#endif
	return b == JSON_BUILDER_PORTABLE || b == JSON_BUILDER_BEST;
}

static enum json_builder
best_builder(void)
{
	if (json_builder_here(JSON_BUILDER_AVX512))
		return JSON_BUILDER_AVX512;
	if (json_builder_here(JSON_BUILDER_AVX2))
		return JSON_BUILDER_AVX2;
	return JSON_BUILDER_PORTABLE;
}

/* Makes room for the entries of n bytes, with one more before and one after them.  Keeps no old
 * entries. */
static void
make_room(struct json_index *ix, size_t n)
{
	if (ix->cap >= n + 1 + SCAN_SLACK)
		return;
	ix->cap = n + 1 + SCAN_SLACK + n / 8;
	free(ix->at);
	free(ix->ch);
	ix->at = mem_alloc(ix->cap * sizeof(*ix->at));
	ix->ch = mem_alloc(ix->cap);
}

void
scan_more_room(struct json_index *ix, size_t n)
{
	size_t cap = ix->cap;
	if (cap >= n + SCAN_SLACK)
		return;
	ix->at = mem_grow(ix->at, &cap, n + SCAN_SLACK, sizeof(*ix->at));
	ix->ch = mem_grow(ix->ch, &ix->cap, n + SCAN_SLACK, 1);
}

void
scan_sort_faults(struct json_index *ix)
{
	if (ix->nfault > 1)
		qsort(ix->fault, ix->nfault, sizeof(*ix->fault), by_offset);
}

static bool
scan(enum json_builder b, struct scan *s)
{
	const struct scan_carry carry = { .adjacent = 1, .n = 1 };
	switch (b == JSON_BUILDER_BEST ? best_builder() : b) {
#if defined(__x86_64__)
	case JSON_BUILDER_AVX512: return scan_avx512(s, carry);
	case JSON_BUILDER_AVX2: return scan_avx2(s, carry);
#else
	case JSON_BUILDER_AVX512:
	case JSON_BUILDER_AVX2:
#endif
	case JSON_BUILDER_BEST:
	case JSON_BUILDER_PORTABLE: break;
	}
	return scan_portable(s, carry);
}

void
json_builder_choose(enum json_builder b)
{
	chosen_builder = b;
}

enum json_builder
json_builder_chosen(void)
{
	return chosen_builder;
}

void
json_index_build(struct json_index *ix, const char *text, size_t n, enum json_mode mode)
{
	json_index_build_by(chosen_builder, ix, text, n, mode);
}

void
json_index_build_by(
    enum json_builder b, struct json_index *ix, const char *text, size_t n, enum json_mode mode)
{
	struct scan s = { .ix = ix, .text = text, .n = n };
	s.newlines = mode == JSON_LINES ? ~UINT64_C(0) : 0;
	s.pair = (size_t)-1;
	ix->n = ix->nfault = ix->nslash = 0;
	ix->cut = ix->suspect = false;
	ix->elements = 0;
	ix->slash = mem_grow(ix->slash, &ix->slash_cap, 1, sizeof(*ix->slash)); /* never NULL */
	make_room(ix, n);
	ix->at[0] = UINT32_MAX;
	ix->ch[0] = '\n';
	if (scan(b, &s)) {
		if (mode == JSON_ELEMENTS)
			ix->suspect = true;
		else
			check_utf8(&s);
	}
	memset(ix->ch + ix->n, 0, SCAN_SLACK);
	ix->ch[ix->n] = '\n';
	if (ix->at[ix->n - 1] + 1 == n)
		ix->ch[ix->n] |= (char)JSON_ADJACENT;
	ix->at[ix->n++] = (uint32_t)n;
	scan_sort_faults(ix);
}

void
json_index_free(struct json_index *ix)
{
	free(ix->at);
	free(ix->ch);
	free(ix->slash);
	free(ix->fault);
	free(ix->element);
	*ix = (struct json_index){ 0 };
}
