/* SPDX-License-Identifier: MIT */
#include "audit/action.h"
#include "event/decision.h"
#include "event/event.h"
#include "event/value.h"
#include "expr/expr.h"
#include "plan/document.h"
#include "plan/plan.h"
#include "replay/labels.h"
#include "replay/pair.h"
#include "replay/tally.h"
#include "rules/aggregate.h"
#include "rules/leaf.h"
#include "rules/rules.h"
#include "state/snapshot.h"
#include "store/diff.h"
#include "store/job.h"
#include "store/store.h"
#include "tests/unit/unit.h"

/* Every constant of an enumeration has a name: a table has no hole, and no name twice. */
static void
check_names(const char *table, const struct text *name, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!name[i].p)
			fprintf(stderr, "%s[%zu] has no name\n", table, i);
		CHECK(name[i].p != NULL);
		for (size_t k = 0; name[i].p && k < i; k++)
			CHECK(!text_eq(name[i], name[k]));
	}
}

#define NAMES(table) check_names(#table, table, sizeof(table) / sizeof(*(table)))

int
main(void)
{
	NAMES(aggregate_names);
	NAMES(answer_names);
	NAMES(attribute_names);
	NAMES(cause_names);
	NAMES(difference_names);
	NAMES(fact_kind_names);
	NAMES(envelope_names);
	NAMES(job_status_actions);
	NAMES(job_status_names);
	NAMES(job_type_names);
	NAMES(label_names);
	NAMES(leaf_kind_names);
	NAMES(normalizer_names);
	NAMES(op_names);
	NAMES(outcome_names);
	NAMES(pair_member_names);
	NAMES(reject_names);
	NAMES(selector_names);
	NAMES(status_names);
	NAMES(store_kind_names);
	NAMES(type_names);
	return unit_end();
}
