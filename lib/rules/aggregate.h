/* SPDX-License-Identifier: MIT */
#ifndef RULES_AGGREGATE_H
#define RULES_AGGREGATE_H

#include <stdbool.h>

#include "base/number.h"
#include "base/text.h"

/*
 * What a window can make of the events in it.  All that tells one aggregate from another is here;
 * the state goes by it.  Every switch is complete: a new aggregate does not compile until each
 * question has an answer.
 */
enum aggregate { AGGREGATE_COUNT, AGGREGATE_DISTINCT, AGGREGATE_SUM, AGGREGATE_MAX };
#define AGGREGATES (AGGREGATE_MAX + 1)
extern const struct text aggregate_names[AGGREGATES];

/* What it takes of each event.  Snapshots have these numbers. */
enum takes { TAKES_NOTHING, TAKES_TEXT, TAKES_NUMBER };

static inline enum takes
aggregate_takes(enum aggregate a)
{
	switch (a) {
	case AGGREGATE_COUNT: return TAKES_NOTHING;
	case AGGREGATE_DISTINCT: return TAKES_TEXT;
	case AGGREGATE_SUM:
	case AGGREGATE_MAX: return TAKES_NUMBER;
	}
	return TAKES_NOTHING;
}

/* How numbers become one.  Any stretch of events may be folded first, in any order. */
enum fold { FOLD_NONE, FOLD_SUM, FOLD_MAX };

static inline enum fold
aggregate_fold(enum aggregate a)
{
	switch (a) {
	case AGGREGATE_COUNT:
	case AGGREGATE_DISTINCT: return FOLD_NONE;
	case AGGREGATE_SUM: return FOLD_SUM;
	case AGGREGATE_MAX: return FOLD_MAX;
	}
	return FOLD_NONE;
}

static inline number_wide
fold_numbers(enum fold fold, number_wide a, number_wide b)
{
	switch (fold) {
	case FOLD_NONE: break;
	case FOLD_SUM: return a + b;
	case FOLD_MAX: return a > b ? a : b;
	}
	return a;
}

/* Is it 0 where there are no events?  Else there is nothing to compare with. */
static inline bool
fold_has_zero(enum fold fold)
{
	switch (fold) {
	case FOLD_NONE:
	case FOLD_SUM: return true;
	case FOLD_MAX: break;
	}
	return false;
}

#endif
