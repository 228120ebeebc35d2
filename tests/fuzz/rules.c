/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "decide/test.h"
#include "rules/rules.h"
#include "tests/fuzz/fuzz.h"

/* Rule sets: each is refused with a place in it, or is linted and runs its tests. */
static void
load(struct text text, const struct plan *plan)
{
	struct err e = { .offset = 0 };
	struct rules *rules = rules_load(text, plan, "/nowhere", &e);
	struct test_counts counts;
	struct buf b = { 0 };

	if (rules) {
		rules_lint(rules, plan, &b);
		MUST(b.n == 0 || b.p[b.n - 1] == '\n');
		if (rules_test(rules, plan, TEST_TAP, &counts, &b, &e) < 0)
			MUST(strlen(e.text) > 0);
	} else {
		MUST(strlen(e.text) > 0 && !strchr(e.text, '\n'));
		MUST(e.offset == ERR_NOWHERE || e.offset <= text.n);
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
