/* SPDX-License-Identifier: MIT */
#ifndef REPORT_COLOR_H
#define REPORT_COLOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * Colours of text for people on a terminal.  This is the only place with escape sequences: to
 * change a colour, edit color.c.  The caller decides whether there is colour at all.
 */
enum color {
	COLOR_PLACE, /* the name of a file, and a position in it */
	COLOR_ERROR, /* the word error */
	COLOR_WARNING,
	COLOR_OUTCOME, /* Allow; the other outcomes follow in the order of enum outcome */
	COLOR_OBSERVE,
	COLOR_CHALLENGE,
	COLOR_BLOCK,
	COLOR_GOOD, /* verdicts and statuses: as it should be */
	COLOR_BAD,
	COLOR_OPEN,    /* not known, or not yet */
	COLOR_REMOVED, /* in a comparison: only in the old version */
	COLOR_ADDED,   /* only in the new version */
	COLOR_NAME,    /* the subject of a line */
	COLOR_BAR,
	COLORS
};

/* Colours what was written to b since b->n was `from`, except white space at either end. */
void color_since(struct buf *b, size_t from, bool on, enum color c);

#endif
