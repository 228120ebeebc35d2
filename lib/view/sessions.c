/* SPDX-License-Identifier: MIT */
#include "view/sessions.h"

#include "time/stamp.h"
#include "view/cell.h"

/* ---- numbers -------------------------------------------------------------------------------- */

static void
put_cost(struct buf *b, const struct trace_totals *sum)
{
	char digits[TRACE_COST_MAX];
	const size_t n = trace_cost_put_rounded(&sum->cost, digits);
	buf_put(b, digits, n);
}

/* What of the cost is known; + behind it: some of it is not. */
static struct view_cell
cost_cell(const struct trace_totals *sum, struct arena *a)
{
	struct view_cell cell = { TEXT(""), TEXT_ABSENT };
	struct buf b = { 0 };
	if (!sum->has_cost)
		return cell;
	put_cost(&b, sum);
	buf_char(&b, sum->without_cost > 0 ? '+' : ' ');
	cell.text = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return cell;
}

/* ---- tables --------------------------------------------------------------------------------- */

/* The last columns of both tables. */
enum { CALLS, TOOL_ERRORS, IN, OUT, CACHED, COST, NUMBERS };

#define NUMBER_COLUMNS                                                                             \
	{ "CALLS", .right = true, .rank = 3, .most = 15 },                                         \
	    { "FAILED", .right = true, .bad = true, .rank = 6, .most = 15 },                       \
	    { "IN", .right = true, .rank = 1, .most = 30 },                                        \
	    { "OUT", .right = true, .rank = 2, .most = 30 },                                       \
	    { "CACHED", .right = true, .rank = 8, .most = 30 },                                    \
	{                                                                                          \
		"COST $ ", .right = true, .rank = 1, .most = 30                                    \
	}

enum { START, TRACE_ID, SERVICE, PROJECT, MODEL, DURATION, SESSION_NUMBERS };
enum { TITLE = SESSION_NUMBERS + NUMBERS, SESSION_COLUMNS };
enum { KEY, TRACES, GROUP_DURATION, GROUP_NUMBERS };
enum { GROUP_COLUMNS = GROUP_NUMBERS + NUMBERS };

static const struct view_column session_columns[SESSION_COLUMNS] = {
	{ "START", .most = 16 },
	{ "TRACE", .rank = 5, .most = 36 },
	{ "SERVICE", .rank = 9, .most = 24 },
	{ "PROJECT", .path = true, .rank = 10, .most = 32 },
	{ "MODEL", .rank = 7, .most = 32 },
	{ "DURATION", .right = true, .rank = 4, .most = 10 },
	NUMBER_COLUMNS,
	{ "TITLE", .most = 130 },
};

#define GROUP(name, is_path)                                                                       \
	{                                                                                          \
		{ name, .path = is_path, .most = 100 }, { "TRACES", .right = true, .most = 15 },   \
		    { "DURATION", .right = true, .rank = 8, .most = 10 }, NUMBER_COLUMNS           \
	}

static const struct view_column group_columns[TRACE_BYS][GROUP_COLUMNS] = {
	[TRACE_BY_DAY] = GROUP("DAY", false),
	[TRACE_BY_MODEL] = GROUP("MODEL", false),
	[TRACE_BY_SERVICE] = GROUP("SERVICE", false),
	[TRACE_BY_PROJECT] = GROUP("PROJECT", true),
};

struct view_table
view_sessions_table(const struct view_style *style)
{
	return (struct view_table){
		.style = style, .column = session_columns, .n = SESSION_COLUMNS, .elastic = TITLE
	};
}

struct view_table
view_groups_table(const struct view_style *style, enum trace_by by)
{
	return (struct view_table){
		.style = style, .column = group_columns[by], .n = GROUP_COLUMNS, .elastic = KEY
	};
}

static void
number_cells(const struct trace_totals *sum, struct view_cell *cell, struct arena *a)
{
	cell[CALLS] = view_count_cell(sum->calls, a);
	/* none is no number, so that it does not look like one that deserves attention */
	cell[TOOL_ERRORS] =
	    view_count_cell(sum->tool_errors > 0 ? (number_wide)sum->tool_errors : -1, a);
	cell[IN] = view_count_cell(sum->usage[TRACE_INPUT_TOKENS], a);
	cell[OUT] = view_count_cell(sum->usage[TRACE_OUTPUT_TOKENS], a);
	cell[CACHED] = view_count_cell(sum->usage[TRACE_CACHE_READ_TOKENS], a);
	cell[COST] = cost_cell(sum, a);
}

/* A time to the minute: 2026-02-04 12:00. */
static struct view_cell
start_cell(int64_t start_ns, struct arena *a)
{
	enum { DATE = 10, MINUTE = 16 };
	char stamp[STAMP_MAX];
	if (start_ns == TRACE_NO_TIME)
		return (struct view_cell){ TEXT("-"), TEXT_ABSENT };
	stamp_put(start_ns, stamp);
	stamp[DATE] = ' ';
	return view_text_cell(arena_text(a, (struct text){ stamp, MINUTE }));
}

/* An id, in brief its first characters, which are enough for --trace-id. */
static struct view_cell
id_cell(const struct trace_text *id)
{
	enum { BRIEF = 8 };
	struct view_cell cell = view_text_cell(trace_text_of(id));
	if (cell.text.n > BRIEF)
		cell.brief = (struct text){ cell.text.p, BRIEF };
	return cell;
}

void
view_session_cells(const struct trace_session *s, struct text title, const struct view_style *style,
    struct view_cell *cell, struct arena *a)
{
	cell[START] = start_cell(s->trace->start_ns, a);
	cell[TRACE_ID] = id_cell(s->trace->id);
	cell[SERVICE] = view_text_cell(s->service);
	cell[PROJECT] = view_text_cell(s->project);
	cell[MODEL] = view_text_cell(s->model);
	if (s->models > 1) {
		struct buf b = { 0 };
		buf_text(&b, s->model);
		buf_printf(&b, " +%zu", s->models - 1);
		cell[MODEL].text = arena_text(a, buf_as_text(&b));
		buf_free(&b);
	}
	cell[DURATION] = view_duration_cell(s->sum.duration_ns, style, a);
	number_cells(&s->sum, cell + SESSION_NUMBERS, a);
	cell[TITLE] = view_text_cell(title);
}

void
view_group_cells(const struct trace_group *g, const struct view_style *style,
    struct view_cell *cell, struct arena *a)
{
	cell[KEY] = view_text_cell(g->key.p ? g->key : TEXT("-"));
	cell[TRACES] = view_count_cell(g->sum.traces, a);
	cell[GROUP_DURATION] = view_duration_cell(g->sum.duration_ns, style, a);
	number_cells(&g->sum, cell + GROUP_NUMBERS, a);
}

/* ---- the sum -------------------------------------------------------------------------------- */

static void
put_tokens(struct buf *b, const struct trace_totals *sum)
{
	static const char *const what[TRACE_USAGES] = { "in", "out", "cached",
		"written to the cache", "reasoning" };
	const char *before = "tokens: ";
	for (size_t i = 0; i < TRACE_USAGES; i++) {
		if (sum->usage[i] < 0)
			continue;
		buf_printf(b, "%s", before);
		view_put_count(b, sum->usage[i]);
		buf_printf(b, " %s", what[i]);
		before = ", ";
	}
	if (b->p[b->n - 1] != '\n')
		buf_char(b, '\n');
}

/* What of the cost is known, and of how many calls it is not. */
static void
put_total_cost(struct view_line *l, const struct trace_totals *sum)
{
	if (!sum->has_cost && sum->requests == 0)
		return;
	BUF_LIT(l->b, "cost: ");
	if (!sum->has_cost) {
		BUF_LIT(l->b, "not recorded\n");
		return;
	}
	buf_char(l->b, '$');
	put_cost(l->b, sum);
	if (sum->without_cost > 0) {
		BUF_LIT(l->b, "+, which lacks ");
		view_count(l, sum->without_cost);
		BUF_LIT(l->b, " of ");
		view_counted(l, sum->requests, "llm call");
	}
	buf_char(l->b, '\n');
}

void
view_total(struct buf *b, const struct view_style *style, const struct trace_totals *sum)
{
	struct view_line l = { b, style, 0 };
	const size_t from = b->n;
	view_counted(&l, sum->traces, "trace");
	view_put(&l, ", ");
	view_counted(&l, sum->calls, "call");
	if (sum->tool_errors > 0) {
		view_put(&l, ", ");
		view_counted(&l, sum->tool_errors, "failed tool call");
	}
	view_color(&l, from, COLOR_NAME);
	buf_char(b, '\n');
	put_tokens(b, sum);
	put_total_cost(&l, sum);
}
