/* SPDX-License-Identifier: MIT */
#ifndef STATE_LATE_H
#define STATE_LATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "state/ring.h"
#include "state/tree.h"

/*
 * The events of a ring whose events do not come in order.
 *
 * Distinct: a text is in the window (t - span, t] if t lies in one of the stretches [e, e + span)
 * of its events e.  Stretches of one text that overlap or touch make one run.  So the number of
 * texts is the number of runs that begin at or before t, less those that end there or before.  A
 * run begins at an event whose text came span or more before, or never; it ends span after an event
 * whose text comes span or more later, or never.  Those are two marks of an event for each length
 * of window.  They depend on the events of the same text before and behind it alone, which the
 * second tree finds.
 */
struct late {
	struct tree by_time;
	struct tree by_ref; /* Distinct */
};

/* ref: of the event's text. */
void late_add(struct late *l, const struct ring_shape *shape, int64_t at_ns, uint32_t ref,
    number_wide number);

/* Removes the first event; returns its ref. */
uint32_t late_drop(struct late *l, const struct ring_shape *shape);

/* How many events are not after at_ns. */
uint32_t late_until(const struct late *l, const struct ring_shape *shape, int64_t at_ns);

struct tree_event late_at(const struct late *l, const struct ring_shape *shape, uint32_t number);

/* How many texts lie in (at - span, at]; the span is that of window i. */
uint64_t late_distinct(
    const struct late *l, const struct ring_shape *shape, int64_t at_ns, size_t i);

/* What the numbers of [from, to) fold to; from < to. */
number_wide late_fold(
    const struct late *l, const struct ring_shape *shape, uint32_t from, uint32_t to);

void late_free(struct late *l, const struct ring_shape *shape);
size_t late_bytes(const struct late *l);

#endif
