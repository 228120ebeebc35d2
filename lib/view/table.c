/* SPDX-License-Identifier: MIT */
#include "view/table.h"

/* The elastic column is not cut to less than this part of the line for the sake of others, and not
 * to fewer columns than ELASTIC_GOOD so that they are shown whole. */
enum { ELASTIC_PART = 5, ELASTIC_GOOD = 40 };

static struct text
text_in(const struct view_cell *cell, bool brief)
{
	return brief && cell->brief.p ? cell->brief : cell->text;
}

void
view_table_measure(struct view_table *t, const struct view_cell *cell)
{
	for (size_t i = 0; i < t->n; i++) {
		const size_t most = t->column[i].most;
		for (unsigned brief = 0; brief < 2; brief++) {
			size_t *width = &t->width[brief][i];
			const struct text text = text_in(&cell[i], brief);
			if (*width >= most)
				continue;
			size_t w = view_text_width(t->style, text, most);
			w = w < most ? w : most;
			*width = w > *width ? w : *width;
		}
	}
}

static size_t
gap_of(const struct view_table *t)
{
	return t->tight ? 1 : 2;
}

/* The width of all columns that are shown except the elastic one. */
static size_t
width_of_others(const struct view_table *t)
{
	size_t width = 0;
	for (size_t i = 0; i < t->n; i++)
		if (t->shown[i] && i != t->elastic)
			width += t->width[t->brief[i]][i] + gap_of(t);
	return width;
}

/* What the elastic column is not cut below. */
static size_t
least_of_elastic(const struct view_table *t)
{
	const size_t part = t->style->width / ELASTIC_PART, least = t->column[t->elastic].least;
	return t->cut && least < part ? least : part;
}

/* How much of the line it has before other columns are left out. */
static size_t
good_of_elastic(const struct view_table *t)
{
	const size_t least = least_of_elastic(t);
	return t->least > least ? t->least : least;
}

static bool
fits(const struct view_table *t, size_t least)
{
	const size_t wide = t->width[t->brief[t->elastic]][t->elastic];
	least = wide < least ? wide : least;
	return width_of_others(t) + least <= t->style->width;
}

/* Cuts columns that may be cut before one of a rank is left out, as far as the line is too short.
 * Returns false if it still is. */
static bool
cut_for(struct view_table *t, unsigned rank)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct view_column *c = &t->column[i];
		size_t *width = &t->width[1][i];
		if (i == t->elastic || !t->shown[i] || c->least == 0 || c->cut < rank)
			continue;
		while (*width > c->least && !fits(t, good_of_elastic(t)))
			--*width;
	}
	const struct view_column *elastic = &t->column[t->elastic];
	t->cut |= elastic->least > 0 && elastic->cut >= rank;
	return fits(t, good_of_elastic(t));
}

/* Leaves out the least important column, unless it is enough to cut others.  Returns false if all
 * that are left are needed. */
static bool
leave_one_out(struct view_table *t)
{
	size_t out = t->n;
	for (size_t i = 0; i < t->n; i++)
		if (t->shown[i] && t->column[i].rank > 0 &&
		    (out == t->n || t->column[i].rank > t->column[out].rank))
			out = i;
	if (cut_for(t, out == t->n ? 0 : t->column[out].rank) || out == t->n)
		return false;
	t->shown[out] = false;
	return true;
}

/* Shows cells in brief, leaves columns out, and then shows those whole that there is room for.
 * Numbers stay brief: a brief one says as much at a glance. */
static void
make_fit(struct view_table *t)
{
	unsigned rank = 0, most = 0;
	t->tight = true;
	for (size_t i = 0; i < t->n; i++) {
		t->brief[i] = true;
		most = t->column[i].rank > most ? t->column[i].rank : most;
	}
	while (!fits(t, good_of_elastic(t)) && leave_one_out(t))
		;
	for (; rank <= most; rank++)
		for (size_t i = 0; i < t->n; i++) {
			if (t->column[i].rank != rank || !t->shown[i] || i == t->elastic ||
			    t->column[i].right)
				continue;
			t->brief[i] = false;
			t->brief[i] = !fits(t, ELASTIC_GOOD);
		}
}

void
view_table_fit(struct view_table *t)
{
	for (size_t i = 0; i < t->n; i++) {
		t->shown[i] = i == t->elastic || t->width[0][i] > 0;
		for (unsigned brief = 0; brief < 2; brief++) {
			const size_t title = strlen(t->column[i].title);
			if (t->width[brief][i] < title)
				t->width[brief][i] = title;
		}
	}
	if (!fits(t, good_of_elastic(t)))
		make_fit(t);
	const size_t others = width_of_others(t);
	size_t *elastic = &t->width[t->brief[t->elastic]][t->elastic];
	const size_t left = t->style->width > others ? t->style->width - others : 0;
	if (*elastic > left)
		*elastic = left > least_of_elastic(t) ? left : least_of_elastic(t);
}

/* The end of a text that has so many columns at most, from a slash on if possible. */
static struct text
end_of(const struct view_style *style, struct text t, size_t columns)
{
	for (size_t i = 1; i < t.n; i++) {
		const struct text rest = { t.p + i, t.n - i };
		if (t.p[i] == '/' && view_text_width(style, rest, columns) <= columns)
			return rest;
	}
	return TEXT_ABSENT;
}

static void
put_cut(struct view_line *l, const struct view_column *column, struct text t, size_t width)
{
	const size_t dots = l->style->utf8 ? 1 : 3;
	const struct text end =
	    column->path && width > dots ? end_of(l->style, t, width - dots) : TEXT_ABSENT;
	if (end.p) {
		view_glyph(l, VIEW_ELLIPSIS);
		view_text(l, end);
		return;
	}
	view_text_start(l, t, width > dots ? width - dots : 0);
	view_glyph(l, VIEW_ELLIPSIS);
}

static void
put_cell(
    struct view_line *l, const struct view_column *column, struct text t, size_t width, bool bad)
{
	const size_t taken = view_text_width(l->style, t, width);
	if (column->right && taken < width)
		view_pad(l, l->column + width - taken);
	const size_t from = l->b->n;
	if (taken > width)
		put_cut(l, column, t, width);
	else
		view_text(l, t);
	if (bad)
		view_color(l, from, COLOR_BAD);
}

void
view_table_row(const struct view_table *t, struct buf *b, const struct view_cell *cell)
{
	view_table_row_marked(t, b, cell, 0);
}

void
view_table_row_marked(
    const struct view_table *t, struct buf *b, const struct view_cell *cell, unsigned bad)
{
	const size_t from = b->n;
	struct view_line l = { b, t->style, 0 };
	size_t column = 0;
	for (size_t i = 0; i < t->n; i++) {
		if (!t->shown[i])
			continue;
		const size_t width = t->width[t->brief[i]][i];
		const struct text text = text_in(&cell[i], t->brief[i]);
		if (text.n > 0) {
			view_pad(&l, column);
			put_cell(
			    &l, &t->column[i], text, width, t->column[i].bad || (bad >> i & 1));
		}
		column += width + gap_of(t);
	}
	while (b->n > from && b->p[b->n - 1] == ' ')
		b->n--;
	buf_char(b, '\n');
}

void
view_table_head(const struct view_table *t, struct buf *b)
{
	struct view_cell title[VIEW_COLUMNS_MOST] = { 0 };
	struct view_column plain[VIEW_COLUMNS_MOST];
	struct view_table head = *t;
	for (size_t i = 0; i < t->n; i++) {
		title[i].text = text_of(t->column[i].title);
		plain[i] = t->column[i];
		plain[i].bad = false;
	}
	head.column = plain;
	const size_t from = b->n;
	view_table_row(&head, b, title);
	struct view_line l = { b, t->style, 0 };
	view_color(&l, from, COLOR_NAME);
}
