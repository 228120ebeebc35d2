/* SPDX-License-Identifier: MIT */
#ifndef BASE_PATTERN_PRIVATE_H
#define BASE_PATTERN_PRIVATE_H

#include <stdint.h>

#include "base/pattern.h"

/* The parts of a pattern: private to it. */

/* A set of bytes. */
struct byte_set {
	uint64_t word[4];
};

static inline bool
byte_set_has(const struct byte_set *s, unsigned char c)
{
	return s->word[c >> 6] >> (c & 63) & 1;
}

static inline void
byte_set_add(struct byte_set *s, unsigned char c)
{
	s->word[c >> 6] |= UINT64_C(1) << (c & 63);
}

/* ---- the tree of a pattern (pattern_parse.c) ------------------------------------------------ */

enum tree_kind {
	TREE_EMPTY,
	TREE_SET,
	TREE_BEGIN,
	TREE_END,
	TREE_CAT,
	TREE_OR,
	TREE_REPEAT,
	TREE_GROUP
};
enum { TREE_MANY = -1 }; /* no upper limit */

struct pattern_tree {
	enum tree_kind kind;
	uint32_t set;                /* SET: its number */
	unsigned group;              /* GROUP: its number, from 1 */
	int least, most;             /* REPEAT; most may be TREE_MANY */
	unsigned repeats;            /* the largest product of repetitions in it */
	struct pattern_tree *child;  /* the last one; CAT and OR may have several */
	struct pattern_tree *before; /* of the same parent */
};

struct parsed {
	struct pattern_tree *root;
	struct byte_set *set; /* by number; equal sets share one */
	size_t sets;
	unsigned groups;
};

/* Everything lives in the arena.  Returns 0, or -1 and fills *e as pattern_new does. */
int pattern_parse(
    struct arena *a, struct text source, bool ignore_case, struct parsed *out, struct err *e);

/* ---- the program (pattern.c) ---------------------------------------------------------------- */

enum step_kind { STEP_SET, STEP_FORK, STEP_BEGIN, STEP_END, STEP_OPEN, STEP_CLOSE, STEP_MATCH };

struct step {
	uint32_t kind : 4; /* enum step_kind */
	uint32_t set : 28; /* SET: its number.  CLOSE: 1 if the group is a round that need not be */
	uint32_t to;       /* the next step; FORK: the preferred one */
	uint32_t other;    /* FORK */
};

struct dfa;
struct pattern {
	const struct step *step;
	uint32_t steps, entry;
	const struct byte_set *set;
	const uint32_t *before; /* the steps that lead to each: before[from[i]..from[i + 1]) */
	const uint32_t *from;
	unsigned group;
	const struct dfa *search;   /* NULL: it would have too many states */
	const struct dfa *anchored; /* for pattern_extract; NULL likewise */
};

/* ---- the automaton (pattern_dfa.c) ---------------------------------------------------------- */

/*
 * A deterministic automaton, made in full while loading if it has few states.  State 0 is the one
 * that nothing leads out of.  A state holds after ACCEPTS as it is, and after ACCEPTS_LAST only at
 * the end of the text.
 */
enum { ACCEPTS = 1, ACCEPTS_LAST = 2 };

struct dfa {
	unsigned char column[256]; /* of each byte */
	unsigned columns;
	uint16_t start[2];    /* at the start of the text, and elsewhere */
	const uint16_t *next; /* by state and column */
	const unsigned char *accepts;
};

/* search: a match may begin anywhere, and all texts that contain one are in the same state. */
const struct dfa *dfa_new(struct arena *a, const struct pattern *p, size_t sets, bool search);

/* ---- sets of steps, for both ---------------------------------------------------------------- */

/* The steps that a walk is at.  `mark` says which round a step was last seen in. */
struct step_list {
	uint32_t *step, *mark, *stack;
	uint32_t n, round;
	bool matched; /* STEP_MATCH was reached */
};

void step_list_init(struct step_list *l, const struct pattern *p, struct arena *a);
void step_list_clear(struct step_list *l);
/* Adds the SET steps that are reached from `at` without a character.  begin, end: is this the start
 * of the text, or its end? */
void step_list_add(struct step_list *l, const struct pattern *p, uint32_t at, bool begin, bool end);

#endif
