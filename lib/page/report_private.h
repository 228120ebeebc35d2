/* SPDX-License-Identifier: MIT */
#ifndef PAGE_REPORT_PRIVATE_H
#define PAGE_REPORT_PRIVATE_H

#include <stdint.h>

#include "base/buf.h"
#include "json/tree.h"

/* The parts of the page of a replay (report.h). */
struct report_page {
	struct buf *b;
	const struct json_node *report, *job;
	const struct json_node *compared; /* NULL: there is no baseline */
	const struct json_node *hours;
};

/* A member of an object that is a number, or 0; and its text, absent if it is null or missing. */
uint64_t report_number(const struct json_node *object, const char *name);
struct text report_text(const struct json_node *object, const char *name);

void report_put_chart(struct report_page *p);
void report_put_matrix(struct report_page *p);
void report_put_examples(struct report_page *p);

#endif
