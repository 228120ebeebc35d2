/* SPDX-License-Identifier: MIT */
#include "view/divergence.h"

#include "view/value.h"

static void
put_position(struct view_line *l, char side, uint64_t position)
{
	if (position == 0)
		return;
	view_put(l, " #");
	view_count(l, position);
	view_put(l, " of ");
	view_char(l, side);
}

static void
put_where(struct view_line *l, const struct trace_divergence *d)
{
	view_put(l, "first difference: at");
	put_position(l, 'A', d->position[0]);
	if (d->position[0] > 0 && d->position[1] > 0)
		view_put(l, " and");
	put_position(l, 'B', d->position[1]);
	view_put(l, ", ");
	view_text(l, d->name.p ? d->name : TEXT("a call without a name"));
	view_put(l, ": ");
	view_text(l, buf_as_text(&d->what));
	buf_char(l->b, '\n');
}

static void
put_value(struct buf *b, const struct view_style *style, const char *before, const struct buf *json)
{
	struct view_line l = { b, style, 0 };
	view_put(&l, before);
	if (json->n > 0)
		view_value(&l, buf_as_text(json), view_room(&l, 0));
	else
		view_put(&l, "nothing");
	buf_char(b, '\n');
}

static void
put_lonely(struct buf *b, const struct view_style *style, const char *what,
    const struct trace_lonely *lonely, const struct trace_model *m)
{
	enum { SHOWN = 5 };
	struct view_line l = { b, style, 0 };
	if (lonely->n == 0)
		return;
	view_put(&l, "  ");
	view_counted(&l, lonely->calls, "call");
	view_char(&l, ' ');
	view_put(&l, what);
	for (size_t i = 0; i < lonely->n && i < SHOWN; i++) {
		const struct text name = trace_text_of(m->call[lonely->call[i]].name);
		view_put(&l, i == 0 ? ": " : ", ");
		view_text(&l, name.p ? name : TEXT("-"));
	}
	if (lonely->n > SHOWN) {
		view_put(&l, ", ");
		view_glyph(&l, VIEW_ELLIPSIS);
	}
	buf_char(b, '\n');
}

void
view_divergence(struct buf *b, const struct view_style *style, const struct trace_divergence *d,
    const struct trace_model *in_a, const struct trace_model *in_b)
{
	struct view_line l = { b, style, 0 };
	if (!d->found)
		return;
	put_where(&l, d);
	if (d->expected.n + d->actual.n > 0) {
		put_value(b, style, "  expected: ", &d->expected);
		put_value(b, style, "  actual:   ", &d->actual);
	}
	put_lonely(b, style, "inserted", &d->inserted, in_b);
	put_lonely(b, style, "removed", &d->removed, in_a);
}
