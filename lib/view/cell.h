/* SPDX-License-Identifier: MIT */
#ifndef VIEW_CELL_H
#define VIEW_CELL_H

#include <stdint.h>

#include "base/arena.h"
#include "base/number.h"
#include "trace/record.h"
#include "view/table.h"

/* Cells of tables.  Their texts are in the arena. */

/* A count with a comma between thousands; in brief with three significant digits, cut: 1.23k.
 * Negative: it is not known, and the cell is empty. */
struct view_cell view_count_cell(number_wide n, struct arena *a);

/* A duration; TRACE_NO_TIME: an empty cell. */
struct view_cell view_duration_cell(int64_t ns, const struct view_style *style, struct arena *a);

/* A text of the input, which is not copied; absent: an empty cell. */
struct view_cell view_text_cell(struct text t);

/* Appends a count with a comma between thousands. */
void view_put_count(struct buf *b, number_wide n);

#endif
