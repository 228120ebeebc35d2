/* SPDX-License-Identifier: MIT */
#ifndef TRACE_SKEW_H
#define TRACE_SKEW_H

#include <stdint.h>

#include "trace/services.h"

/*
 * By how much the clocks of services differ, as far as the calls of a trace prove it.
 *
 * A call and the call of another service that it makes are two views of one exchange, as the
 * timestamps of NTP are (RFC 5905): the child runs within its parent.  So the pair bounds the
 * offset that must be added to the child's clock, relative to the parent's: it is at least the
 * parent's start less the child's start, and at most the parent's end less the child's end.  Some
 * pairs only give the lower bound: a child that is longer than its parent, a child that begins
 * within its parent and ends after it, because it may simply be asynchronous, and pairs without a
 * known end.  The bound is as good as any: to move such a child further back would have it run
 * before it was called.
 *
 * Services are visited breadth first from that of the first root, whose offset is 0.  The offset of
 * a service is chosen from all pairs that it has with services visited before it, in either
 * direction.  It must satisfy as many of these intervals as any offset does, which is the algorithm
 * of Marzullo ("Maintaining the Time in a Distributed System", 1984) that NTP uses to choose among
 * clocks.  0 comes first, so nothing is said of a service whose calls fit as they are, or as many
 * as any offset would make fit; then the offset of the service from which it was reached; then the
 * middle of the interval that is nearest to 0, or its end if it has only one.  For a single pair,
 * the middle is what Jaeger's adjuster of clock skew takes: what the child does not use of its
 * parent's time is half before it and half behind it.
 *
 * No evidence are calls that follow from their parent instead of being part of it, and what is
 * below them: those whose parent is one of their links (FOLLOWS_FROM, for example), and those
 * between services that a producer makes or a consumer is.  Nor are calls without a service or a
 * time.  If all times of a service are whole milliseconds or microseconds, and those of its caller
 * are finer, its clock may differ by less than one of these units without being off.
 *
 * Services that have no such pair with any of these are visited later, from the first of them on,
 * whose offset is 0, too.
 */

/* Sets offset[i] to what is to be added to the times of s->service[i].  A trace must have been read
 * or told apart.  Takes linear time, apart from sorting the pairs. */
void trace_skew(const struct trace_services *s, int64_t *offset);

/* Sets follows[i] to whether the call depth_first[first + i] follows from its parent, or is below
 * such a call. */
void trace_find_following(const struct trace_services *s, bool *follows);

#endif
