/* SPDX-License-Identifier: MIT */
#include "view/profile.h"

#include <stdio.h>
#include <string.h>

#include "trace/put.h"
#include "view/cell.h"

enum { ROWS_MOST = 40, TIMED_FEW = 20, TAIL_LONG = 10, CALLS_MANY = 10 };

static int64_t
shown_ns(number_wide ns)
{
	return ns > INT64_MAX ? INT64_MAX : (int64_t)ns;
}

/* A part of a whole in per cent, with one decimal, rounded half up. */
static void
put_share(struct view_line *l, number_wide part, number_wide whole)
{
	char text[24];
	const unsigned per_mille = whole > 0 ? (unsigned)((part * 2000 + whole) / (whole * 2)) : 0;
	snprintf(text, sizeof(text), "%u.%u%%", per_mille / 10, per_mille % 10);
	view_put(l, text);
}

static struct view_cell
share_cell(number_wide part, number_wide whole, const struct view_style *style, struct arena *a)
{
	struct buf b = { 0 };
	struct view_line l = { &b, style, 0 };
	put_share(&l, part, whole);
	const struct view_cell cell = view_text_cell(arena_text(a, buf_as_text(&b)));
	buf_free(&b);
	return cell;
}

/* The name of calls, and their service behind it. */
static void
put_callee(struct view_line *l, const struct trace_text *name, const struct trace_text *service)
{
	if (name)
		view_text(l, trace_text_of(name));
	else
		view_put(l, "calls without a name");
	if (!service)
		return;
	view_put(l, " [");
	view_text(l, trace_text_of(service));
	view_char(l, ']');
}

static void
end_line(struct view_line *l)
{
	buf_char(l->b, '\n');
	l->column = 0;
}

/* ---- the table ------------------------------------------------------------------------------ */

enum { NAME, KIND, SERVICE, SELF, SHARE, TOTAL, CALLS, FAILED, P50, P95, P99, MAX, COLUMNS };

static const struct view_column columns[COLUMNS] = {
	[NAME] = { "NAME", .most = 100 },
	[KIND] = { "KIND", .rank = 8, .most = 9 },
	[SERVICE] = { "SERVICE", .rank = 7, .most = 24 },
	[SELF] = { "SELF", .right = true, .most = 10 },
	[SHARE] = { "SHARE", .right = true, .most = 6 },
	[TOTAL] = { "TOTAL", .right = true, .rank = 5, .most = 10 },
	[CALLS] = { "CALLS", .right = true, .rank = 1, .most = 15 },
	[FAILED] = { "FAILED", .right = true, .bad = true, .rank = 3, .most = 15 },
	[P50] = { "P50", .right = true, .rank = 4, .most = 10 },
	[P95] = { "P95", .right = true, .rank = 9, .most = 10 },
	[P99] = { "P99", .right = true, .rank = 2, .most = 10 },
	[MAX] = { "MAX", .right = true, .rank = 6, .most = 10 },
};

static void
make_cells(const struct trace_profile *p, const struct trace_profile_row *row,
    const struct view_style *style, struct view_cell *cell, struct arena *a)
{
	const struct view_cell none = view_text_cell(TEXT_ABSENT);
	const bool timed = row->max_ns != TRACE_NO_TIME;
	cell[NAME] = view_text_cell(row->name ? trace_text_of(row->name) : TEXT("-"));
	cell[KIND] = view_text_cell(trace_kind_names[row->kind]);
	cell[SERVICE] = view_text_cell(trace_text_of(row->service));
	cell[SELF] = timed ? view_duration_cell(shown_ns(row->self_ns), style, a) : none;
	cell[SHARE] = timed ? share_cell(row->self_ns, p->self_ns, style, a) : none;
	cell[TOTAL] = timed ? view_duration_cell(shown_ns(row->total_ns), style, a) : none;
	cell[CALLS] = view_count_cell((number_wide)row->calls, a);
	cell[FAILED] = view_count_cell(row->errors > 0 ? (number_wide)row->errors : -1, a);
	cell[P50] = view_duration_cell(row->p50_ns, style, a);
	cell[P95] = view_duration_cell(row->p95_ns, style, a);
	cell[P99] = view_duration_cell(row->p99_ns, style, a);
	cell[MAX] = view_duration_cell(row->max_ns, style, a);
}

enum { SERVICE_LEAST = 8 };

/* Keeps the columns without which rows of the same name look alike. */
static void
keep_what_differs(struct view_column *column, const struct trace_profile *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++) {
			const struct trace_profile_row *x = &p->row[i], *y = &p->row[k];
			/* equal names are one pointer */
			if (x->name == y->name)
				column[x->service != y->service ? SERVICE : KIND].rank = 0;
		}
	column[SERVICE].least = column[SERVICE].rank == 0 ? SERVICE_LEAST : 0;
}

static void
put_table(struct buf *b, const struct view_style *style, const struct trace_profile *p, size_t n)
{
	struct view_column column[COLUMNS];
	memcpy(column, columns, sizeof(column));
	if (!style->full) /* then the width does not matter, and there may be many rows */
		keep_what_differs(column, p, n);
	struct view_table t = { .style = style, .column = column, .n = COLUMNS, .elastic = NAME };
	struct view_cell cell[VIEW_COLUMNS_MOST];
	struct arena a = { 0 };
	for (size_t i = 0; i < n; i++) {
		arena_reset(&a);
		make_cells(p, &p->row[i], style, cell, &a);
		view_table_measure(&t, cell);
	}
	view_table_fit(&t);
	view_table_head(&t, b);
	for (size_t i = 0; i < n; i++) {
		arena_reset(&a);
		make_cells(p, &p->row[i], style, cell, &a);
		view_table_row(&t, b, cell);
	}
	arena_free(&a);
}

/* ---- what is behind it ---------------------------------------------------------------------- */

/* The rows that are not shown. */
static void
put_others(struct view_line *l, const struct trace_profile *p, size_t shown)
{
	number_wide self_ns = 0;
	for (size_t i = shown; i < p->n; i++)
		self_ns += p->row[i].self_ns;
	view_glyph(l, VIEW_ELLIPSIS);
	view_char(l, ' ');
	view_count(l, p->n - shown);
	view_put(l, " more, with ");
	put_share(l, self_ns, p->self_ns);
	view_put(l, " of the self time");
	end_line(l);
}

static void
put_sum(struct view_line *l, const struct trace_model *m, const struct trace_profile *p)
{
	const size_t from = l->b->n;
	view_counted(l, p->calls, "call");
	view_put(l, " in ");
	view_counted(l, m->traces, "trace");
	if (p->errors > 0) {
		view_put(l, ", ");
		view_count(l, p->errors);
		view_put(l, " failed");
	}
	if (p->open > 0) {
		view_put(l, ", ");
		view_count(l, p->open);
		view_put(l, " without a duration");
	}
	if (p->open < p->calls) {
		view_put(l, ", self time ");
		view_duration(l, shown_ns(p->self_ns));
	}
	view_color(l, from, COLOR_NAME);
	end_line(l);
}

static void
put_call(struct view_line *l, const struct trace_model *m, uint32_t call)
{
	const struct trace_call *c = &m->call[call];
	view_put(l, "call ");
	view_text(l, trace_text_of(c->id));
	view_put(l, " of trace ");
	view_text(l, trace_text_of(m->trace[c->trace].id));
}

static void
put_slowest(struct view_line *l, const struct trace_model *m, const struct trace_profile_row *row)
{
	view_put(l, "; the slowest, ");
	view_duration(l, row->max_ns);
	view_put(l, ", is ");
	put_call(l, m, row->slowest);
}

/* What to look at first: what is most likely to explain the self time, and its measure. */
static void
put_advice(struct view_line *l, const struct trace_model *m, const struct trace_profile_row *row)
{
	const int64_t usual = row->p50_ns > 0 ? row->p50_ns : 1;
	view_put(l, "look first at ");
	if (row->timed >= TIMED_FEW && row->p99_ns / TAIL_LONG >= usual) {
		view_put(l, "its slow calls: p50 is ");
		view_duration(l, row->p50_ns);
		view_put(l, ", p99 ");
		view_duration(l, row->p99_ns);
		put_slowest(l, m, row);
	} else if (row->calls / CALLS_MANY >= row->traces) {
		view_put(l, "how often it is called: ");
		view_counted(l, row->calls, "time");
		view_put(l, " in ");
		view_counted(l, row->traces, "trace");
		view_put(l, ", p50 ");
		view_duration(l, row->p50_ns);
	} else if (row->timed > 1) {
		view_put(l, "what one call does: p50 is ");
		view_duration(l, row->p50_ns);
		put_slowest(l, m, row);
	} else {
		view_put(l, "what it does in ");
		put_call(l, m, row->slowest);
	}
	end_line(l);
}

void
view_profile(struct buf *b, const struct view_style *style, const struct trace_model *m,
    const struct trace_profile *p)
{
	struct view_line l = { b, style, 0 };
	const size_t shown = style->full || p->n <= ROWS_MOST ? p->n : ROWS_MOST;
	if (p->n == 0)
		return;
	put_table(b, style, p, shown);
	if (shown < p->n)
		put_others(&l, p, shown);
	put_sum(&l, m, p);
	const struct trace_profile_row *hot = &p->row[0];
	if (hot->self_ns == 0) {
		view_put(
		    &l, p->open < p->calls ? "no call took any time" : "no call has a duration");
		end_line(&l);
		return;
	}
	const size_t from = b->n;
	view_put(&l, "hot spot: ");
	put_callee(&l, hot->name, hot->service);
	view_color(&l, from, COLOR_NAME);
	view_put(&l, " has ");
	put_share(&l, hot->self_ns, p->self_ns);
	view_put(&l, " of the self time, ");
	view_duration(&l, shown_ns(hot->self_ns));
	view_put(&l, " in ");
	view_counted(&l, hot->calls, "call");
	if (hot->errors > 0) {
		view_put(&l, hot->calls == 1 ? ", which failed" : ", of which ");
		if (hot->calls > 1) {
			view_count(&l, hot->errors);
			view_put(&l, " failed");
		}
	}
	end_line(&l);
	put_advice(&l, m, hot);
}

/* ---- critical paths ------------------------------------------------------------------------- */

enum { STEPS_FEW = 30, HIDDEN_BELOW = 100, LEVELS_MOST = 8, SUMS_MOST = 3 };
enum { PATH_AT, PATH_SELF, PATH_SHARE, PATH_CALL, PATH_SERVICE, PATH_COLUMNS };

static const struct view_column path_columns[PATH_COLUMNS] = {
	[PATH_AT] = { "AT", .right = true, .rank = 2, .most = 10 },
	[PATH_SELF] = { "SELF", .right = true, .most = 10 },
	[PATH_SHARE] = { "SHARE", .right = true, .rank = 1, .most = 6 },
	[PATH_CALL] = { "CALL", .most = 200 },
	[PATH_SERVICE] = { "SERVICE", .rank = 3, .most = 24 },
};

struct view_table
view_path_table(const struct view_style *style)
{
	return (struct view_table){
		.style = style, .column = path_columns, .n = PATH_COLUMNS, .elastic = PATH_CALL
	};
}

bool
view_path_shows(
    const struct view_style *style, const struct trace_path *p, const struct trace_path_step *step)
{
	return style->full || p->n <= STEPS_FEW ||
	       step->to_ns - step->from_ns >= p->duration_ns / HIDDEN_BELOW;
}

/* The name of a call, indented by its depth. */
static struct text
indented(const struct trace_call *c, uint32_t depth, struct arena *a)
{
	struct buf b = { 0 };
	for (uint32_t i = 0; i < depth && i < LEVELS_MOST; i++)
		BUF_LIT(&b, "  ");
	buf_text(&b, c->name ? trace_text_of(c->name) : TEXT("-"));
	const struct text t = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static struct text
at_text(int64_t ns, const struct view_style *style, struct arena *a)
{
	struct buf b = { 0 };
	struct view_line l = { &b, style, 0 };
	view_char(&l, '+');
	view_duration(&l, ns);
	const struct text t = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return t;
}

void
view_path_cells(const struct trace_model *m, const struct trace_path *p,
    const struct trace_path_step *step, const struct view_style *style, struct view_cell *cell,
    struct arena *a)
{
	const struct trace_call *c = &m->call[step->call];
	cell[PATH_AT] = view_text_cell(at_text(step->from_ns, style, a));
	cell[PATH_SELF] = view_duration_cell(step->self_ns, style, a);
	cell[PATH_SHARE] = p->duration_ns > 0 ? share_cell(step->self_ns, p->duration_ns, style, a)
					      : view_text_cell(TEXT_ABSENT);
	cell[PATH_CALL] = view_text_cell(indented(c, step->depth, a));
	cell[PATH_SERVICE] = view_text_cell(trace_text_of(c->service));
}

void
view_path_trace(struct buf *b, const struct view_style *style, const struct trace_model *m,
    size_t trace, const struct trace_path *p)
{
	struct view_line l = { b, style, 0 };
	const size_t from = b->n;
	view_put(&l, "trace ");
	view_text(&l, trace_text_of(m->trace[trace].id));
	view_color(&l, from, COLOR_NAME);
	view_put(&l, ": ");
	if (p->duration_ns == TRACE_NO_TIME) {
		view_put(&l, "no root has a duration");
	} else {
		view_duration(&l, p->duration_ns);
		view_put(&l, p->open ? " to its last event, no end recorded" : "");
	}
	end_line(&l);
}

void
view_path_hidden(struct buf *b, const struct view_style *style, const struct trace_path *p)
{
	struct view_line l = { b, style, 0 };
	number_wide self_ns = 0;
	size_t hidden = 0;
	for (size_t i = 0; i < p->n; i++) {
		if (view_path_shows(style, p, &p->step[i]))
			continue;
		hidden++;
		self_ns += p->step[i].self_ns;
	}
	if (hidden == 0)
		return;
	view_put(&l, "  ");
	view_glyph(&l, VIEW_ELLIPSIS);
	view_char(&l, ' ');
	view_counted(&l, hidden, "shorter call");
	view_put(&l, ", with ");
	put_share(&l, self_ns, p->duration_ns);
	end_line(&l);
}

void
view_path_end(struct buf *b, const struct view_style *style, const struct trace_path_sums *s)
{
	struct view_line l = { b, style, 0 };
	const size_t from = b->n;
	if (s->paths == 0 || s->duration_ns <= 0)
		return;
	view_counted(&l, s->paths, "critical path");
	view_put(&l, ", ");
	view_duration(&l, shown_ns(s->duration_ns));
	view_color(&l, from, COLOR_NAME);
	view_put(&l, "; most of it: ");
	for (size_t i = 0; i < s->n && i < SUMS_MOST && s->sum[i].self_ns > 0; i++) {
		view_put(&l, i > 0 ? ", " : "");
		put_callee(&l, s->sum[i].name, s->sum[i].service);
		view_char(&l, ' ');
		put_share(&l, s->sum[i].self_ns, s->duration_ns);
	}
	end_line(&l);
}
