/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "json/automaton_run.h"

AUTOMATON_INLINE bool
matches(const char *p, const struct automaton_edge *e)
{
	uint64_t a, b;
	size_t i = 0;
	/* stops at the first difference: the line may end there */
	for (; e->n - i >= sizeof(a); i += sizeof(a)) {
		memcpy(&a, p + i, sizeof(a));
		memcpy(&b, e->text + i, sizeof(b));
		if (a != b)
			return false;
	}
	for (; i < e->n; i++)
		if (p[i] != e->text[i])
			return false;
	return true;
}

#define ALL(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The high bit of each byte of a word that is zero; bytes above the first such byte may have it,
 * too. */
AUTOMATON_INLINE uint64_t
zeros(uint64_t word)
{
	return (word - ALL(1)) & ~word & ALL(0x80);
}

AUTOMATON_INLINE const char *
plain_end(const char *p)
{
	uint64_t word, stops;
	for (;; p += sizeof(word)) {
		memcpy(&word, p, sizeof(word));
		word = le64toh(word);
		stops = zeros(word ^ ALL('"')) | zeros(word ^ ALL('\\')) |
			((word - ALL(0x20)) & ~word & ALL(0x80)) | (word & ALL(0x80));
		if (stops != 0)
			return p + (__builtin_ctzll(stops) >> 3);
	}
}

AUTOMATON_INLINE const char *
end(const char *p, bool *high)
{
	uint64_t word, stops;
	for (;; p += sizeof(word)) {
		memcpy(&word, p, sizeof(word));
		word = le64toh(word);
		stops = zeros(word ^ ALL('"')) | zeros(word ^ ALL('\\')) |
			((word - ALL(0x20)) & ~word & ALL(0x80));
		*high |=
		    (word & ALL(0x80)) != 0; /* maybe behind the end: then it is checked in vain */
		if (stops != 0)
			return p + (__builtin_ctzll(stops) >> 3);
	}
}

static bool
utf8(const char *p, size_t n)
{
	return utf8_valid(p, n) == n;
}

static const char *
rest(const char *start, const char *p, bool *escaped)
{
	return automaton_rest(start, p, escaped, end, utf8);
}

const char *
automaton_read_portable(struct automaton *a, const char *p, bool *compact)
{
	return automaton_run(a, p, compact, matches, plain_end, rest);
}
