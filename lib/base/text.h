/* SPDX-License-Identifier: MIT */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A borrowed run of bytes; NUL may occur inside.  If p is NULL the text is absent, which is not the
 * same as empty. */
struct text {
	const char *p;
	size_t n;
};

#define TEXT(literal) ((struct text){ (literal), sizeof(literal) - 1 })
#define TEXT_ABSENT ((struct text){ NULL, 0 })

static inline struct text
text_of(const char *cstring)
{
	return (struct text){ cstring, cstring ? strlen(cstring) : 0 };
}

static inline bool
text_eq(struct text a, struct text b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Is one of the eight bytes of `word` equal to c? */
static inline bool
text_word_has(uint64_t word, char c)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	word ^= ones * (unsigned char)c;
	return ((word - ones) & ~word & ones << 7) != 0;
}

/* Takes a leading minus away, and tells whether there was one. */
static inline bool
text_take_minus(struct text *t)
{
	if (t->n == 0 || t->p[0] != '-')
		return false;
	t->p++;
	t->n--;
	return true;
}

struct text text_trim(struct text t);     /* without ASCII white space at its ends */
size_t text_count(struct text t, char c); /* how many of its bytes are c */

int text_cmp(struct text a, struct text b);              /* in byte order; a prefix comes first */
bool text_eq_nocase(struct text a, struct text b);       /* ignores ASCII case */
bool text_contains(struct text hay, struct text needle); /* linear time; "" is in every text */

/* Returns the index of t in names[0..count), or count if it is not there. */
size_t text_among(struct text t, const struct text *names, size_t count);

/*
 * Returns the name in names[0..count) that `typed` most likely misspells, or an absent text.  That
 * is the first of these:
 *  - the same name in another case;
 *  - the only name that begins with `typed`, if that has three or more characters;
 *  - the only name at the least Damerau-Levenshtein distance, ignoring ASCII case.
 * The distance may be at most one third of the longer name's length, also when the words that both
 * names begin or end with are left out of both.  A name of three characters is near only if two
 * neighbours are swapped; shorter names are never near, nor are names that mean different things
 * (words_exclude).
 */
struct text text_nearest(struct text typed, const struct text *names, size_t count);

#endif
