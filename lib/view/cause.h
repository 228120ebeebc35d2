/* SPDX-License-Identifier: MIT */
#ifndef VIEW_CAUSE_H
#define VIEW_CAUSE_H

#include "trace/root_cause.h"
#include "view/line.h"

/* Appends lines that say what failed first, with which arguments and variables, from where it was
 * called, and what to look at. */
void cause_put(struct buf *b, const struct view_style *style, const struct trace_model *m,
    const struct root_cause *r);

#endif
