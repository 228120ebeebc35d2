/* SPDX-License-Identifier: MIT */
#ifndef LLM_SIMILARITY_H
#define LLM_SIMILARITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/*
 * How alike two answers are, from 0 to 1.
 *
 * The ratio is that of Python's difflib.SequenceMatcher(None, a, b).ratio() over code points: twice
 * what matches, of the characters of both (llm/matcher.h).  Equal texts are 1; if only one of them
 * is empty, it is 0.
 *
 * That takes quadratic time in the worst case.  After SIMILARITY_PAIRS pairs the search ends, and
 * words and single signs are compared in place of characters, within the same bound.  The result is
 * then approximate, and as a rule a little low.  Two texts of 100 kB take less than 0.2 s, whatever
 * they are; other texts take linear time beyond that.
 */
#define SIMILARITY_PAIRS UINT64_C(4000000)

struct similarity {
	double ratio;
	bool approximate;
};

/* The texts are UTF-8.  A byte that is not is a character of its own. */
struct similarity similarity_of(struct text a, struct text b);

/* The Jaccard index of the words of two texts: how many different words are in both, of those that
 * are in at least one.  White space, as Unicode has it, is between words.  Case counts.  1 if there
 * is no word. */
double similarity_of_words(struct text a, struct text b);

/* What a similarity means, for people. */
enum similarity_band {
	SIMILARITY_DIFFERENT,       /* below 0.5 */
	SIMILARITY_RELATED,         /* from 0.5 */
	SIMILARITY_SIMILAR,         /* from 0.7 */
	SIMILARITY_NEARLY_IDENTICAL /* from 0.9 */
};
#define SIMILARITY_BANDS (SIMILARITY_NEARLY_IDENTICAL + 1)

enum similarity_band similarity_band_of(double ratio);
extern const struct text similarity_band_names[SIMILARITY_BANDS];

#endif
