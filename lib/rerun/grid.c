/* SPDX-License-Identifier: MIT */
#include "rerun/grid.h"

#include "rerun/own.h"
#include "rerun/put.h"
#include "view/cell.h"

/* ---- comparing ------------------------------------------------------------------------------ */

static struct llm_span
span_of(const struct rerun_result *r, size_t i, struct arena *a)
{
	const struct rerun_span *s = &r->span[i];
	const struct rerun_outcome *o = &s->outcome;
	const int64_t in = o->usage[TRACE_INPUT_TOKENS], out = o->usage[TRACE_OUTPUT_TOKENS];
	struct llm_span k = { .name = trace_text_of(r->model->call[s->call].name),
		.input = s->input,
		.output = o->output,
		.failed = o->failed,
		.duration_ns = o->duration_ns,
		.tokens = in < 0 && out < 0 ? -1 : (in > 0 ? in : 0) + (out > 0 ? out : 0),
		.served_by = rerun_served_names[s->served_by] };
	struct buf why = { 0 };
	if (o->failed)
		rerun_put_why(&why, o);
	k.error = arena_text(a, buf_as_text(&why));
	buf_free(&why);
	k.has_cost = o->cost_usd.p && trace_cost_read(o->cost_usd, &k.cost);
	return k;
}

static bool
is_gone(const struct rerun_span *s)
{
	return s->served_by == RERUN_UNUSED;
}

static struct text
own_part(const struct trace_call *c, struct text request, bool first, struct arena *a)
{
	struct buf b = { 0 };
	rerun_put_own_request(&b, c, request, first);
	const struct text t = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return t;
}

/* What came before a request of a session is compared where it belongs.  The system prompt may be
 * there; then the first message shows that it was changed. */
static void
cut_inputs(const struct trace_call *c, struct text *was, struct text *is, struct arena *a)
{
	if (!rerun_after_of(c).p || text_eq(*was, *is))
		return;
	const struct text then = own_part(c, *was, false, a), now = own_part(c, *is, false, a);
	const bool first = text_eq(then, now),
		   added = rerun_count_messages(*is) > rerun_count_messages(*was);
	*was = first && !added ? own_part(c, *was, true, a) : then;
	*is = first ? own_part(c, *is, true, a) : now;
}

void
rerun_compare(struct llm_comparison *k, const struct rerun_modify *y, struct rerun_result *recorded,
    const struct rerun_result *replayed)
{
	for (size_t i = 0; i < replayed->spans; i++) {
		const struct rerun_span *s = &replayed->span[i];
		struct llm_span was = span_of(recorded, i, &recorded->arena);
		struct llm_span is = span_of(replayed, i, &recorded->arena);
		/* the cell names the settings; only what the model reads is compared */
		if (s->was_modified && replayed->model->call[s->call].kind == TRACE_LLM)
			was.input = rerun_modify_prompt(y, s->call, s->input, &recorded->arena);
		if (s->was_modified && was.input.p && is.input.p)
			cut_inputs(&replayed->model->call[s->call], &was.input, &is.input,
			    &recorded->arena);
		llm_comparison_add(k, &was, is_gone(s) ? NULL : &is);
	}
}

/* ---- rows ----------------------------------------------------------------------------------- */

static void
add_known(int64_t *to, int64_t more)
{
	if (more >= 0)
		*to = (*to > 0 ? *to : 0) + more;
}

void
rerun_row_join(struct rerun_row *to, const struct rerun_row *more)
{
	if (to->departed == 0) {
		to->first = more->first;
		to->steps = more->steps;
	}
	to->traces += more->traces;
	to->failed += more->failed;
	to->asked += more->asked;
	to->errors += more->errors;
	to->were += more->were;
	to->similarity += more->similarity;
	to->outputs += more->outputs;
	to->least = more->least < to->least ? more->least : to->least;
	to->departed += more->departed;
	for (int side = 0; side < 2; side++) {
		add_known(&to->tokens[side], more->tokens[side]);
		trace_cost_add(&to->cost[side], &more->cost[side]);
		to->has_cost[side] |= more->has_cost[side];
		to->calls[side] += more->calls[side];
		to->failing[side] += more->failing[side];
	}
}

static void
add_result(struct rerun_row *row, int side, const struct rerun_result *r)
{
	add_known(&row->tokens[side], r->tokens);
	trace_cost_add(&row->cost[side], &r->cost);
	row->has_cost[side] |= r->has_cost;
	row->calls[side] += r->spans - r->served[RERUN_UNUSED];
}

static double
similarity_at(const struct llm_comparison *k, size_t span)
{
	for (size_t d = k->pair[span].first; d < k->pair[span].last; d++)
		if (k->difference[d].field == LLM_OUTPUT)
			return k->difference[d].similarity.ratio;
	return 1;
}

void
rerun_row_add(struct rerun_row *row, const struct rerun_result *recorded,
    const struct rerun_result *replayed, const struct llm_comparison *k)
{
	bool any[2] = { false, false };
	row->traces++;
	row->failed += !replayed->success;
	add_result(row, 0, recorded);
	add_result(row, 1, replayed);
	row->least = k->least < row->least ? k->least : row->least;
	for (size_t i = 0; i < replayed->spans; i++) {
		const struct rerun_span *s = &replayed->span[i];
		const bool now = s->outcome.failed && s->served_by != RERUN_UNUSED;
		const bool then = recorded->span[i].outcome.failed;
		row->errors += now;
		row->were += then;
		any[0] |= then;
		any[1] |= now;
		if (!s->was_modified || replayed->model->call[s->call].kind != TRACE_LLM)
			continue;
		row->asked++;
		if (s->outcome.failed)
			continue;
		row->similarity += similarity_at(k, i);
		row->outputs++;
	}
	row->failing[0] += any[0];
	row->failing[1] += any[1];
	if (replayed->departs == 0)
		return;
	if (row->departed++ == 0) {
		row->first = replayed->departs;
		row->steps = replayed->steps;
	}
}

/* ---- the table ------------------------------------------------------------------------------ */

enum {
	MODEL,
	TEMPERATURE,
	MAX_TOKENS,
	SYSTEM,
	QUERY,
	ASKED,
	SIMILARITY,
	TOKENS,
	COST,
	CHANGE,
	FAILED,
	DEPARTS,
	STEP
};

static const struct view_column columns[RERUN_GRID_COLUMNS] = {
	{ "MODEL", .most = 40 },
	{ "TEMPERATURE", .right = true, .most = 24 },
	{ "MAX TOKENS", .right = true, .most = 24 },
	{ "SYSTEM PROMPT", .rank = 1, .most = 40 },
	{ "QUERY", .rank = 1, .most = 40 },
	{ "ASKED", .right = true, .rank = 3, .most = 15 },
	{ "SIMILARITY", .right = true, .most = 12 },
	{ "TOKENS", .right = true, .rank = 2, .most = 30 },
	{ "COST $", .right = true, .most = 30 },
	{ "CHANGE", .right = true, .rank = 2, .most = 12 },
	{ "FAILED", .right = true, .bad = true, .most = 15 },
	{ "DEPARTS", .right = true, .rank = 4, .most = 24 },
	{ "AT STEP", .right = true, .rank = 5, .most = 24 },
};

struct view_table
rerun_grid_table(const struct view_style *style)
{
	return (struct view_table){
		.style = style, .column = columns, .n = RERUN_GRID_COLUMNS, .elastic = MODEL
	};
}

static struct view_cell
kept(struct buf *b, struct arena *a)
{
	const struct view_cell cell = { arena_text(a, buf_as_text(b)), TEXT_ABSENT };
	buf_free(b);
	return cell;
}

static struct view_cell
cost_cell(const struct rerun_row *row, int side, struct arena *a)
{
	char digits[TRACE_COST_MAX];
	struct buf b = { 0 };
	if (!row->has_cost[side])
		return view_text_cell(TEXT("unknown"));
	buf_put(&b, digits, trace_cost_put_rounded(&row->cost[side], digits));
	return kept(&b, a);
}

static struct view_cell
change_cell(const struct rerun_row *row, struct arena *a)
{
	const double was = trace_cost_number(&row->cost[0]), is = trace_cost_number(&row->cost[1]);
	struct buf b = { 0 };
	if (!row->has_cost[0] || !row->has_cost[1] || was == 0)
		return view_text_cell(TEXT_ABSENT);
	buf_printf(&b, "%+.1f%%", 100 * (is - was) / was);
	return kept(&b, a);
}

static void
change_cells(const struct rerun_cell *cell, struct view_cell *cells)
{
	const struct llm_change *c = &cell->change;
	cells[MODEL] = view_text_cell(c->model.p ? c->model : TEXT("as recorded"));
	cells[TEMPERATURE] = view_text_cell(c->temperature);
	cells[MAX_TOKENS] = view_text_cell(c->max_tokens);
	cells[SYSTEM] = view_text_cell(c->system_prompt);
	cells[QUERY] = view_text_cell(cell->query);
}

void
rerun_grid_cells(const struct rerun_cell *cell, const struct rerun_row *row,
    struct view_cell *cells, struct arena *a)
{
	const int side = cell != NULL;
	struct buf b = { 0 };
	for (size_t i = 0; i < RERUN_GRID_COLUMNS; i++)
		cells[i] = view_text_cell(TEXT_ABSENT);
	cells[TOKENS] = view_count_cell(row->tokens[side], a);
	cells[COST] = cost_cell(row, side, a);
	const uint64_t failed = side ? row->errors : row->were;
	cells[FAILED] = view_count_cell(failed > 0 ? (number_wide)failed : -1, a);
	if (!cell) {
		cells[MODEL] = view_text_cell(TEXT("(recording)"));
		return;
	}
	change_cells(cell, cells);
	cells[ASKED] = view_count_cell(row->asked, a);
	if (row->outputs > 0) {
		buf_printf(&b, "%.1f%%", 100 * row->similarity / (double)row->outputs);
		cells[SIMILARITY] = kept(&b, a);
	}
	cells[CHANGE] = change_cell(row, a);
	if (row->departed == 0)
		return;
	cells[DEPARTS] = view_count_cell(row->departed, a);
	if (row->traces == 1) {
		buf_printf(&b, "%zu of %zu", (size_t)row->first, (size_t)row->steps);
		cells[STEP] = kept(&b, a);
	}
}

void
rerun_put_departure(struct buf *b, const struct rerun_result *r)
{
	size_t stale = 0;
	if (r->departs == 0)
		return;
	for (size_t i = 0; i < r->spans; i++)
		stale += r->span[i].stale;
	buf_printf(b, "  departs at step %zu of %zu", r->departs, r->steps);
	if (stale > 0)
		buf_printf(b, ": the model asks for other tools, and %zu later call%s stale", stale,
		    stale == 1 ? " is" : "s are");
	else
		BUF_LIT(b, ": the model asks for other tools");
	buf_char(b, '\n');
}
