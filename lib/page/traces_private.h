/* SPDX-License-Identifier: MIT */
#ifndef PAGE_TRACES_PRIVATE_H
#define PAGE_TRACES_PRIVATE_H

#include "page/sums.h"
#include "page/traces.h"
#include "trace/errors.h"
#include "trace/root_cause.h"

/* The parts of the page of traces (traces.h). */

/* Causes of failures: of alike ones (trace/errors.h) the first, with the number of its traces. */
struct page_cause {
	struct root_cause cause;
	uint64_t traces;
};

/* Which calls of a trace are in the page: the first `calls` of it.  Their numbers in the page begin
 * with `first`. */
struct page_shown {
	uint32_t first, calls;
};

struct page {
	const struct page_traces *of;
	const struct trace_model *model;
	const char *suffix;       /* of the ids of its data, of a page with two sides; or NULL */
	struct page_shown *shown; /* by trace */
	uint32_t calls;           /* in the page */
	struct page_sums *sums;
	struct trace_errors *errors;
	struct page_cause *cause; /* most traces first */
	size_t causes;
	uint64_t failed; /* traces that failed */
	size_t first;    /* the cause that came first; of no causes: 0 */
	struct buf b;
	int (*put)(void *context, struct text t);
	void *context;
};

/* Puts out what there is, if that is enough.  Returns 0 to go on. */
int page_flush(struct page *p, size_t enough);

/* Appends a link to a call, around text of its name, or only its name if the page does not have the
 * call. */
void page_put_call(struct page *p, uint32_t call);
/* The same around markup. */
void page_begin_link(struct page *p, uint32_t call);
void page_end_link(struct page *p, uint32_t call);

void page_find_causes(struct page *p);
void page_put_summary(struct page *p);
int page_put_causes(struct page *p);
int page_put_errors(struct page *p);
void page_put_names(struct page *p);
void page_put_services(struct page *p);
int page_put_list(struct page *p);
int page_put_data(struct page *p);

#endif
