/* SPDX-License-Identifier: MIT */
#include "view/errors.h"

#include <stdio.h>

#include "view/step.h"
#include "view/value.h"

enum { ENOUGH = 1 << 16, FINDINGS_MOST = 10 };

static void
put_text_or(struct view_line *l, const struct trace_text *t, const char *otherwise)
{
	if (t)
		view_text(l, trace_text_of(t));
	else
		view_put(l, otherwise);
}

static void
put_position(struct view_line *l, uint64_t position)
{
	char digits[24];
	snprintf(digits, sizeof(digits), "#%llu", (unsigned long long)position);
	view_put(l, digits);
}

static void
end_line(struct view_line *l)
{
	buf_char(l->b, '\n');
	l->column = 0;
}

/* ---- groups --------------------------------------------------------------------------------- */

static void
put_kind(struct view_line *l, const struct trace_error_group *g)
{
	const size_t from = l->b->n;
	if (g->type)
		view_text(l, trace_text_of(g->type));
	view_color(l, from, COLOR_BAD);
	if (g->message.n > 0) {
		view_put(l, g->type ? ": " : "");
		view_text(l, g->message);
	} else if (!g->type) {
		view_put(l, "an error of which nothing is said");
	}
	if (g->where) {
		view_put(l, " at ");
		view_text(l, trace_text_of(g->where));
	}
}

static void
put_group(struct view_line *l, const struct trace_model *m, const struct trace_error_group *g,
    size_t indent)
{
	view_pad(l, indent - view_count_width(g->count));
	view_count(l, g->count);
	view_char(l, ' ');
	view_glyph(l, VIEW_TIMES);
	view_char(l, ' ');
	const size_t column = l->column;
	put_kind(l, g);
	end_line(l);
	view_pad(l, column);
	view_put(l, "in ");
	put_text_or(l, g->name, "a call without a name");
	view_put(l, ", ");
	view_counted(l, g->traces, "trace");
	if (g->handled > 0) {
		view_put(l, ", ");
		view_count(l, g->handled);
		view_put(l, " handled");
	}
	end_line(l);
	view_pad(l, column);
	if (g->first_ns != TRACE_NO_TIME) {
		view_put(l, g->first_ns != g->last_ns ? "from " : "at ");
		view_time(l, g->first_ns);
		if (g->first_ns != g->last_ns) {
			view_put(l, " to ");
			view_time(l, g->last_ns);
		}
		end_line(l);
		view_pad(l, column);
	}
	view_put(l, "for example ");
	put_position(l, g->position);
	view_put(l, " of trace ");
	view_text(l, trace_text_of(m->trace[m->call[g->call].trace].id));
	end_line(l);
}

size_t
view_errors(struct buf *b, const struct view_style *style, const struct trace_model *m,
    const struct trace_errors *e, size_t first)
{
	struct view_line l = { b, style, 0 };
	const size_t indent = e->n > 0 ? view_count_width(e->group[0].count) : 0;
	for (; first < e->n && b->n < ENOUGH; first++)
		put_group(&l, m, &e->group[first], indent);
	if (first < e->n)
		return first;
	const size_t from = b->n;
	view_counted(&l, e->count, "error");
	view_put(&l, " of ");
	view_counted(&l, e->n, "kind");
	view_put(&l, " in ");
	view_count(&l, e->traces);
	view_put(&l, " of ");
	view_counted(&l, m->traces, "trace");
	view_color(&l, from, COLOR_NAME);
	end_line(&l);
	return first;
}

/* ---- what goes with failure ----------------------------------------------------------------- */

static void
put_share(struct view_line *l, uint64_t some, uint64_t all, const char *what)
{
	view_count(l, some);
	view_put(l, " of ");
	view_count(l, all);
	view_put(l, what);
}

static void
put_what(struct view_line *l, const struct trace_finding *f, size_t reserve)
{
	struct buf what = { 0 };
	trace_put_what(&what, f);
	view_text(l, buf_as_text(&what));
	buf_free(&what);
	if (!f->value.p)
		return;
	view_put(l, f->lacking ? " " : " = ");
	if (f->feature == TRACE_SERVICE || f->feature == TRACE_MODEL)
		view_text(l, f->value);
	else
		view_value(l, f->value, view_room(l, reserve));
}

static void
put_finding(struct view_line *l, const struct trace_contrast *c, const struct trace_finding *f,
    uint64_t position)
{
	struct buf behind = { 0 };
	buf_printf(&behind, " (p %.2g; #%llu)", f->p, (unsigned long long)position);
	view_put(l, "  ");
	put_share(l, f->failing, c->failing, " failing, ");
	put_share(l, f->passing, c->passing, " passing: ");
	put_what(l, f, behind.n);
	view_text(l, buf_as_text(&behind));
	end_line(l);
	buf_free(&behind);
}

void
view_contrast(struct buf *b, const struct view_style *style, const struct trace_contrast *c,
    const struct trace_place *place)
{
	struct view_line l = { b, style, 0 };
	view_text(&l, trace_text_of(c->name));
	view_color(&l, b->n - l.column, COLOR_NAME);
	view_put(&l, ": ");
	view_count(&l, c->failing);
	view_put(&l, " failing and ");
	view_count(&l, c->passing);
	view_put(&l, c->n > 0 ? " passing calls; what goes with failure:"
			      : " passing calls; nothing significant goes with failure");
	end_line(&l);
	for (size_t i = 0; i < c->n; i++) {
		if (i == FINDINGS_MOST && !style->full) {
			view_put(&l, "  ");
			view_glyph(&l, VIEW_ELLIPSIS);
			view_char(&l, ' ');
			view_count(&l, c->n - i);
			view_put(&l, " more");
			end_line(&l);
			break;
		}
		put_finding(&l, c, &c->finding[i], place[i].position);
	}
}
