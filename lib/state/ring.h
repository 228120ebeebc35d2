/* SPDX-License-Identifier: MIT */
#ifndef STATE_RING_H
#define STATE_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "state/distinct.h"
#include "state/tree.h"
#include "state/wide.h"

enum { RING_FIRST = 3 };

/*
 * The events of one series and one key that windows may still look at: their times in ascending
 * order, for Distinct with the texts beside them, for Sum and Max with the numbers.  Those at the
 * front go as time moves on, late ones are put where they belong.  All zero is a valid empty one.
 *
 * While events come in order, or nearly, they lie in an array.  Count is found by bisection.  Sum
 * and Max have beside them what each RING_FAN numbers in a row fold to, and each RING_FAN of those,
 * and so on.  Distinct keeps for each event how far before it its text was last, and for each
 * length of window how many texts are in the window that ends at the latest event; a window that
 * ends earlier counts the events whose text was not in it before.
 *
 * An event that is late, and a window that ends early, cost steps in proportion to the events
 * behind.  These are added up in `debt`.  Where a ring owes more than it would cost, its events
 * move into a balanced tree (late.h), in which all of this takes logarithmic time.  Where events
 * come in order for long enough, or few are left, they move back.  So whatever the order, time
 * grows no faster than n log n.
 */
struct ring {
	void *memory;  /* an array; a struct late where room is 0 */
	uint32_t head; /* of an array: events [head, head + n) of room */
	uint32_t n, room;
	uint32_t debt; /* of an array: steps that order would have saved; else: events in order */
	union {
		/* the memory of few times with nothing beside them: most keys have no more */
		int64_t first[RING_FIRST];
		uint32_t gone; /* Distinct: how many went from the front; event i is gone + i */
	};
};

enum { RING_FAN = 16 };

/* What all rings of one series have in common. */
struct ring_shape {
	bool distinct;
	enum fold fold;
	uint64_t longest_ns;     /* nobody looks further back */
	const uint64_t *span_ns; /* Distinct: the lengths of the windows, ascending */
	size_t windows;
};

/* What an event has for the series: a text for Distinct, a number for Sum and Max. */
struct ring_item {
	struct text text;
	number_wide number;
};

void ring_add(struct ring *r, const struct ring_shape *shape, struct distinct *d, int64_t at_ns,
    const struct ring_item *item);

/* Gives back the events that nobody at or after the horizon looks at. */
void ring_trim(
    struct ring *r, const struct ring_shape *shape, struct distinct *d, int64_t horizon_ns);

/* How many events (how many different texts) lie in (at - span, at]. */
uint64_t ring_count(
    const struct ring *r, const struct ring_shape *shape, int64_t at_ns, uint64_t span_ns);
uint64_t ring_distinct(struct ring *r, const struct ring_shape *shape, const struct distinct *d,
    int64_t at_ns, uint64_t span_ns);

/* The sum or the maximum of the numbers in (at - span, at]; false: no event is there. */
bool ring_fold(const struct ring *r, const struct ring_shape *shape, int64_t at_ns,
    uint64_t span_ns, number_wide *found);

/* The events as they stand, for snapshots: how many at the front nobody at or after the horizon
 * looks at; and the time and the item of one.  Distinct: those of one time come in any order. */
uint32_t ring_over(const struct ring *r, const struct ring_shape *shape, int64_t horizon_ns);
int64_t ring_event(const struct ring *r, const struct ring_shape *shape, const struct distinct *d,
    uint32_t number, struct ring_item *item);

void ring_free(struct ring *r, const struct ring_shape *shape, struct distinct *d);
size_t ring_bytes(const struct ring *r, const struct ring_shape *shape);

#endif
