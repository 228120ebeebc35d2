/* SPDX-License-Identifier: MIT */
#ifndef VIEW_MARGIN_H
#define VIEW_MARGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/line.h"

/*
 * What stands to the left of a step: its position, its time, and the tree of calls.
 *
 *	  #3  +543µs   ├─┬ ENTER pay()
 *
 * The tree is not drawn deeper than half of the line; a call below that has its depth in brackets.
 */
enum margin_times { MARGIN_RELATIVE, MARGIN_ABSOLUTE, MARGIN_BOTH };

struct margin {
	enum margin_times times;
	bool clock;           /* is any time of the trace known? */
	int64_t start_ns;     /* relative times count from it */
	size_t number_digits; /* of the largest position; 0: positions are not shown */
	size_t levels;        /* how many levels of the tree are drawn */
};

/* How many levels fit into a line. */
size_t margin_levels(const struct view_style *style);

/* Begins a line.  Position 0 and a time that is not known are blank. */
void margin_begin(struct view_line *l, const struct margin *m, uint64_t position, int64_t at_ns);

enum margin_node { MARGIN_ENTER, MARGIN_EVENT, MARGIN_EXIT, MARGIN_LEFT_OUT };

/* Appends the tree up to a call, and what this row is to it.  MARGIN_LEFT_OUT: depth is that of
 * calls that are not shown. */
void margin_tree(
    struct view_line *l, const struct margin *m, uint32_t depth, enum margin_node node);

/* The same where calls are interleaved, and no tree can be drawn. */
void margin_indent(struct view_line *l, const struct margin *m, uint32_t depth);

#endif
