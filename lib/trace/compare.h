/* SPDX-License-Identifier: MIT */
#ifndef TRACE_COMPARE_H
#define TRACE_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "trace/compare_test.h"
#include "trace/model.h"
#include "trace/select.h"

/*
 * Compares two sets of traces, A and B: is B better than A?
 *
 * Both sets may be of one model.  Each trace is one observation, so that a trace with many calls
 * weighs no more than another one; only the share of a name (below) is a mean over calls.  A value
 * that a trace does not have, such as a cost that nobody recorded, is left out and is not 0.
 */
struct trace_side {
	const struct trace_model *model;
	const uint32_t *trace; /* numbers of its traces, in the order of the model */
	size_t n;
};

/* What the pairs have in common. */
enum compare_pairing { COMPARE_UNPAIRED, COMPARE_BY_INPUT, COMPARE_BY_SAMPLE, COMPARE_BY_ID };
#define COMPARE_PAIRINGS (COMPARE_BY_ID + 1)
extern const struct text compare_pairing_names[COMPARE_PAIRINGS]; /* "", "input", "sample", … */

/* The metrics that every comparison has; those of --metric follow. */
enum compare_metric_number {
	COMPARE_DURATION_MEAN, /* of the longest root, in ns; unknown if a root has no end */
	COMPARE_DURATION_P50,
	COMPARE_DURATION_P95,
	COMPARE_ERROR_RATE, /* traces in which a call failed */
	COMPARE_CALLS,
	COMPARE_TOKENS, /* input and output */
	COMPARE_COST,   /* USD */
	COMPARE_METRICS
};
extern const struct text compare_metric_names[COMPARE_METRICS]; /* "duration_mean", … */

struct compare_metric {
	struct text name;
	bool more_is_better;
	struct compare_result is;
	bool has_whole;
	real whole; /* over all traces of B, also those without a pair */
};

/* Calls of one name.  The result is about the mean duration of the calls that have one; what is
 * tested are the means of traces, because calls of one trace are not independent. */
struct compare_name {
	struct text name;
	uint32_t side, call;          /* one of its calls */
	uint64_t calls[2], errors[2]; /* of A and of B */
	struct compare_result is;
};

/* A pair of traces: indices of trace[] of the sides. */
struct compare_pair {
	uint32_t a, b;
};

struct trace_comparison {
	struct trace_side a, b;
	enum compare_pairing pairing;
	struct compare_pair *pair; /* by a */
	size_t pairs;
	struct compare_metric *metric;
	size_t metrics;
	struct compare_name *name; /* the smallest p first, those without p last */
	size_t names;
	uint64_t failed[2];  /* traces of A and of B in which a call failed */
	uint64_t unended[2]; /* traces with a root whose end is not recorded: no duration */
	double alpha;
	int winner; /* 0: A, 1: B, -1: neither */
};

struct compare_options {
	double alpha, min_effect;
	const struct trace_texts *rates; /* names of yes/no attributes */
	struct siphash_key key;          /* for tables; nothing in the result depends on it */
};

struct trace_comparison *trace_compare(
    const struct trace_side *a, const struct trace_side *b, const struct compare_options *o);
void trace_comparison_free(struct trace_comparison *c);

/* Takes the names of calls again from the models, whose texts were replaced. */
void trace_comparison_rename(struct trace_comparison *c);

/*
 * Pairs the traces of two sides by the input of their first roots, else by the sample that they are
 * runs of, else by their correlation ids: by the first of these that is unique on each side for at
 * least half of A's traces, and shared.  Sets *pair, which the caller frees; by a.
 */
enum compare_pairing compare_pairs(const struct trace_side *a, const struct trace_side *b,
    struct siphash_key key, struct compare_pair **pair, size_t *n);

/* Fills c->name from the traces of the sides, or of the pairs.  Nothing is decided yet. */
void compare_names(struct trace_comparison *c, struct siphash_key key);

/*
 * The values of a side's traces, a column of side->n for each metric: COMPARE_DURATION_MEAN,
 * _ERROR_RATE, _CALLS, _TOKENS, _COST and then those of --metric; NULL for the percentiles.  NAN:
 * not known.
 */
struct compare_values {
	real **column;
	size_t columns;
	uint64_t unended; /* traces whose duration is not known, because a root has no end */
};
struct compare_values compare_values_of(
    const struct trace_side *side, const struct compare_options *o);
void compare_values_free(struct compare_values *v);

#endif
