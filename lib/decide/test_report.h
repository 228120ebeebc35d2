/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_TEST_REPORT_H
#define DECIDE_TEST_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"
#include "decide/test.h"
#include "event/decision.h"

/* How inline tests come out, written down: private to this layer. */
struct test_report {
	enum test_format format;
	struct buf *out;
	struct text name;  /* of the test at hand; absent: it has none */
	size_t number;     /* of it, from 1 */
	struct buf failed; /* what failed in it */
	struct buf first;  /* TEST_BRIEF: its first wrong event, */
	size_t wrong;      /* of so many */
};

struct test_failure {
	size_t event;       /* its number, from 1 */
	struct text member; /* of the expectation; empty where it is an outcome alone */
	struct text expected, got;
	struct text evidence; /* a JSON array */
};

/* An event that failed. */
struct test_wrong {
	size_t event;
	struct text json; /* as the test has it */
	const struct verdict *verdict;
	struct text evidence;
};

void test_report_begin(struct test_report *r, size_t tests);
void test_report_failure(struct test_report *r, const struct test_failure *f);
/* Behind the failures of one event. */
void test_report_wrong(struct test_report *r, const struct test_wrong *w);
void test_report_test(struct test_report *r); /* the test at hand is over */
void test_report_free(struct test_report *r);

#endif
