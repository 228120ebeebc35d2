/* SPDX-License-Identifier: MIT */
#include "encode/normalize.h"

#include <assert.h>
#include <string.h>

#include "base/ascii.h"
#include "base/base64.h"
#include "base/casemap.h"
#include "base/utf8.h"
#include "json/write.h"

/* ---- case ----------------------------------------------------------------------------------- */

static uint64_t
load_word(const char *p)
{
	uint64_t word;
	memcpy(&word, p, sizeof word);
	return word;
}

#define EVERY_BYTE(c) (UINT64_C(0x0101010101010101) * (c))

static bool
is_ascii(uint64_t word)
{
	return (word & EVERY_BYTE(0x80)) == 0;
}

/* Maps eight ASCII characters at once.  A letter of the other case is a byte whose highest bit is
 * set by the first sum and not by the second. */
static uint64_t
map_word(uint64_t word, bool lower)
{
	unsigned first = lower ? 'A' : 'a';
	uint64_t from = word + EVERY_BYTE(0x80) - EVERY_BYTE(1) * first;
	uint64_t past = word + EVERY_BYTE(0x80) - EVERY_BYTE(1) * (first + 26);
	return word ^ (from & ~past & EVERY_BYTE(0x80)) >> 2;
}

/* Returns the place of the first byte that is not ASCII or is a letter of the case to be changed.
 */
static size_t
unchanged(struct text t, char first)
{
	size_t i = 0;
	for (uint64_t word; t.n - i >= sizeof word; i += sizeof word) {
		word = load_word(t.p + i);
		if (!is_ascii(word) || map_word(word, first == 'A') != word)
			break;
	}
	while (i < t.n && (unsigned char)t.p[i] < 0x80 && (unsigned)(t.p[i] - first) >= 26)
		i++;
	return i;
}

/* Maps a text that is all ASCII and at least a word long; otherwise returns false.  The last word
 * overlaps the one before it. */
static bool
map_ascii(struct text t, bool lower, char *out)
{
	uint64_t word;
	if (t.n < sizeof word)
		return false;
	for (size_t last = t.n - sizeof word, i = 0;;
	     i = i + sizeof word < last ? i + sizeof word : last) {
		word = load_word(t.p + i);
		if (!is_ascii(word))
			return false;
		word = map_word(word, lower);
		memcpy(out + i, &word, sizeof word);
		if (i == last)
			return true;
	}
}

static struct text
map_case(struct text t, bool lower, struct arena *scratch)
{
	size_t i = unchanged(t, lower ? 'A' : 'a');
	if (i == t.n)
		return t;
	/* mapping adds at most one byte to a character, which has two or more: U+023A has two bytes
	 * and becomes U+2C65, which has three */
	char *out = arena_alloc(scratch, t.n + t.n / 2 + 1), *to = out + i;
	if (map_ascii(t, lower, out))
		return (struct text){ out, t.n };
	memcpy(out, t.p, i);
	while (i < t.n) {
		char c = t.p[i];
		if ((unsigned char)c < 0x80) {
			*to++ = lower ? ascii_lower(c) : ascii_upper(c);
			i++;
			continue;
		}
		uint32_t cp;
		size_t n = utf8_decode(t.p + i, t.n - i, &cp);
		assert(n > 0); /* text is valid */
		to += utf8_encode(lower ? casemap_lower(cp) : casemap_upper(cp), to);
		i += n;
	}
	return (struct text){ out, (size_t)(to - out) };
}

/* ---- white space ---------------------------------------------------------------------------- */

/* Returns the place of the first byte that collapsing would change: any white space other than a
 * single space. */
static size_t
collapsed(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if (ascii_is_space(t.p[i]) &&
		    (t.p[i] != ' ' || (i + 1 < t.n && ascii_is_space(t.p[i + 1]))))
			return i;
	return t.n;
}

static struct text
collapse(struct text t, struct arena *scratch)
{
	size_t i = collapsed(t);
	if (i == t.n)
		return t;
	char *out = arena_alloc(scratch, t.n), *to = out + i;
	memcpy(out, t.p, i);
	while (i < t.n) {
		bool space = ascii_is_space(t.p[i]);
		*to++ = space ? ' ' : t.p[i];
		for (i++; space && i < t.n && ascii_is_space(t.p[i]); i++)
			;
	}
	return (struct text){ out, (size_t)(to - out) };
}

/* ---- Split and Replace ---------------------------------------------------------------------- */

/* The first occurrence of `what`, which is not empty; NULL if there is none. */
static const char *
find(struct text t, struct text what)
{
	if (what.n == 1)
		return memchr(t.p, what.p[0], t.n);
	return memmem(t.p, t.n, what.p, what.n);
}

static size_t
count(struct text t, struct text what)
{
	size_t n = 0;
	for (const char *at; (at = find(t, what)) != NULL; n++) {
		size_t used = (size_t)(at - t.p) + what.n;
		t = (struct text){ t.p + used, t.n - used };
	}
	return n;
}

/* The part with the number `index`, counted from the end if negative; absent if there is none. */
static struct text
split(struct text t, struct text separator, int64_t index)
{
	if (index < 0)
		index += (int64_t)count(t, separator) + 1;
	if (index < 0)
		return TEXT_ABSENT;
	for (;; index--) {
		const char *at = find(t, separator);
		if (index == 0)
			return at == NULL ? t : (struct text){ t.p, (size_t)(at - t.p) };
		if (at == NULL)
			return TEXT_ABSENT;
		size_t used = (size_t)(at - t.p) + separator.n;
		t = (struct text){ t.p + used, t.n - used };
	}
}

static void
replace(const struct normalizer *n, struct value *v, struct arena *scratch)
{
	struct text t = v->text;
	size_t times = count(t, n->from);
	if (times == 0)
		return;
	size_t kept = t.n - times * n->from.n, added;
	if (__builtin_mul_overflow(times, n->to.n, &added) ||
	    __builtin_add_overflow(added, kept, &added))
		added = SIZE_MAX; /* the allocation then ends in "out of memory" */
	char *out = arena_alloc(scratch, added), *to = out;
	for (const char *at; (at = find(t, n->from)) != NULL;) {
		size_t before = (size_t)(at - t.p);
		memcpy(to, t.p, before);
		to += before;
		if (n->to.n > 0)
			memcpy(to, n->to.p, n->to.n);
		to += n->to.n;
		t = (struct text){ at + n->from.n, t.n - before - n->from.n };
	}
	memcpy(to, t.p, t.n);
	v->text = (struct text){ out, added };
	v->plain = v->plain && json_is_plain(n->to);
}

/* ---- Extract and Base64 --------------------------------------------------------------------- */

/* A group is a part of the text, and so is as plain as the text is. */
static struct text
extract(const struct normalizer *n, struct text t, struct arena *scratch)
{
	const struct text found = pattern_extract(n->pattern, t, scratch);
	return utf8_valid(found.p, found.n) == found.n ? found : TEXT_ABSENT;
}

static void
decode(const struct normalizer *n, struct value *v, struct arena *scratch)
{
	static const char digits[] = "0123456789abcdef";
	char *bytes = arena_alloc(scratch, 3 * (v->text.n / 4 + 1));
	const long count = base64_decode(v->text, bytes);
	const size_t size = count < 0 ? 0 : (size_t)count;
	v->text = TEXT_ABSENT;
	v->plain = n->hex;
	if (count < 0 || (!n->hex && utf8_valid(bytes, size) < size))
		return;
	v->text = (struct text){ bytes, size };
	if (!n->hex)
		return;
	char *hex = arena_alloc(scratch, 2 * size);
	for (size_t i = 0; i < size; i++) {
		hex[2 * i] = digits[(unsigned char)bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 15];
	}
	v->text = (struct text){ hex, 2 * size };
}

void
normalize(const struct normalizer *n, struct value *v, struct arena *scratch)
{
	if (v->kind == VALUE_ABSENT)
		return;
	if (v->kind != VALUE_STRING)
		*v = (struct value){ v->text, VALUE_STRING, v->kind != VALUE_JSON };
	switch (n->kind) {
	case NORMALIZE_TRIM: v->text = text_trim(v->text); break;
	case NORMALIZE_LOWERCASE: v->text = map_case(v->text, true, scratch); break;
	case NORMALIZE_UPPERCASE: v->text = map_case(v->text, false, scratch); break;
	case NORMALIZE_COLLAPSE_WHITESPACE: v->text = collapse(v->text, scratch); break;
	case NORMALIZE_SPLIT: v->text = split(v->text, n->from, n->index); break;
	case NORMALIZE_REPLACE: replace(n, v, scratch); break;
	case NORMALIZE_EXTRACT: v->text = extract(n, v->text, scratch); break;
	case NORMALIZE_BASE64: decode(n, v, scratch); break;
	}
	if (v->text.p == NULL)
		*v = VALUE_NONE;
}
