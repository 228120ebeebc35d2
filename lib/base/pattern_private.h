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
struct single;

/* Bytes that stand in every match, from `least` to `most` bytes after its start.  n is 0 if none
 * are known, and `most` is PATTERN_TEXT or more if there is no limit. */
struct literal {
	struct text bytes;
	size_t least, most;
};

struct pattern {
	const struct step *step;
	uint32_t steps, entry;
	const struct byte_set *set;
	const uint32_t *before; /* the steps that lead to each: before[from[i]..from[i + 1]) */
	const uint32_t *from;
	unsigned group;
	const struct dfa *search;    /* NULL: it would have too many states */
	const struct dfa *anchored;  /* for pattern_extract; NULL likewise */
	const struct single *single; /* NULL: the pattern has no group, or is not of that kind */
	struct literal literal;
};

/* ---- what every match contains (pattern_literal.c) ------------------------------------------ */

struct literal literal_of(struct arena *a, const struct parsed *parsed);

/* The first place of the literal at or after `from`; PATTERN_NOWHERE if there is none. */
size_t literal_find(const struct literal *l, struct text t, size_t from);

#define PATTERN_NOWHERE ((size_t)-1)

/* ---- the automaton (pattern_dfa.c) ---------------------------------------------------------- */

/*
 * A deterministic automaton, made in full while loading if it has few states.  State 0 is the one
 * that nothing leads out of.  A state holds after ACCEPTS as it is, and after ACCEPTS_LAST only at
 * the end of the text.
 */
enum { ACCEPTS = 1, ACCEPTS_LAST = 2 };

/* Which bytes lead from a state to another one: one byte, whose number it is, or these. */
enum { LEAVES_NEVER = 256, LEAVES_OFTEN = 257 };

struct dfa {
	unsigned char column[256]; /* of each byte */
	unsigned columns;
	unsigned shift;        /* a state has 1 << shift cells, of which `columns` are used */
	uint16_t start[2];     /* at the start of the text, and elsewhere */
	const uint16_t *next;  /* by state and column */
	const uint16_t *leave; /* by state */
	const unsigned char *accepts;
};

static inline unsigned
dfa_next(const struct dfa *d, unsigned state, char c)
{
	return d->next[(state << d->shift) + d->column[(unsigned char)c]];
}

/* The place of the first byte at or after `at` that leads to another state, or the end. */
size_t dfa_stay(const struct dfa *d, unsigned state, struct text t, size_t at);

/* Copies states with their cells into the arena, and fills d->next and d->leave. */
void dfa_keep(struct dfa *d, struct arena *a, const uint16_t *next, size_t states);

/* search: a match may begin anywhere, and all texts that contain one are in the same state. */
const struct dfa *dfa_new(struct arena *a, const struct pattern *p, size_t sets, bool search);

/* ---- groups of patterns that leave no choice (pattern_single.c) ------------------------------ */

/* NULL if there is a choice, or too many states. */
const struct single *single_new(struct arena *a, const struct pattern *p);

/* The group's part of the match from..to, which must be one. */
struct text single_group(const struct single *s, struct text t, size_t from, size_t to);

/* ---- walks over sets of steps (pattern_run.c) ------------------------------------------------ */

/* The end of the longest match that begins at `from`, or anywhere behind it; then the first end
 * that is found.  PATTERN_NOWHERE if there is none. */
size_t list_run(
    const struct pattern *p, struct text t, size_t from, bool anywhere, struct arena *scratch);
/* Where the first match begins; PATTERN_NOWHERE if there is none. */
size_t list_leftmost(const struct pattern *p, struct text t, struct arena *scratch);
/* The group's part of the match from..to, which must be one. */
struct text list_group(
    const struct pattern *p, struct text t, size_t from, size_t to, struct arena *scratch);

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
