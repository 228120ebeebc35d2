/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_TEST_REPORT_H
#define DECIDE_TEST_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"
#include "decide/test.h"
#include "event/decision.h"

/* Writes the results of inline tests.  Private to this layer. */
struct test_report {
	enum test_format format;
	struct buf *out;
	struct text name;  /* of the current test; absent: it has none */
	size_t number;     /* of the current test, from 1 */
	struct buf failed; /* the failures of the current test */
	struct buf first;  /* TEST_BRIEF: the first wrong event */
	size_t wrong;      /* how many events are wrong */
};

struct test_failure {
	size_t event;       /* its number, from 1 */
	struct text member; /* of the expectation; empty if that is only an outcome */
	struct text expected, got;
	struct text evidence; /* TEST_TAP: a JSON array */
};

/* An event with failures. */
struct test_wrong {
	size_t event;
	struct text json; /* as the test spells it */
	const struct verdict *verdict;
	struct text evidence;
};

void test_report_begin(struct test_report *r, size_t tests);
void test_report_failure(struct test_report *r, const struct test_failure *f);
/* Call after the failures of an event. */
void test_report_wrong(struct test_report *r, const struct test_wrong *w);
void test_report_test(struct test_report *r); /* ends the current test */
void test_report_free(struct test_report *r);

#endif
