/* SPDX-License-Identifier: MIT */
#ifndef VIEW_SESSIONS_H
#define VIEW_SESSIONS_H

#include "base/arena.h"
#include "trace/groups.h"
#include "trace/totals.h"
#include "view/table.h"

/* Totals of traces for people: tables of --sessions and --by, and the sum of all. */

/* Tables without rows. */
struct view_table view_sessions_table(const struct view_style *style);
struct view_table view_groups_table(const struct view_style *style, enum trace_by by);

/* The cells of a row.  They point into the arena and into what they show. */
void view_session_cells(const struct trace_session *s, struct text title,
    const struct view_style *style, struct view_cell *cell, struct arena *a);
void view_group_cells(const struct trace_group *g, const struct view_style *style,
    struct view_cell *cell, struct arena *a);

/* Appends the sum of all, on up to three lines: `3 traces, 12 calls, 1 failed tool call`, the
 * tokens, the cost and what it lacks. */
void view_total(struct buf *b, const struct view_style *style, const struct trace_totals *sum);

#endif
