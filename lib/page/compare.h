/* SPDX-License-Identifier: MIT */
#ifndef PAGE_COMPARE_H
#define PAGE_COMPARE_H

#include "trace/compare.h"
#include "trace/divergence.h"
#include "trace/gate.h"

/*
 * The page of a comparison, to be sent to others: which side is better and why, all metrics with
 * intervals and p, gates, the first difference, names and services; then a trace of each side
 * beside each other, and a differential flame graph.
 *
 * All but the last two is HTML and right without a script.  The two traces are those that the first
 * difference is in, else the first pair, else of each side the one whose duration is nearest to the
 * median.  The limits are those of page/traces.h.  The same comparison gives the same bytes.
 */
struct page_compare {
	const struct trace_comparison *comparison;
	struct text label[2]; /* what A and B are called */
	const struct trace_divergence *divergence;
	size_t trace[2];               /* that the divergence was looked for in */
	const struct trace_gate *gate; /* that were judged */
	size_t gates;
	struct siphash_key key; /* for tables; nothing that is shown depends on it */
	struct text selection;  /* as in page/traces.h */
	bool full;
};

/* Puts out the page piece by piece, by put(), which returns 0 to go on.  Returns what the last
 * put() returned. */
int page_put_compare(
    const struct page_compare *page, int (*put)(void *context, struct text t), void *context);

#endif
