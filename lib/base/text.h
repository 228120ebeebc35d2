/* SPDX-License-Identifier: MIT */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A run of bytes that somebody else owns; NUL may occur inside.  p == NULL: absent (which is not
 * the empty text). */
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

/* Is one of the eight bytes of a word c?  Never a false "no". */
static inline bool
text_word_has(uint64_t word, char c)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	word ^= ones * (unsigned char)c;
	return ((word - ones) & ~word & ones << 7) != 0;
}

struct text text_trim(struct text t);     /* without ASCII white space around it */
size_t text_count(struct text t, char c); /* how many of its bytes are c */

int text_cmp(struct text a, struct text b);        /* order of the bytes; a prefix comes first */
bool text_eq_nocase(struct text a, struct text b); /* ASCII case is the same */
bool text_contains(
    struct text hay, struct text needle); /* the empty needle is everywhere; linear time (memmem) */

/* The index of the text in names[0..count); count: it is not among them. */
size_t text_among(struct text t, const struct text *names, size_t count);

/*
 * The name among names[0..count) that a person who typed `typed` most likely misspelt, or an absent
 * text.  It is the same name in another case, or the only one that begins with the three or more
 * characters typed, or the only one at the least Damerau-Levenshtein distance (ASCII case ignored),
 * which may be one third of the longer name's length, also without the words
 * that both have at their ends.  Names of three characters are
 * near where two neighbours have changed places, shorter ones never, and neither are names that say
 * different things (words_exclude).
 */
struct text text_nearest(struct text typed, const struct text *names, size_t count);

#endif
