/* SPDX-License-Identifier: MIT */
#ifndef VIEW_ACTIVITY_H
#define VIEW_ACTIVITY_H

#include "base/arena.h"
#include "trace/activity.h"
#include "view/table.h"

/* Who did what and when, as a table for people. */
struct view_table view_activity_table(const struct view_style *style);

/* Are the roots of several years, so that times need theirs in narrow tables, too? */
bool view_activity_has_years(const struct trace_model *m);

void view_activity_cells(const struct trace_model *m, const struct trace_activity_line *line,
    bool years, const struct view_style *style, struct view_cell *cell, struct arena *a);

/* Which cells of the line are errors: for view_table_row_marked. */
unsigned view_activity_bad(const struct trace_activity_line *line);

/* Appends the conclusion: what is counted, and nothing more. */
void view_activity_end(
    struct buf *b, const struct view_style *style, const struct trace_activity_sums *s);

#endif
