/* SPDX-License-Identifier: MIT */
#ifndef STATE_RING_H
#define STATE_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fixed.h"
#include "base/text.h"
#include "state/distinct.h"
#include "state/tree.h"

enum { RING_FIRST = 3 };

/*
 * The events of one series and one key that windows may still look at: their times in ascending
 * order, with their texts (Distinct) or numbers (Sum, Max, Min).  Events leave at the front as time
 * passes; late ones are inserted where they belong.  An all-zero struct is valid and empty.
 *
 * While events come in order, or nearly in order, they lie in an array.  Count uses bisection. Sum,
 * Max and Min also keep the fold of each RING_FAN consecutive numbers, then of each RING_FAN of
 * those folds, and so on.  Distinct keeps two things.  For each event, it keeps the distance back
 * to the previous event with the same text.  For each window length, it keeps the number of texts
 * in the window that ends at the latest event.  A window that ends earlier counts the events whose
 * text was not in it before.
 *
 * A late event, or a window that ends early, costs steps in proportion to the events after it.
 * `debt` adds these up.  When the debt exceeds the cost of moving, the events move into a balanced
 * tree (late.h), where every operation takes logarithmic time.  They move back when events have
 * come in order for long enough, or when few are left.  So time grows no faster than n log n,
 * whatever the order.
 */
struct ring {
	void *memory;  /* an array, or a struct late if room is 0 */
	uint32_t head; /* array: the events are [head, head + n) of room */
	uint32_t n, room;
	uint32_t debt; /* array: steps caused by disorder; tree: events in order */
	union {
		/* memory for a few bare times: most keys need no more */
		int64_t first[RING_FIRST];
		uint32_t gone; /* Distinct: events removed so far; event i is number gone + i */
	};
};

enum { RING_FAN = 16 };

/* What all rings of one series share. */
struct ring_shape {
	bool distinct;
	enum fold fold;
	uint64_t longest_ns;     /* no window looks further back */
	const uint64_t *span_ns; /* Distinct: the window lengths, ascending */
	size_t windows;
};

/* What a series takes from an event: a text for Distinct, a number for Sum, Max and
 * Min, in units of 10^-9 (base/fixed.h). */
struct ring_item {
	struct text text;
	number_wide number;
};

void ring_add(struct ring *r, const struct ring_shape *shape, struct distinct *d, int64_t at_ns,
    const struct ring_item *item);

/* Frees the events that no window at or after the horizon looks at. */
void ring_trim(
    struct ring *r, const struct ring_shape *shape, struct distinct *d, int64_t horizon_ns);

/* Returns how many events (Distinct: different texts) are in (at - span, at]. */
uint64_t ring_count(
    const struct ring *r, const struct ring_shape *shape, int64_t at_ns, uint64_t span_ns);
uint64_t ring_distinct(struct ring *r, const struct ring_shape *shape, const struct distinct *d,
    int64_t at_ns, uint64_t span_ns);

/* Finds the sum, maximum or minimum of the numbers in (at - span, at].  Returns false if no event
 * is there. */
bool ring_fold(const struct ring *r, const struct ring_shape *shape, int64_t at_ns,
    uint64_t span_ns, number_wide *found);

/* For snapshots: ring_over returns how many events at the front no window at or after the horizon
 * looks at; ring_event returns the time and item of one event.  For Distinct, events of equal time
 * come in any order. */
uint32_t ring_over(const struct ring *r, const struct ring_shape *shape, int64_t horizon_ns);
int64_t ring_event(const struct ring *r, const struct ring_shape *shape, const struct distinct *d,
    uint32_t number, struct ring_item *item);

void ring_free(struct ring *r, const struct ring_shape *shape, struct distinct *d);
size_t ring_bytes(const struct ring *r, const struct ring_shape *shape);

#endif
