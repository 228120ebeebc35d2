/* SPDX-License-Identifier: MIT */
#include "llm/estimate_text.h"

#include "view/cell.h"

enum { TRACE_ID, MODEL, CALLS, IN, OUT, CACHED, RECORDED, ESTIMATED, CHANGE };

static const struct view_column columns[LLM_ESTIMATE_COLUMNS] = {
	{ "TRACE", .most = 36 },
	{ "MODEL", .most = 40 },
	{ "CALLS", .right = true, .rank = 3, .most = 15 },
	{ "IN", .right = true, .rank = 2, .most = 30 },
	{ "OUT", .right = true, .rank = 2, .most = 30 },
	{ "CACHED", .right = true, .rank = 4, .most = 30 },
	{ "WAS $ ", .right = true, .most = 30 },
	{ "WOULD BE $ ", .right = true, .most = 30 },
	{ "CHANGE", .right = true, .rank = 1, .most = 12 },
};

struct view_table
llm_estimate_table(const struct view_style *style)
{
	return (struct view_table){
		.style = style, .column = columns, .n = LLM_ESTIMATE_COLUMNS, .elastic = TRACE_ID
	};
}

/* + behind it: some calls are not in it. */
static struct view_cell
cost_cell(const struct trace_cost *cost, uint64_t known, uint64_t calls, struct arena *a)
{
	char digits[TRACE_COST_MAX];
	struct buf b = { 0 };
	if (known == 0)
		return (struct view_cell){ TEXT("unknown "), TEXT_ABSENT };
	buf_put(&b, digits, trace_cost_put_rounded(cost, digits));
	buf_char(&b, known < calls ? '+' : ' ');
	const struct view_cell cell = { arena_text(a, buf_as_text(&b)), TEXT_ABSENT };
	buf_free(&b);
	return cell;
}

static struct view_cell
change_cell(const struct llm_estimate *e, struct arena *a)
{
	const double was = trace_cost_number(&e->baseline), is = trace_cost_number(&e->estimated);
	struct buf b = { 0 };
	if (e->with_baseline < e->calls || e->without_usage > 0 || was == 0)
		return (struct view_cell){ TEXT(""), TEXT_ABSENT };
	buf_printf(&b, "%+.1f%%", 100 * (is - was) / was);
	const struct view_cell cell = { arena_text(a, buf_as_text(&b)), TEXT_ABSENT };
	buf_free(&b);
	return cell;
}

void
llm_estimate_cells(
    const struct llm_estimate *e, struct text trace_id, struct view_cell *cell, struct arena *a)
{
	enum { BRIEF = 8 };
	const bool sum = !trace_id.p;
	cell[TRACE_ID] = view_text_cell(sum ? TEXT("all") : trace_id);
	if (trace_id.n > BRIEF)
		cell[TRACE_ID].brief = (struct text){ trace_id.p, BRIEF };
	cell[MODEL] = view_text_cell(e->model.p ? e->model : TEXT("unknown"));
	cell[CALLS] = view_count_cell(e->calls, a);
	cell[IN] = view_count_cell(e->usage[TRACE_INPUT_TOKENS], a);
	cell[OUT] = view_count_cell(e->usage[TRACE_OUTPUT_TOKENS], a);
	cell[CACHED] = view_count_cell(e->usage[TRACE_CACHE_READ_TOKENS], a);
	cell[RECORDED] = cost_cell(&e->baseline, e->with_baseline, e->calls, a);
	cell[ESTIMATED] = cost_cell(&e->estimated, e->calls - e->without_usage, e->calls, a);
	cell[CHANGE] = change_cell(e, a);
}
