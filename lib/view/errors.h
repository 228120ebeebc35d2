/* SPDX-License-Identifier: MIT */
#ifndef VIEW_ERRORS_H
#define VIEW_ERRORS_H

#include "trace/contrast.h"
#include "trace/errors.h"
#include "view/line.h"

/* Errors for people: groups of them, and what goes with failure. */

/* Appends the groups, each on two or three lines, and a line with the sum.  part: the groups from
 * `first` on, as many as are worth one write; returns the number of the next, or e->n. */
size_t view_errors(struct buf *b, const struct view_style *style, const struct trace_model *m,
    const struct trace_errors *e, size_t first);

/* Appends a contrast: a heading and a line for each of the strongest findings, unless style.full is
 * set for all. */
void view_contrast(struct buf *b, const struct view_style *style, const struct trace_contrast *c,
    const struct trace_place *place);

#endif
