/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_PARTS_H
#define CMD_TRACE_PARTS_H

#include "base/buf.h"
#include "view/timeline.h"

/*
 * A timeline that several threads write, each some traces, and one puts out in order.
 *
 * Parts that are written but not put out yet are bounded.  A part with a large trace is left to the
 * thread that puts out, so that no output is ever held as a whole.
 */

/* Calls put() with the timeline, piece by piece, in order.  Returns 0, or what put() returned if
 * that was not 0, and then ends. */
int parts_put(const struct trace_model *m, const struct timeline_options *o, unsigned threads,
    int (*put)(void *context, const struct buf *piece), void *context);

#endif
