/* SPDX-License-Identifier: MIT */
#include "llm/similarity.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "llm/matcher.h"

const struct text similarity_band_names[SIMILARITY_BANDS] = { TEXT("different"), TEXT("related"),
	TEXT("similar"), TEXT("nearly identical") };

enum similarity_band
similarity_band_of(double ratio)
{
	if (ratio >= 0.9)
		return SIMILARITY_NEARLY_IDENTICAL;
	if (ratio >= 0.7)
		return SIMILARITY_SIMILAR;
	return ratio >= 0.5 ? SIMILARITY_RELATED : SIMILARITY_DIFFERENT;
}

/* ---- characters ----------------------------------------------------------------------------- */

/* A byte that is not UTF-8 gets a number beyond all code points. */
enum { CODE_POINTS = 0x110000, NUMBERS = CODE_POINTS + 256 };

static uint32_t
next_character(struct text *t)
{
	uint32_t c;
	size_t n = utf8_decode(t->p, t->n, &c);
	if (n == 0) {
		c = CODE_POINTS + (unsigned char)*t->p;
		n = 1;
	}
	t->p += n;
	t->n -= n;
	return c;
}

/* The characters of a text as numbers from 0, in the order in which they are met.  kind[c]: 1 + the
 * number of c. */
static struct matcher_sequence
characters_of(struct text t, uint32_t *kind, uint32_t *kinds)
{
	uint32_t *element = mem_alloc((t.n + 1) * sizeof(*element));
	size_t n = 0;
	while (t.n > 0) {
		const uint32_t c = next_character(&t);
		if (kind[c] == 0)
			kind[c] = ++*kinds;
		element[n++] = kind[c] - 1;
	}
	return (struct matcher_sequence){ element, n };
}

/* ---- words ---------------------------------------------------------------------------------- */

/* White space as str.split of Python sees it. */
static bool
is_white(uint32_t c)
{
	return (c >= 0x9 && c <= 0xd) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 ||
	       c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
	       c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool
is_of_word(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c >= 0x80 && !is_white(c));
}

struct word {
	struct text text;
	uint32_t characters;
	bool second; /* of the second text */
	size_t at;   /* its number in its text */
};

struct words {
	struct word *word;
	size_t n, cap;
};

static void
add_word(struct words *w, struct word word)
{
	w->word = mem_grow(w->word, &w->cap, w->n + 1, sizeof(*w->word));
	w->word[w->n++] = word;
}

/* Adds the words of a text and, if `signs`, the characters between them, each as a word.  Returns
 * how many there are. */
static size_t
add_words(struct words *w, struct text t, bool second, bool signs)
{
	struct word word = { .second = second };
	size_t at = 0;
	while (t.n > 0) {
		const char *start = t.p;
		const uint32_t c = next_character(&t);
		const bool inside = signs ? is_of_word(c) : !is_white(c);
		if (inside) {
			word.text.p = word.characters > 0 ? word.text.p : start;
			word.characters++;
			word.text.n = (size_t)(t.p - word.text.p);
		}
		if (word.characters > 0 && (!inside || t.n == 0)) {
			word.at = at++;
			add_word(w, word);
			word.characters = 0;
		}
		if (!inside && signs)
			add_word(
			    w, (struct word){ { start, (size_t)(t.p - start) }, 1, second, at++ });
	}
	return at;
}

static int
by_text(const void *a, const void *b)
{
	const struct word *x = a, *y = b;
	const int order = text_cmp(x->text, y->text);
	return order != 0 ? order : (int)x->second - (int)y->second;
}

static struct words
sorted_words(struct text a, struct text b, bool signs, size_t count[2])
{
	struct words w = { 0 };
	count[0] = add_words(&w, a, false, signs);
	count[1] = add_words(&w, b, true, signs);
	if (w.n > 0)
		qsort(w.word, w.n, sizeof(*w.word), by_text);
	return w;
}

double
similarity_of_words(struct text a, struct text b)
{
	size_t both = 0, any = 0, count[2];
	struct words w = sorted_words(a, b, false, count);
	for (size_t i = 0; i < w.n;) {
		const struct word *first = &w.word[i];
		while (i < w.n && text_eq(w.word[i].text, first->text))
			i++;
		any++;
		both += !first->second && w.word[i - 1].second;
	}
	free(w.word);
	return any > 0 ? (double)both / (double)any : 1;
}

/* How many characters are in words that match. */
static uint64_t
match_words(struct text a, struct text b)
{
	size_t count[2], kinds = 0;
	bool partial;
	struct words w = sorted_words(a, b, true, count);
	uint32_t *element[2], *weight = mem_zalloc(w.n + 1, sizeof(*weight));
	for (int side = 0; side < 2; side++)
		element[side] = mem_zalloc(count[side] + 1, sizeof(**element));
	for (size_t i = 0; i < w.n; i++) {
		const struct word *k = &w.word[i];
		kinds += i == 0 || !text_eq(k->text, w.word[i - 1].text);
		weight[kinds - 1] = k->characters;
		element[k->second][k->at] = (uint32_t)kinds - 1;
	}
	const uint64_t sum = matcher_matched((struct matcher_sequence){ element[0], count[0] },
	    (struct matcher_sequence){ element[1], count[1] }, kinds, weight, SIMILARITY_PAIRS,
	    &partial);
	for (int side = 0; side < 2; side++)
		free(element[side]);
	free(weight);
	free(w.word);
	return sum;
}

/* ---- the ratio ------------------------------------------------------------------------------ */

struct similarity
similarity_of(struct text a, struct text b)
{
	struct similarity s = { .ratio = 1 };
	if (text_eq(a, b))
		return s;
	uint32_t *kind = mem_zalloc(NUMBERS, sizeof(*kind)), kinds = 0;
	const struct matcher_sequence in_a = characters_of(a, kind, &kinds);
	const struct matcher_sequence in_b = characters_of(b, kind, &kinds);
	uint64_t matched =
	    matcher_matched(in_a, in_b, kinds, NULL, SIMILARITY_PAIRS, &s.approximate);
	if (s.approximate) {
		const uint64_t by_words = match_words(a, b);
		matched = by_words > matched ? by_words : matched;
	}
	s.ratio = 2.0 * (double)matched / (double)(in_a.n + in_b.n);
	free((void *)in_a.element);
	free((void *)in_b.element);
	free(kind);
	return s;
}
