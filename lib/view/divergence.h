/* SPDX-License-Identifier: MIT */
#ifndef VIEW_DIVERGENCE_H
#define VIEW_DIVERGENCE_H

#include "base/buf.h"
#include "trace/divergence.h"
#include "view/line.h"

/* Appends where two traces first differ, on two to four lines, or nothing if they do not. */
void view_divergence(struct buf *b, const struct view_style *style,
    const struct trace_divergence *d, const struct trace_model *in_a,
    const struct trace_model *in_b);

#endif
