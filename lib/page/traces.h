/* SPDX-License-Identifier: MIT */
#ifndef PAGE_TRACES_H
#define PAGE_TRACES_H

#include <stdbool.h>

#include "base/siphash.h"
#include "base/text.h"
#include "trace/model.h"

/*
 * The page of a selection of traces, to be sent to others: what failed and why, when, how long it
 * took, errors, slow names, services; then a timeline and a flame graph to look around in.
 *
 * All but the last two is HTML and right without a script.  The calls are data in the page, from
 * which its script draws.  Two limits keep the page usable, unless `full` is set; the page says
 * what they left out:
 *
 *  - PAGE_CALLS_MOST calls.  Traces that failed come first.  Of a trace that does not fit, its
 *    first calls are there, depth first.
 *  - PAGE_VALUE_MOST columns of a value; its length follows.  If the values of all calls take more
 *    than PAGE_VALUES_MOST bytes, they are cut to a quarter of that, as often as needed.
 *
 * The same model gives the same bytes.
 */
#define PAGE_CALLS_MOST 250000
#define PAGE_VALUE_MOST 2048
#define PAGE_VALUES_MOST ((size_t)24 << 20)

struct page_traces {
	const struct trace_model *model;
	struct siphash_key key; /* for tables; nothing that is shown depends on it */
	struct text selection;  /* what was selected, for people; empty: nothing to be said */
	struct text inputs;     /* of what, for people: names of files; empty: not known */
	bool full;
};

/* Appends text of the page, piece by piece, by put(), which returns 0 to go on.  Returns what the
 * last put() returned. */
int page_put_traces(
    const struct page_traces *page, int (*put)(void *context, struct text t), void *context);

#endif
