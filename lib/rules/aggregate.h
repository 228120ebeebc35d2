/* SPDX-License-Identifier: MIT */
#ifndef RULES_AGGREGATE_H
#define RULES_AGGREGATE_H

#include <stdbool.h>

#include "base/number.h"
#include "base/rows.h"
#include "base/text.h"

/* What an aggregate takes from each event.  Snapshots store these numbers, so do not change them.
 */
enum takes { TAKES_NOTHING, TAKES_TEXT, TAKES_NUMBER };

/* How two numbers are combined.  Numbers can be combined in any order and grouping. */
enum fold { FOLD_NONE, FOLD_SUM, FOLD_MAX, FOLD_MIN };

/*
 * The aggregates: what a window can compute from the events in it.  All that distinguishes them is
 * in these rows and in the functions on folds below; the state uses nothing else.  The switches
 * name every case, so a new fold does not compile until each of them handles it.
 */
#define AGGREGATE_ROWS(ROW)                                                                        \
	ROW(COUNT, "Count", TAKES_NOTHING, FOLD_NONE)                                              \
	ROW(DISTINCT, "Distinct", TAKES_TEXT, FOLD_NONE)                                           \
	ROW(SUM, "Sum", TAKES_NUMBER, FOLD_SUM)                                                    \
	ROW(MAX, "Max", TAKES_NUMBER, FOLD_MAX)                                                    \
	ROW(MIN, "Min", TAKES_NUMBER, FOLD_MIN)
#define AGGREGATE(aggregate, name, takes, fold) AGGREGATE_##aggregate,
enum aggregate { AGGREGATE_ROWS(AGGREGATE) };
#define AGGREGATES ROWS_COUNT(AGGREGATE_ROWS)
extern const struct text aggregate_names[AGGREGATES];

static inline enum takes
aggregate_takes(enum aggregate a)
{
#define AGGREGATE_TAKES(aggregate, name, takes, fold) takes,
	return ((const enum takes[]){ AGGREGATE_ROWS(AGGREGATE_TAKES) })[a];
}

static inline enum fold
aggregate_fold(enum aggregate a)
{
#define AGGREGATE_FOLD(aggregate, name, takes, fold) fold,
	return ((const enum fold[]){ AGGREGATE_ROWS(AGGREGATE_FOLD) })[a];
}

static inline number_wide
fold_numbers(enum fold fold, number_wide a, number_wide b)
{
	switch (fold) {
	case FOLD_NONE: break;
	case FOLD_SUM: return a + b;
	case FOLD_MAX: return a > b ? a : b;
	case FOLD_MIN: return a < b ? a : b;
	}
	return a;
}

/* Is the result 0 if there are no events?  Otherwise there is no result, and nothing to compare. */
static inline bool
fold_has_zero(enum fold fold)
{
	switch (fold) {
	case FOLD_NONE:
	case FOLD_SUM: return true;
	case FOLD_MAX:
	case FOLD_MIN: break;
	}
	return false;
}

#endif
