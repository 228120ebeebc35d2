/* SPDX-License-Identifier: MIT */
#include "view/margin.h"

#include "time/stamp.h"
#include "trace/record.h"

enum {
	TIME_COLUMNS = 9,   /* of a relative time and the blank behind it */
	STAMP_COLUMNS = 31, /* of an absolute one */
	LEVELS_LEAST = 4,
	LEVELS_MOST = 64
};

size_t
margin_levels(const struct view_style *style)
{
	const size_t levels = style->width / 4;
	return levels < LEVELS_LEAST ? LEVELS_LEAST : levels > LEVELS_MOST ? LEVELS_MOST : levels;
}

static void
put_stamp(struct view_line *l, int64_t at_ns)
{
	char stamp[STAMP_MAX];
	const size_t before = l->column;
	if (at_ns != TRACE_NO_TIME) {
		const size_t n = stamp_put(at_ns, stamp);
		buf_put(l->b, stamp, n);
		l->column += n;
	}
	view_pad(l, before + STAMP_COLUMNS);
}

static void
put_relative(struct view_line *l, const struct margin *m, int64_t at_ns)
{
	const size_t before = l->column;
	if (at_ns != TRACE_NO_TIME) {
		const int64_t since_ns = stamp_sub(at_ns, m->start_ns);
		if (since_ns >= 0)
			view_char(l, '+');
		view_duration(l, since_ns);
		view_char(l, ' ');
	}
	view_pad(l, before + TIME_COLUMNS);
}

void
margin_begin(struct view_line *l, const struct margin *m, uint64_t position, int64_t at_ns)
{
	const size_t from = l->b->n;
	view_pad(l, 2);
	if (m->number_digits > 0) {
		if (position > 0) {
			const size_t before = l->b->n;
			buf_char(l->b, '#');
			buf_u64(l->b, position);
			l->column += l->b->n - before;
		}
		view_pad(l, m->number_digits + 5);
	}
	if (m->clock && m->times != MARGIN_RELATIVE)
		put_stamp(l, at_ns);
	if (m->clock && m->times != MARGIN_ABSOLUTE)
		put_relative(l, m, at_ns);
	view_color(l, from, COLOR_PLACE);
}

/* Where the tree is too deep to be drawn, the depth is a number. */
static void
put_bars(struct view_line *l, const struct margin *m, uint32_t depth)
{
	const uint32_t bars = depth < m->levels ? depth : (uint32_t)m->levels;
	const struct text bar = view_glyph_text(l->style, VIEW_BAR);
	buf_room(l->b, bars * bar.n);
	for (uint32_t i = 0; i < bars; i++) {
		memcpy(l->b->p + l->b->n, bar.p, bar.n);
		l->b->n += bar.n;
	}
	l->column += 2 * (size_t)bars;
	if (depth <= m->levels)
		return;
	view_char(l, '[');
	view_count(l, depth);
	view_put(l, "] ");
}

void
margin_tree(struct view_line *l, const struct margin *m, uint32_t depth, enum margin_node node)
{
	const size_t from = l->b->n;
	const bool forks = depth > 0 && depth <= m->levels;
	const bool begins = node == MARGIN_ENTER || node == MARGIN_LEFT_OUT;
	put_bars(l, m, forks && begins ? depth - 1 : depth);
	if (forks && begins)
		view_glyph(l, VIEW_FORK);
	switch (node) {
	case MARGIN_ENTER: view_glyph(l, VIEW_BEGIN); break;
	case MARGIN_EVENT: view_glyph(l, VIEW_BAR); break;
	case MARGIN_EXIT: view_glyph(l, VIEW_END); break;
	case MARGIN_LEFT_OUT: view_char(l, ' '); break;
	}
	view_color(l, from, COLOR_BAR);
}

void
margin_indent(struct view_line *l, const struct margin *m, uint32_t depth)
{
	const size_t levels = depth < m->levels ? depth : m->levels;
	view_pad(l, l->column + 2 * levels);
}
