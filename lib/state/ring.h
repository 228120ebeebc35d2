/* SPDX-License-Identifier: MIT */
#ifndef STATE_RING_H
#define STATE_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "state/distinct.h"

/*
 * The events of one series and one key that windows may still look at: their times in ascending
 * order, for Distinct with the texts beside them.  Those at the front go as time moves on, late
 * ones are put where they belong.  All zero is a valid empty one.
 *
 * Count is found by bisection.  Distinct keeps, for each length of window that looks at the ring,
 * the stretch of events it looked at last and how often each text is in it; the next look moves
 * both ends from there.  In order that is a step or two; a late event costs the way back.
 */
struct ring {
	void *memory;           /* times, references, windows: one behind the other */
	uint32_t head, n, room; /* events [head, head + n) of room */
};

/* What all rings of one series have in common. */
struct ring_shape {
	bool distinct;
	uint64_t longest_ns;     /* nobody looks further back */
	const uint64_t *span_ns; /* Distinct: the lengths of the windows */
	size_t windows;
};

/* Adds an event; text counts for Distinct alone. */
void ring_add(struct ring *r, const struct ring_shape *shape, struct distinct *d, int64_t at_ns,
    struct text text);

/* Gives back the events that nobody at or after the horizon looks at. */
void ring_trim(
    struct ring *r, const struct ring_shape *shape, struct distinct *d, int64_t horizon_ns);

/* How many events (how many different texts) lie in (at - span, at]. */
uint64_t ring_count(const struct ring *r, int64_t at_ns, uint64_t span_ns);
uint64_t ring_distinct(struct ring *r, const struct ring_shape *shape, struct distinct *d,
    int64_t at_ns, uint64_t span_ns);

void ring_free(struct ring *r, const struct ring_shape *shape, struct distinct *d);
size_t ring_bytes(const struct ring *r, const struct ring_shape *shape);

#endif
