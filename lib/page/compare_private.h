/* SPDX-License-Identifier: MIT */
#ifndef PAGE_COMPARE_PRIVATE_H
#define PAGE_COMPARE_PRIVATE_H

#include "page/both.h"
#include "page/compare.h"
#include "page/traces_private.h"

/* The parts of the page of a comparison (compare.h). */
struct compare_page {
	const struct page_compare *of;
	const struct trace_comparison *is;
	struct both both;
	size_t trace[2]; /* one of each side, to be shown beside each other */
	struct buf b;
	int (*put)(void *context, struct text t);
	void *context;
	int stopped; /* what put() returned, if not 0 */
};

/* Puts out what there is, if that is enough.  Returns 0 to go on. */
int compare_page_flush(struct compare_page *p, size_t enough);

void compare_page_choose(struct compare_page *p); /* the traces */
void compare_page_put_metrics(struct compare_page *p);
void compare_page_put_names(struct compare_page *p);
void compare_page_put_services(struct compare_page *p);
int compare_page_put_data(struct compare_page *p);

#endif
