/* SPDX-License-Identifier: MIT */
#ifndef VIEW_LINE_H
#define VIEW_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "report/color.h"

/*
 * A line of text for people: what is appended to it, and in which column it is.  Nothing here cuts
 * a text; value.h cuts values.
 */

/* How text is written: the caller knows the terminal. */
struct view_style {
	size_t width; /* columns of the terminal */
	bool utf8;    /* otherwise only ASCII is written */
	bool color;
	bool full;  /* nothing is cut */
	bool sizes; /* every value is followed by its size */
};

struct view_line {
	struct buf *b; /* the line is appended to it */
	const struct view_style *style;
	size_t column; /* how many columns it has so far */
};

enum view_glyph {
	VIEW_BAR,      /* a call that goes on */
	VIEW_FORK,     /* from a call to a child */
	VIEW_BEGIN,    /* where a call begins */
	VIEW_END,      /* where it ends */
	VIEW_ELLIPSIS, /* what is not shown */
	VIEW_TIMES,    /* repetitions */
	VIEW_PARALLEL, /* at the same time */
	VIEW_GIVES,    /* what a call returns */
	VIEW_POINT,    /* an attribute */
	VIEW_GLYPHS
};

/* Appends ASCII text of the program's own. */
static inline void
view_put(struct view_line *l, const char *ascii)
{
	const size_t n = strlen(ascii);
	buf_put(l->b, ascii, n);
	l->column += n;
}

static inline void
view_char(struct view_line *l, char c)
{
	buf_char(l->b, c);
	l->column++;
}

void view_glyph(struct view_line *l, enum view_glyph g);
struct text view_glyph_text(const struct view_style *style, enum view_glyph g);

/* Appends text of the input so that it cannot control a terminal. */
void view_text(struct view_line *l, struct text t);

/* Appends the first characters of it, as many as fit into so many columns. */
void view_text_start(struct view_line *l, struct text t, size_t columns);

/* How many columns does view_text take?  If it takes more than `most`, the result is only known
 * to be more than that. */
size_t view_text_width(const struct view_style *style, struct text t, size_t most);

void view_pad(struct view_line *l, size_t column); /* blanks, up to a column */

/* Appends a count with a comma between thousands, or the same and a noun: `1 call`, `2 calls`. */
void view_count(struct view_line *l, uint64_t n);
void view_counted(struct view_line *l, uint64_t n, const char *noun);
size_t view_count_width(uint64_t n);

/* Appends a duration with three significant digits, cut, in the largest unit that gives 1 or more.
 */
void view_duration(struct view_line *l, int64_t ns);

/* Appends a time, in RFC 3339. */
void view_time(struct view_line *l, int64_t at_ns);

/* Colours what was appended since `from`, a length of the buffer. */
static inline void
view_color(struct view_line *l, size_t from, enum color c)
{
	if (l->style->color)
		color_since(l->b, from, true, c);
}

#endif
