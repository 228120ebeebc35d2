/* SPDX-License-Identifier: MIT */
#ifndef LEARN_PATTERN_H
#define LEARN_PATTERN_H

#include "base/siphash.h"
#include "base/table.h"
#include "learn/sequence.h"

/*
 * What is counted of a sequence: patterns, which it has or has not.
 *
 *	LEARN_TIMES	a word occurs this many times or more: 1, 2, 4, 8, …
 *	LEARN_NEXT	two words, one after the other
 *	LEARN_THREE	three words, one after the other
 *	LEARN_LATER	a word, and at some time after it another one
 */
enum learn_pattern_kind { LEARN_TIMES, LEARN_NEXT, LEARN_THREE, LEARN_LATER };
#define LEARN_PATTERN_KINDS (LEARN_LATER + 1)
extern const struct text learn_pattern_names[LEARN_PATTERN_KINDS]; /* "times", "next", … */
extern const unsigned learn_pattern_words[LEARN_PATTERN_KINDS];    /* how many words it has */

struct learn_pattern {
	uint32_t kind, times; /* times: of LEARN_TIMES; otherwise 0 */
	uint32_t word[3];     /* 0 where the kind has fewer */
};

/* Of more different words than these, only pairs of the first ones make a LEARN_LATER. */
enum { LEARN_LATER_MOST = 64 };

/* Patterns with numbers from 0, in the order in which they are met. */
struct learn_patterns {
	struct siphash_key key; /* for the table; nothing depends on it */
	struct table table;
	struct learn_pattern *pattern;
	size_t n, cap;
};

#define LEARN_NO_PATTERN UINT32_MAX

/* learn_pattern_number adds the pattern if it is new. */
uint32_t learn_pattern_number(struct learn_patterns *s, const struct learn_pattern *p);
uint32_t learn_pattern_find(const struct learn_patterns *s, const struct learn_pattern *p);
void learn_patterns_free(struct learn_patterns *s);

/* Scratch memory.  All zeros is valid. */
struct learn_scratch {
	uint32_t *times, *first, *last; /* by word */
	size_t words;
	uint32_t *met; /* different words of the sequence */
	size_t n, met_cap;
};
void learn_scratch_free(struct learn_scratch *s);

/* What is looked for.  Words for which known[] is false, and those from `words` on, are in no
 * pattern, but keep their neighbours apart. */
struct learn_search {
	const bool *known;
	size_t words;
	bool far; /* LEARN_THREE and LEARN_LATER, too */
	void (*found)(void *context, const struct learn_pattern *p);
};

/* Calls found() for each pattern of a sequence; some come more than once. */
void learn_find_patterns(const struct learn_sequence *s, const struct learn_search *search,
    struct learn_scratch *scratch, void *context);

/* Appends a pattern in words: `a, then b`. */
void learn_put_pattern(struct buf *b, const struct learn_words *w, const struct learn_pattern *p);

#endif
