/* SPDX-License-Identifier: MIT */
#ifndef PAGE_LOAD_H
#define PAGE_LOAD_H

#include "base/buf.h"
#include "rerun/traffic.h"

/*
 * The page of a load: how many requests were answered over time, the percentiles of their latency,
 * errors by type, answers that differ, and what was recorded.
 *
 * A request counts in the throughput when it is answered, and in the latency when it was due.
 */
struct page_load {
	const struct rerun_traffic *traffic;
	const struct rerun_load *load;
	struct text inputs; /* what was read, for people */
	struct text target; /* absent: commands executed the calls */
};

/* Appends the page. */
void page_put_load(struct buf *b, const struct page_load *p);

#endif
