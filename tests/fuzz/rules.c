/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "decide/test.h"
#include "rules/rules.h"
#include "tests/fuzz/fuzz.h"

/* Rule sets: each is refused with a place in it, or is linted and runs its tests. */
static void
load(struct text text, const struct plan *plan)
{
	struct errs all = { 0 };
	struct rules *rules = rules_load_all(text, plan, "/nowhere", &all);
	struct test_counts counts;
	struct buf b = { 0 };
	if (rules) {
		MUST(all.n == 0);
		rules_lint(rules, plan, &b);
		MUST(b.n == 0 || b.p[b.n - 1] == '\n');
		if (rules_test(rules, plan, TEST_TEXT, &counts, &b, &all) < 0)
			fuzz_errors(&all, text.n);
	} else {
		fuzz_errors(&all, text.n);
	}
	rules_free(rules);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct text text = { (const char *)data, n };
	static struct plan *plan; /* loaded once: it does not change */

	if (!plan)
		plan = plan_load(plan_starter(), ".", NULL);
	MUST(plan != NULL);
	load(text, NULL);
	load(text, plan);
	return 0;
}
