/* SPDX-License-Identifier: MIT */
#ifndef LLM_PRICES_H
#define LLM_PRICES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "trace/cost.h"
#include "trace/record.h"

/*
 * What models cost, in USD per million tokens.  A table is JSON:
 *
 *	{"date": "2025-11-01",
 *	 "models": {"gpt-4o": {"input": 2.5, "output": 10, "cache_read": 1.25}, "gpt-4o-audio":
 *null}}
 *
 * A name stands for all models that begin with it, and the longest name wins; null says that no
 * price is known.  What merely begins alike is not meant: a name that ends in a digit does not
 * stand for models in which a letter, a digit, a full stop, or a hyphen and a number of one or two
 * digits follows.  So gpt-4 is gpt-4-0613 but not gpt-4.1, and claude-sonnet-4 is not
 * claude-sonnet-4-6.  A model is also looked up without what stands before its last slash
 * (openai/gpt-4o).
 */
struct price {
	struct trace_cost input, output;
	struct trace_cost cache_read, cache_write; /* those of input, if the table has none */
};

struct prices {
	struct text date; /* as the table has it; absent: it has none */
	struct price_row {
		struct text name;
		bool known; /* otherwise null */
		struct price price;
	} * row;
	size_t n;
};

/* Reads a table.  Everything is in the arena; the document must live as long.  Returns NULL and
 * fills *all if it is wrong. */
const struct prices *prices_load(struct arena *a, struct text document, struct errs *all);

/* The table that the build makes a part of the program: share/esper/prices.json. */
struct text prices_shipped(void);

/* Returns the price of a model, or NULL if none is known. */
const struct price *prices_find(const struct prices *p, struct text model);

/*
 * What tokens cost (usage[]: enum trace_usage, -1 where unknown).  Cached tokens are a part of the
 * input tokens and have prices of their own.  Returns false if the tokens of input or output are
 * not known.
 */
bool price_of(const struct price *p, const int64_t usage[TRACE_USAGES], struct trace_cost *cost);

#endif
