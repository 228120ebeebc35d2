/* SPDX-License-Identifier: MIT */
#ifndef TRACE_SELF_TIMES_H
#define TRACE_SELF_TIMES_H

#include <stddef.h>
#include <stdint.h>

#include "trace/model.h"

/*
 * The self time of a call: the part of its duration in which no child ran, in ns.
 *
 * A child counts from its start to its end, but only where its parent ran, too: a child that
 * outlives its parent, or that runs after it, takes no more than the parent has.  Time in which
 * several children ran is subtracted once.  A child that ended before it started takes nothing.
 *
 * A child whose duration is not known is as if it were not there: what it called counts as called
 * by its caller (trace/called.h).  So no time counts twice, nor in no call at all.
 *
 * A child of which it is not known when it ran, because it or its parent has no start, is taken to
 * have run while no other child did: it takes its duration, as far as that much is left.  So the
 * self times of a parent and of its children never count the same time twice.
 *
 * A self time is never negative, and TRACE_NO_TIME if the duration is not known.  It is 0 for a
 * call that ended before it started.
 */
int64_t trace_self_time(const struct trace_model *m, uint32_t call);

/* The self times of a trace: self[i] is that of the call depth_first[t->first + i].  Takes linear
 * time, since a built model has the children of a call in the order in which they start; those that
 * open calls called are sorted. */
void trace_self_times(const struct trace_model *m, size_t trace, int64_t *self);

#endif
