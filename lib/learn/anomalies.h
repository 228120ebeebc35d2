/* SPDX-License-Identifier: MIT */
#ifndef LEARN_ANOMALIES_H
#define LEARN_ANOMALIES_H

#include "learn/pattern.h"

/*
 * What is rare in a set of traces.
 *
 * Counted are, for each word, the traces that have it, those in which a certain word is next, and
 * those in which it comes twice and more, four times and more, and so on.  The beginning and the
 * end of a trace count as words, too.  A duration is odd if it is far from the median of its name:
 * by more than 3.5 times the deviation that is usual there, on a logarithmic scale (Iglewicz and
 * Hoaglin, How to Detect and Handle Outliers, 1993), and by a factor of two at least.  Counted are
 * the calls of the name that are as far or farther.
 *
 * Rare is what at most one in LEARN_RARE has; and the only one of ten and more.  Rarity is in bits:
 * 1 of 1,024 has 10.
 */
enum { LEARN_RARE = 20, LEARN_ONLY_LEAST = 10 };

enum learn_odd_kind { LEARN_ODD_NEXT, LEARN_ODD_TIMES, LEARN_ODD_DURATION };

struct learn_odd {
	enum learn_odd_kind kind;
	uint32_t word[2], times; /* as in struct learn_pattern */
	uint64_t count, of;      /* traces; of a duration: calls of the name */
	double bits;
	uint32_t call; /* of a duration, as are */
	int64_t ns, median_ns;
};

struct learn_anomaly {
	uint32_t trace;
	double score;    /* the most bits */
	size_t first, n; /* odd[first..first + n), the rarest first */
};

struct learn_anomalies {
	struct learn_words words;
	struct learn_anomaly *anomaly; /* the rarest first; of equal ones those with more that is
					* odd, then in the order of traces */
	struct learn_odd *odd;
	size_t n, odds;
};

struct learn_anomalies *learn_anomalies_new(const struct trace_model *m, struct siphash_key key);
void learn_anomalies_free(struct learn_anomalies *a);

/* Appends what is odd in words, without the counts. */
void learn_put_odd(struct buf *b, const struct learn_anomalies *a, const struct learn_odd *o);

/* Appends {trace_id, score, because:[…]} and a newline. */
void learn_put_anomaly(struct buf *b, const struct trace_model *m, const struct learn_anomalies *a,
    const struct learn_anomaly *it);

#endif
