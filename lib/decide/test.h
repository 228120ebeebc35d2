/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_TEST_H
#define DECIDE_TEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "plan/plan.h"
#include "rules/rules.h"

/*
 * The inline tests of a rule set.  Each test has its own empty state, and the events' times are its
 * clock.  rules_test runs all tests and writes to `report`, in one of these formats:
 *
 * TEST_BRIEF	the first wrong event of each test that fails: a line for each member of the
 *		expectation (expected and got), then a line with the event, the rules that
 *		matched, and how many more events are wrong;
 * TEST_TEXT	all wrong events, each with its evidence instead, a line for each rule;
 * TEST_TAP	all tests, in the Test Anything Protocol, version 13.
 *
 * Returns 0 and fills the counts.  Returns -1 if a test is malformed, and fills *all, which must be
 * empty before.
 */
struct test_counts {
	size_t passed, failed;
};

enum test_format { TEST_BRIEF, TEST_TEXT, TEST_TAP };

int rules_test(const struct rules *r, const struct plan *plan, enum test_format format,
    struct test_counts *counts, struct buf *report, struct errs *all);

/* Appends a line for people: `PATH: 2 rules, 1 test: 1 passed, 0 failed`. */
void test_put_summary(
    struct buf *b, const char *path, size_t rules, const struct test_counts *counts, bool color);

#endif
