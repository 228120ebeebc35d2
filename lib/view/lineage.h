/* SPDX-License-Identifier: MIT */
#ifndef VIEW_LINEAGE_H
#define VIEW_LINEAGE_H

#include "base/arena.h"
#include "trace/lineage.h"
#include "view/table.h"

/* The places of a value, and the values of a variable, as rows of a table for people. */
struct view_table view_places_table(const struct view_style *style);
struct view_table view_history_table(const struct view_style *style);

/* Fill in the cells of a row, whose texts are in the arena. */
void view_place_cells(const struct trace_model *m, const struct trace_occurrence *o,
    const struct view_style *style, struct view_cell *cell, struct arena *a);
void view_setting_cells(const struct trace_model *m, const struct trace_setting *s,
    const struct view_style *style, struct view_cell *cell, struct arena *a);

/* Appends the line above the rows of a trace. */
void view_lineage_trace(
    struct buf *b, const struct view_style *style, const struct trace_model *m, uint32_t call);

/* Appends the line below all rows. */
void view_places_end(
    struct buf *b, const struct view_style *style, uint64_t places, uint64_t traces);
void view_history_end(struct buf *b, const struct view_style *style, uint64_t values,
    uint64_t changes, uint64_t traces);

#endif
