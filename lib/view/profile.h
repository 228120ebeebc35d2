/* SPDX-License-Identifier: MIT */
#ifndef VIEW_PROFILE_H
#define VIEW_PROFILE_H

#include "base/arena.h"
#include "trace/critical_path.h"
#include "trace/profile.h"
#include "view/table.h"

/* Where the time went, for people. */

/* Appends a table of the rows and what to look at first.  Unless style->full is set, only the first
 * rows are shown, and the others are counted. */
void view_profile(struct buf *b, const struct view_style *style, const struct trace_model *m,
    const struct trace_profile *p);

/*
 * The critical paths of traces are a table with a line for each trace.  A long path is shown
 * without the calls that have less than 1 % of it, unless style->full is set.
 */
struct view_table view_path_table(const struct view_style *style);

/* Is a step shown? */
bool view_path_shows(
    const struct view_style *style, const struct trace_path *p, const struct trace_path_step *step);

void view_path_cells(const struct trace_model *m, const struct trace_path *p,
    const struct trace_path_step *step, const struct view_style *style, struct view_cell *cell,
    struct arena *a);

/* The line before the steps of a trace, and what is behind them. */
void view_path_trace(struct buf *b, const struct view_style *style, const struct trace_model *m,
    size_t trace, const struct trace_path *p);
void view_path_hidden(struct buf *b, const struct view_style *style, const struct trace_path *p);
void view_path_end(struct buf *b, const struct view_style *style, const struct trace_path_sums *s);

#endif
