/* SPDX-License-Identifier: MIT */
#ifndef REPORT_COLOR_H
#define REPORT_COLOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * Colours of text for people on a terminal.  This is the only place that has escape sequences: to
 * change a colour, edit color.c.  The caller says whether there is colour at all.
 */
enum color {
	COLOR_PLACE, /* the name of a file, and the position in it */
	COLOR_ERROR, /* the word error */
	COLOR_WARNING,
	COLOR_OUTCOME, /* Allow; the other outcomes follow in the order of enum outcome */
	COLOR_OBSERVE,
	COLOR_CHALLENGE,
	COLOR_BLOCK,
	COLOR_GOOD, /* verdicts and statuses: as it should be, */
	COLOR_BAD,
	COLOR_OPEN,    /* not known, or not yet */
	COLOR_REMOVED, /* of two versions: what only the old one has, */
	COLOR_ADDED,   /* and only the new one */
	COLOR_NAME,    /* what a line is about */
	COLOR_BAR,
	COLORS
};

/* Colours what was written since b->n was `from`, without the blanks and newlines at its ends. */
void color_since(struct buf *b, size_t from, bool on, enum color c);

#endif
