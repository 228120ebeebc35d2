/* SPDX-License-Identifier: MIT */
#ifndef LLM_COMPARISON_H
#define LLM_COMPARISON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "llm/similarity.h"
#include "trace/cost.h"

/*
 * Compares a replay with what it replays, span by span.
 *
 *	llm_comparison_begin(&k);
 *	llm_comparison_add(&k, &recorded, &replayed);	every span, in order
 *	llm_comparison_put(&k, &buf);			or _put_text
 *	llm_comparison_free(&k);
 *
 * Texts of spans are borrowed until llm_comparison_free.
 */
struct llm_span {
	struct text name;
	struct text input, output; /* JSON; absent: none */
	bool failed;
	struct text error;   /* "TYPE: message", if it failed */
	int64_t duration_ns; /* TRACE_NO_TIME: not known */
	int64_t tokens;      /* of input and output; -1: not known */
	bool has_cost;
	struct trace_cost cost; /* in USD */
	struct text served_by;  /* of the replayed one: "recording", "mock", … */
};

/* What can differ.  Durations differ from 10 % on, costs from 0.0001 USD on.  What only one side
 * knows does not differ. */
enum llm_field {
	LLM_OUTPUT,
	LLM_INPUT,
	LLM_TOKENS,
	LLM_COST,
	LLM_DURATION,
	LLM_STATUS,
	LLM_EXISTENCE /* the span is only on one side */
};
#define LLM_FIELDS (LLM_EXISTENCE + 1)
extern const struct text llm_field_names[LLM_FIELDS]; /* "output", … */

struct llm_difference {
	size_t span;
	enum llm_field field;
	/* of outputs and inputs: what is compared, and how alike it is */
	struct text text[2];
	struct similarity similarity;
	double words;
};

struct llm_pair {
	const struct llm_span *side[2]; /* recorded and replayed; NULL: not there */
	size_t first, last;             /* its differences */
};

struct llm_comparison {
	struct arena arena;
	struct llm_pair *pair;
	size_t pairs, pair_cap;
	struct llm_difference *difference;
	size_t n, cap;
	size_t changed;              /* pairs that differ */
	size_t count[LLM_FIELDS];    /* of differences */
	int64_t tokens, duration_ns; /* sums of what differs: replayed less recorded */
	struct trace_cost cost;
	double least;         /* the smallest similarity of outputs; 1: all are the same */
	struct text embedder; /* what made the similarities, if not difflib; or absent */
};

void llm_comparison_begin(struct llm_comparison *k);
void llm_comparison_free(struct llm_comparison *k);

/* Adds a span of both sides, either of which may be NULL.  The spans are copied, not their
 * texts. */
void llm_comparison_add(
    struct llm_comparison *k, const struct llm_span *recorded, const struct llm_span *replayed);

/* Replaces the similarities of texts by others, such as those of embeddings.  embedder names what
 * made them. */
void llm_comparison_embed(struct llm_comparison *k, struct text embedder,
    double (*similarity)(void *context, struct text a, struct text b), void *context);

/*
 * Appends the comparison as members of an object that has begun: summary, differences,
 * semantic_similarity_available, semantic_similarity_model.
 */
void llm_comparison_put(const struct llm_comparison *k, struct buf *b);

/* Appends it for people.  utf8: otherwise only ASCII is written. */
void llm_comparison_put_text(const struct llm_comparison *k, struct buf *b, bool utf8);

#endif
