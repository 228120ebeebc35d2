/* SPDX-License-Identifier: MIT */
#ifndef TRACE_SERVICES_PUT_H
#define TRACE_SERVICES_PUT_H

#include "base/buf.h"
#include "trace/adjust.h"

/* Appends the services of the trace that was read, as one object, and a newline.  moved: those with
 * a skew.  adjusted: the times of the model have been moved by it. */
void trace_put_services(struct buf *b, const struct trace_services *s,
    const struct trace_moved *moved, size_t n, bool adjusted);

#endif
