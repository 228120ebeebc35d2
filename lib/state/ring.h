/* SPDX-License-Identifier: MIT */
#ifndef STATE_RING_H
#define STATE_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "state/distinct.h"
#include "state/wide.h"

enum { RING_FIRST = 3 };

/*
 * The events of one series and one key that windows may still look at: their times in ascending
 * order, for Distinct with the texts beside them, for Sum and Max with the numbers.  Those at the
 * front go as time moves on, late ones are put where they belong.  All zero is a valid empty one.
 *
 * Count is found by bisection.  Distinct keeps, for each length of window that looks at the ring,
 * the stretch of events it looked at last and how often each text is in it; the next look moves
 * both ends from there.  In order that is a step or two; a late event costs the way back.  Sum and
 * Max have the result of every RING_FOLD events in a row beside them, and so look at few of many.
 */
struct ring {
	void *memory; /* times, then references and windows, or numbers and what they fold to */
	uint32_t head, n, room;    /* events [head, head + n) of room */
	int64_t first[RING_FIRST]; /* the memory of few times with nothing beside them: most keys
				      have no more.  So a ring stays where it is */
};

enum { RING_FOLD = 64 };

enum fold { FOLD_NONE, FOLD_SUM, FOLD_MAX };

/* What all rings of one series have in common. */
struct ring_shape {
	bool distinct;
	enum fold fold;
	uint64_t longest_ns;     /* nobody looks further back */
	const uint64_t *span_ns; /* Distinct: the lengths of the windows */
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
uint64_t ring_count(const struct ring *r, int64_t at_ns, uint64_t span_ns);
uint64_t ring_distinct(struct ring *r, const struct ring_shape *shape, struct distinct *d,
    int64_t at_ns, uint64_t span_ns);

/* The sum or the maximum of the numbers in (at - span, at]; false: no event is there. */
bool ring_fold(const struct ring *r, const struct ring_shape *shape, int64_t at_ns,
    uint64_t span_ns, number_wide *found);

/* The events as they stand, for snapshots: how many at the front nobody at
 * or after the horizon looks at; and the time and the item of one. */
uint32_t ring_over(const struct ring *r, const struct ring_shape *shape, int64_t horizon_ns);
int64_t ring_event(const struct ring *r, const struct ring_shape *shape, const struct distinct *d,
    uint32_t number, struct ring_item *item);

void ring_free(struct ring *r, const struct ring_shape *shape, struct distinct *d);
size_t ring_bytes(const struct ring *r, const struct ring_shape *shape);

#endif
