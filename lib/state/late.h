/* SPDX-License-Identifier: MIT */
#ifndef STATE_LATE_H
#define STATE_LATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "state/ring.h"
#include "state/tree.h"

/*
 * The events of a ring whose events arrive out of order.
 *
 * For Distinct, a text is in the window (t - span, t] if t lies in one of the intervals [e, e +
 * span) of its events e.  Intervals of one text that overlap or touch form one run.  The number of
 * texts in the window is the number of runs that begin at or before t, minus those that end at or
 * before t.  A run begins at an event whose text occurred span or more earlier, or never before. It
 * ends span after an event whose text occurs span or more later, or never again.  So each event has
 * two marks for each window length.  They depend only on the previous and next events of the same
 * text, which the second tree finds.
 */
struct late {
	struct tree by_time;
	struct tree by_ref; /* Distinct only */
};

/* ref: the reference of the event's text. */
void late_add(struct late *l, const struct ring_shape *shape, int64_t at_ns, uint32_t ref,
    number_wide number);

/* Removes the first event and returns its ref. */
uint32_t late_drop(struct late *l, const struct ring_shape *shape);

/* Returns how many events are not after at_ns. */
uint32_t late_until(const struct late *l, const struct ring_shape *shape, int64_t at_ns);

struct tree_event late_at(const struct late *l, const struct ring_shape *shape, uint32_t number);

/* Returns how many texts are in (at - span, at], with the span of window i. */
uint64_t late_distinct(
    const struct late *l, const struct ring_shape *shape, int64_t at_ns, size_t i);

/* Returns the fold of the numbers of events [from, to); from < to. */
number_wide late_fold(
    const struct late *l, const struct ring_shape *shape, uint32_t from, uint32_t to);

void late_free(struct late *l, const struct ring_shape *shape);
size_t late_bytes(const struct late *l);

#endif
