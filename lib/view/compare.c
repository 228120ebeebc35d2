/* SPDX-License-Identifier: MIT */
#include "view/compare.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/number.h"
#include "view/table.h"

/* ---- values --------------------------------------------------------------------------------- */

/* A difference of shares is in percentage points. */
enum unit { UNIT_NS, UNIT_SHARE, UNIT_POINTS, UNIT_COUNT, UNIT_USD };

static enum unit
unit_of(const struct trace_comparison *c, const struct compare_metric *m)
{
	switch ((size_t)(m - c->metric)) {
	case COMPARE_DURATION_MEAN:
	case COMPARE_DURATION_P50:
	case COMPARE_DURATION_P95: return UNIT_NS;
	case COMPARE_CALLS:
	case COMPARE_TOKENS: return UNIT_COUNT;
	case COMPARE_COST: return UNIT_USD;
	default: return UNIT_SHARE;
	}
}

/* Appends a number that is rounded to so many decimals. */
static void
put_rounded(struct view_line *l, double value, int decimals)
{
	char digits[NUMBER_F64_MAX];
	const double unit = pow(10, decimals), scaled = round(value * unit);
	const size_t n = number_put_f64(fabs(scaled) < 1e15 ? scaled / unit : value, digits);
	buf_put(l->b, digits, n);
	l->column += n;
}

/* Three significant digits, at least the whole part. */
static void
put_number(struct view_line *l, double value)
{
	const double size = fabs(value);
	const int digits = size > 0 ? (int)floor(log10(size)) : 0;
	put_rounded(l, value, digits >= 2 ? 1 : digits < -12 ? 14 : 2 - digits);
}

static void
put_duration(struct view_line *l, double ns)
{
	static const double most = 9.2e18;
	if (ns < 0)
		view_char(l, '-');
	view_duration(l, (int64_t)fmin(round(fabs(ns)), most));
}

static void
put_value(struct view_line *l, enum unit unit, double value)
{
	switch (unit) {
	case UNIT_NS: put_duration(l, value); return;
	case UNIT_SHARE:
		put_number(l, value * 100);
		view_char(l, '%');
		return;
	case UNIT_POINTS:
		put_number(l, value * 100);
		view_put(l, "pp");
		return;
	case UNIT_COUNT: put_number(l, value); return;
	case UNIT_USD:
		if (value < 0)
			view_char(l, '-');
		view_char(l, '$');
		put_number(l, fabs(value));
		return;
	}
}

void
view_percent(struct view_line *l, double share)
{
	if (share > 0)
		view_char(l, '+');
	put_number(l, share * 100);
	view_char(l, '%');
}

void
view_p(struct view_line *l, double p)
{
	if (p < 0.0001)
		view_put(l, "<0.0001");
	else
		put_rounded(l, p, p < 0.01 ? 4 : 3);
}

void
view_few(struct view_line *l, const struct trace_comparison *c, size_t a, size_t b)
{
	if (c->pairing != COMPARE_UNPAIRED) {
		view_counted(l, a, "pair");
		view_put(l, a == 1 ? " is too few to tell" : " are too few to tell");
		return;
	}
	view_count(l, a);
	view_put(l, " and ");
	view_count(l, b);
	view_put(l, " traces are too few to tell");
}

/* ---- cells ---------------------------------------------------------------------------------- */

struct cells {
	const struct view_style *style;
	struct arena *arena;
	struct buf b;
};

static struct text
taken(struct cells *k)
{
	const struct text t = arena_text(k->arena, buf_as_text(&k->b));
	k->b.n = 0;
	return t;
}

static struct view_cell
value_cell(struct cells *k, enum unit unit, bool known, double value)
{
	struct view_line l = { &k->b, k->style, 0 };
	if (!known)
		return (struct view_cell){ TEXT("-"), TEXT_ABSENT };
	put_value(&l, unit, value);
	return (struct view_cell){ taken(k), TEXT_ABSENT };
}

static enum unit
unit_of_change(enum unit unit)
{
	return unit == UNIT_SHARE ? UNIT_POINTS : unit;
}

static void
put_bound(struct view_line *l, enum unit unit, double bound)
{
	if (bound > 0)
		view_char(l, '+');
	put_value(l, unit, bound);
}

/* The change relative to A; of a share it is absolute, because a share is relative already. */
static void
put_delta(struct view_line *l, enum unit unit, const struct compare_result *r)
{
	if (!r->has_a || !r->has_b)
		return;
	if (r->delta == 0)
		view_char(l, '0');
	else if (unit == UNIT_SHARE || r->a == 0)
		put_bound(l, unit_of_change(unit), r->delta);
	else
		view_percent(l, (double)(r->delta / fabsl(r->a)));
}

static struct view_cell
change_cell(struct cells *k, enum unit unit, const struct compare_result *r)
{
	struct view_line l = { &k->b, k->style, 0 };
	put_delta(&l, unit, r);
	return (struct view_cell){ taken(k), TEXT_ABSENT };
}

/* The interval says nothing if nothing varies. */
static void
put_interval(struct view_line *l, enum unit unit, const struct compare_result *r)
{
	if (!r->has_a || !r->has_b || r->low >= r->high)
		return;
	put_bound(l, unit_of_change(unit), r->low);
	view_put(l, " to ");
	put_bound(l, unit_of_change(unit), r->high);
}

static struct view_cell
interval_cell(struct cells *k, enum unit unit, const struct compare_result *r)
{
	struct view_line l = { &k->b, k->style, 0 };
	put_interval(&l, unit, r);
	return (struct view_cell){ taken(k), TEXT_ABSENT };
}

static struct view_cell
p_cell(struct cells *k, const struct compare_result *r)
{
	struct view_line l = { &k->b, k->style, 0 };
	if (!r->has_a || !r->has_b)
		return (struct view_cell){ TEXT(""), TEXT_ABSENT };
	view_p(&l, r->p);
	return (struct view_cell){ taken(k), TEXT_ABSENT };
}

static struct view_cell
verdict_cell(const struct compare_result *r, bool more_is_better)
{
	const struct text verdict = !r->significant                    ? TEXT("")
				    : (r->delta > 0) == more_is_better ? TEXT("better")
								       : TEXT("worse");
	return (struct view_cell){ verdict, TEXT_ABSENT };
}

/* ---- for other layouts ---------------------------------------------------------------------- */

static enum unit
unit_or_ns(const struct trace_comparison *c, const struct compare_metric *m)
{
	return m ? unit_of(c, m) : UNIT_NS;
}

void
view_metric_value(struct view_line *l, const struct trace_comparison *c,
    const struct compare_metric *m, double value)
{
	put_value(l, unit_or_ns(c, m), value);
}

void
view_metric_change(struct view_line *l, const struct trace_comparison *c,
    const struct compare_metric *m, const struct compare_result *r)
{
	put_delta(l, unit_or_ns(c, m), r);
}

void
view_metric_interval(struct view_line *l, const struct trace_comparison *c,
    const struct compare_metric *m, const struct compare_result *r)
{
	put_interval(l, unit_or_ns(c, m), r);
}

/* ---- tables --------------------------------------------------------------------------------- */

enum { METRIC, A, B, CHANGE, INTERVAL, P, VERDICT, METRIC_COLUMNS };
enum { NAME, CALLS, NAME_NUMBERS, NAME_COLUMNS = NAME_NUMBERS + METRIC_COLUMNS - A };

#define NUMBER_COLUMNS                                                                             \
	{ "A", .right = true, .most = 24 }, { "B", .right = true, .most = 24 },                    \
	    { "CHANGE", .right = true, .rank = 1, .most = 24 },                                    \
	    { "95% INTERVAL", .right = true, .rank = 4, .most = 60 },                              \
	    { "P", .right = true, .rank = 3, .most = 10 },                                         \
	{                                                                                          \
		"B IS", .rank = 2, .most = 10                                                      \
	}

static const struct view_column metric_columns[METRIC_COLUMNS] = { { "METRIC", .most = 100 },
	NUMBER_COLUMNS };
static const struct view_column name_columns[NAME_COLUMNS] = { { "NAME", .most = 1000 },
	{ "CALLS", .right = true, .rank = 5, .most = 20 }, NUMBER_COLUMNS };

static void
number_cells(struct cells *k, enum unit unit, const struct compare_result *r, bool more_is_better,
    struct view_cell *cell)
{
	cell[A - A] = value_cell(k, unit, r->has_a, r->a);
	cell[B - A] = value_cell(k, unit, r->has_b, r->b);
	cell[CHANGE - A] = change_cell(k, unit, r);
	cell[INTERVAL - A] = interval_cell(k, unit, r);
	cell[P - A] = p_cell(k, r);
	cell[VERDICT - A] = verdict_cell(r, more_is_better);
}

/* The calls of both sides, or once if they are as many. */
static struct view_cell
calls_cell(struct cells *k, const uint64_t calls[2])
{
	struct view_line l = { &k->b, k->style, 0 };
	view_count(&l, calls[0]);
	if (calls[0] != calls[1]) {
		view_char(&l, '/');
		view_count(&l, calls[1]);
	}
	return (struct view_cell){ taken(k), TEXT_ABSENT };
}

static void
make_metric(struct cells *k, const struct trace_comparison *c, size_t i, struct view_cell *cell)
{
	const struct compare_metric *m = &c->metric[i];
	cell[METRIC] = (struct view_cell){ m->name, TEXT_ABSENT };
	number_cells(k, unit_of(c, m), &m->is, m->more_is_better, cell + A);
}

static void
make_name(struct cells *k, const struct trace_comparison *c, size_t i, struct view_cell *cell)
{
	const struct compare_name *n = &c->name[i];
	cell[NAME] = (struct view_cell){ n->name, TEXT_ABSENT };
	cell[CALLS] = calls_cell(k, n->calls);
	number_cells(k, UNIT_NS, &n->is, false, cell + NAME_NUMBERS);
}

/* Puts the rows that are wanted, of a table without rows. */
static void
put_table(struct buf *b, struct view_table *t, const struct trace_comparison *c, const size_t *row,
    size_t rows,
    void (*make)(struct cells *, const struct trace_comparison *, size_t, struct view_cell *))
{
	struct view_cell cell[VIEW_COLUMNS_MOST];
	struct arena arena = { 0 };
	struct cells k = { t->style, &arena, { 0 } };
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < rows; i++) {
			arena_reset(&arena);
			make(&k, c, row ? row[i] : i, cell);
			if (pass == 0)
				view_table_measure(t, cell);
			else
				view_table_row(t, b, cell);
		}
		if (pass == 0) {
			view_table_fit(t);
			view_table_head(t, b);
		}
	}
	buf_free(&k.b);
	arena_free(&arena);
}

static void
put_metrics(struct buf *b, const struct view_style *style, const struct trace_comparison *c)
{
	struct view_table t = {
		.style = style, .column = metric_columns, .n = METRIC_COLUMNS, .elastic = METRIC
	};
	size_t *row = mem_alloc(c->metrics * sizeof(*row)), rows = 0;
	/* a metric that neither side has says nothing to people, unless it was asked for */
	for (size_t i = 0; i < c->metrics; i++)
		if (c->metric[i].is.has_a || c->metric[i].is.has_b || i >= COMPARE_METRICS)
			row[rows++] = i;
	put_table(b, &t, c, row, rows, make_metric);
	free(row);
}

/* Columns for a name before other columns are left out for it, and those of a line of --full. */
enum { NAME_GOOD = 40, UNCUT = 1 << 20 };

static void
put_names(struct buf *b, const struct view_style *style, const struct trace_comparison *c)
{
	enum { SHOWN = 10 };
	struct view_style whole = *style;
	if (style->full)
		whole.width = UNCUT; /* no name is cut and no column left out */
	struct view_table t = { .style = &whole,
		.least = NAME_GOOD,
		.column = name_columns,
		.n = NAME_COLUMNS,
		.elastic = NAME };
	const size_t rows = style->full || c->names <= SHOWN ? c->names : SHOWN;
	struct view_line l = { b, style, 0 };
	if (c->names == 0)
		return;
	buf_char(b, '\n');
	put_table(b, &t, c, NULL, rows, make_name);
	if (rows == c->names)
		return;
	view_glyph(&l, VIEW_ELLIPSIS);
	view_char(&l, ' ');
	view_counted(&l, c->names - rows, "more name");
	view_put(&l, " (--full shows all)");
	buf_char(b, '\n');
}

/* ---- words ---------------------------------------------------------------------------------- */

static void
put_side(struct buf *b, const struct view_style *style, char side, struct text label, size_t traces)
{
	struct view_line l = { b, style, 0 };
	const size_t from = b->n;
	view_char(&l, side);
	view_put(&l, ": ");
	view_text(&l, label);
	view_put(&l, ", ");
	view_counted(&l, traces, "trace");
	view_color(&l, from, COLOR_NAME);
	buf_char(b, '\n');
}

static void
put_pairs(struct buf *b, const struct view_style *style, const struct trace_comparison *c)
{
	static const char *const by[COMPARE_PAIRINGS] = {
		[COMPARE_UNPAIRED] = "",
		[COMPARE_BY_INPUT] = "with the same input of the root",
		[COMPARE_BY_SAMPLE] = "of the same sample",
		[COMPARE_BY_ID] = "with the same correlation id",
	};
	struct view_line l = { b, style, 0 };
	if (c->pairing == COMPARE_UNPAIRED)
		return;
	view_counted(&l, c->pairs, "pair");
	view_char(&l, ' ');
	view_put(&l, by[c->pairing]);
	buf_char(b, '\n');
}

void
view_no_winner(struct view_line *l, const struct trace_comparison *c)
{
	bool any = false, enough = false;
	for (size_t i = 0; i < c->metrics; i++) {
		const struct compare_result *r = &c->metric[i].is;
		any |= r->significant;
		enough |= r->has_a && r->has_b && r->least < c->alpha;
	}
	if (any) {
		view_put(l, "each side is better in something");
		return;
	}
	view_put(l, "no difference is significant");
	if (enough)
		return;
	view_put(l, "; ");
	view_few(
	    l, c, c->metric[COMPARE_DURATION_MEAN].is.n_a, c->metric[COMPARE_DURATION_MEAN].is.n_b);
}

static void
put_winner(struct buf *b, const struct view_style *style, const struct trace_comparison *c,
    const struct text label[2])
{
	struct view_line l = { b, style, 0 };
	if (c->winner < 0) {
		view_put(&l, "winner: none, ");
		view_no_winner(&l, c);
	} else {
		view_put(&l, c->winner == 0 ? "winner: A, " : "winner: B, ");
		view_text(&l, label[c->winner]);
	}
	buf_char(b, '\n');
}

void
view_comparison(struct buf *b, const struct view_style *style, const struct trace_comparison *c,
    const struct text label[2])
{
	put_side(b, style, 'A', label[0], c->a.n);
	put_side(b, style, 'B', label[1], c->b.n);
	put_pairs(b, style, c);
	buf_char(b, '\n');
	put_metrics(b, style, c);
	put_names(b, style, c);
	buf_char(b, '\n');
	put_winner(b, style, c, label);
}
