/* SPDX-License-Identifier: MIT */
#ifndef PAGE_SUMS_H
#define PAGE_SUMS_H

#include <stddef.h>
#include <stdint.h>

#include "trace/model.h"

/*
 * What the calls of a model add up to, by name and by service.
 *
 * Self times are those of trace/self_times.
 */
struct page_sum {
	const struct trace_text *key; /* NULL: the calls that have none */
	uint64_t calls, errors;
	int64_t self_ns;
	int64_t max_ns; /* of one call; TRACE_NO_TIME: no duration is known */
	uint32_t max_call;
	uint32_t number; /* in the order in which the keys were met */
};

struct page_sums {
	struct page_sum *name, *service; /* in the order in which they were met */
	size_t names, services;
	uint32_t *name_of, *service_of; /* by call, depth first: the number of its sum */
	int64_t *self_ns;               /* the same: of the call, or TRACE_NO_TIME */
	int64_t all_ns;                 /* the sum of all self times */
	int64_t from_ns, to_ns;         /* the first time and the last; TRACE_NO_TIME: none */
};

struct page_sums *page_sums_new(const struct trace_model *m);
void page_sums_free(struct page_sums *s);

/* The sums with most self time first, then those with most calls.  The caller frees the result. */
struct page_sum *page_sums_sorted(const struct page_sum *sum, size_t n);

#endif
