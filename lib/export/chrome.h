/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_CHROME_H
#define EXPORT_CHROME_H

#include "export/out.h"
#include "trace/model.h"

/*
 * Trace events in JSON, as Chrome, Perfetto and others read them: {"traceEvents":[…]}.
 *
 * A trace is a process, which has its id as name, and a lane (export/lanes.h) is a thread of it.
 * A call is an event X, with what --calls says of it in args; one without an end is a B without an
 * E.  Events are instants.  Times are in microseconds, with the nanoseconds as fractions, since the
 * earliest start of all traces: a double, which is what most readers use, has no room for the
 * nanoseconds of a time since 1970.  otherData says when that start was.
 *
 * By X alone, a call without width that touches the end of another one may be inside it or behind
 * it.  So a trace that has such calls is written with B and E, in their order.  Both have the args,
 * by which readers tell apart calls that end and begin at one time.
 */
void export_chrome(struct export_out *o, const struct trace_model *m);

#endif
