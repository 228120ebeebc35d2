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
 * The inline tests of a rule set: each has its own empty state and its own clock (the events'
 * times).  Runs all of them and writes to `report`, in one of these formats:
 *
 * TEST_BRIEF	of each test that fails, its first wrong event: a line for each member of the
 *		expectation (expected and got), and a line with the event, the rules that matched
 *		and how many more events are wrong
 * TEST_TEXT	all wrong events, each with its evidence instead
 * TEST_TAP	all tests, by the Test Anything Protocol, version 13
 *
 * Returns 0 with the counts filled, or -1 where tests are no tests: *all, which comes in empty, has
 * what is wrong with them.
 */
struct test_counts {
	size_t passed, failed;
};

enum test_format { TEST_BRIEF, TEST_TEXT, TEST_TAP };

int rules_test(const struct rules *r, const struct plan *plan, enum test_format format,
    struct test_counts *counts, struct buf *report, struct errs *all);

/* `PATH: 2 rules, 1 test: 1 passed, 0 failed`, a line for people. */
void test_put_summary(
    struct buf *b, const char *path, size_t rules, const struct test_counts *counts, bool color);

#endif
