/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_SPEEDSCOPE_H
#define EXPORT_SPEEDSCOPE_H

#include "export/out.h"
#include "trace/model.h"

/*
 * The file format of speedscope (https://www.speedscope.app/file-format-schema.json).
 *
 * A lane of a trace (export/lanes.h) is a profile of type evented.  Its times are nanoseconds since
 * the beginning of the trace, or numbers of steps, without a unit, if the trace has no clock.  A
 * frame is a name with its file and line.  A call without an end is closed at the last time that is
 * known of it.
 */
void export_speedscope(struct export_out *o, const struct trace_model *m);

#endif
