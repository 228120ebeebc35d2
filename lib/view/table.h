/* SPDX-License-Identifier: MIT */
#ifndef VIEW_TABLE_H
#define VIEW_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "view/line.h"

/*
 * A table for people that fits the width of the terminal, however many rows it has.
 *
 *	view_table_measure(&t, cell);		every row
 *	view_table_fit(&t);
 *	view_table_head(&t, &buf);
 *	view_table_row(&t, &buf, cell);		every row again
 *
 * So no row is kept.  A column in which all cells are empty is left out.  If the rest is too wide,
 * cells are shown in brief; then columns are left out, the least important first, and some are cut
 * before that.  One column takes what is left of the line, and its cells are cut to that.  If much
 * is left, the most important of the other texts, but no numbers, are shown whole.
 */
enum { VIEW_COLUMNS_MOST = 16 };

struct view_column {
	const char *title;
	bool right;    /* aligned; otherwise left */
	bool path;     /* of a text that is cut, the end is shown */
	bool bad;      /* a cell is an error */
	unsigned rank; /* the larger, the sooner it is left out; 0: never */
	size_t most;   /* columns that a cell may take */
	/* Not 0: the column may be cut to so many before others of a rank up to `cut` are left out;
	 * the elastic one last. */
	size_t least;
	unsigned cut;
};

struct view_cell {
	struct text text;  /* empty: nothing */
	struct text brief; /* absent: as text */
};

/* Fill in the first four, and perhaps least; the rest is zero. */
struct view_table {
	const struct view_style *style;
	const struct view_column *column;
	size_t n;
	size_t elastic; /* the column that takes what is left */
	size_t least; /* for fewer columns than these it is not cut; others are left out; 0: none */

	size_t width[2][VIEW_COLUMNS_MOST]; /* of the widest cell; [1]: in brief */
	bool shown[VIEW_COLUMNS_MOST], brief[VIEW_COLUMNS_MOST];
	bool tight; /* one blank between columns, not two */
	bool cut;   /* the elastic column may be cut to its least width */
};

void view_table_measure(struct view_table *t, const struct view_cell *cell);
void view_table_fit(struct view_table *t);
void view_table_head(const struct view_table *t, struct buf *b);
void view_table_row(const struct view_table *t, struct buf *b, const struct view_cell *cell);

/* The same, where some cells are errors: bit i of bad is for cell[i]. */
void view_table_row_marked(
    const struct view_table *t, struct buf *b, const struct view_cell *cell, unsigned bad);

#endif
