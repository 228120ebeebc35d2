/* SPDX-License-Identifier: MIT */
#include "cmd/trace/activity.h"

#include "cmd/cli/random.h"
#include "trace/activity.h"
#include "view/activity.h"

enum { ENOUGH = 1 << 18 };

/* What is printed, and what for. */
struct activity {
	struct command *command;
	struct trace_activity *lines;
	struct view_style style;
	struct view_table table;
	bool years; /* times have them */
	struct buf b;
	struct arena arena; /* of a row */
};

static void
make_cells(struct activity *k, const struct trace_activity_line *line, struct view_cell *cell)
{
	arena_reset(&k->arena);
	view_activity_cells(k->command->model, line, k->years, &k->style, cell, &k->arena);
}

static void
measure(struct activity *k)
{
	struct view_cell cell[VIEW_COLUMNS_MOST];
	struct trace_activity_line line;
	k->table = view_activity_table(&k->style);
	k->years = view_activity_has_years(k->command->model);
	while (trace_activity_next(k->lines, &line)) {
		make_cells(k, &line, cell);
		view_table_measure(&k->table, cell);
	}
	view_table_fit(&k->table);
	trace_activity_rewind(k->lines);
}

static int
print_lines(struct activity *k)
{
	const bool text = k->command->text;
	struct view_cell cell[VIEW_COLUMNS_MOST];
	struct trace_activity_line line;
	int result = 0;
	if (text) {
		measure(k);
		view_table_head(&k->table, &k->b);
	}
	while (result == 0 && trace_activity_next(k->lines, &line)) {
		if (text) {
			make_cells(k, &line, cell);
			view_table_row_marked(&k->table, &k->b, cell, view_activity_bad(&line));
		} else {
			trace_put_activity(&k->b, k->command->model, &line);
		}
		result = run_put_some(&k->command->run, &k->b, ENOUGH);
	}
	if (text)
		view_activity_end(&k->b, &k->style, trace_activity_sums(k->lines));
	return result;
}

int
activity_print(struct command *c)
{
	struct activity k = { .command = c,
		.lines = trace_activity_new(c->model, random_key()),
		.style = showing_style(&c->showing, &c->settings) };
	int result = 0;
	if (c->model->traces > 0)
		result = print_lines(&k);
	if (result == 0)
		result = run_put_some(&c->run, &k.b, 0);
	trace_activity_free(k.lines);
	arena_free(&k.arena);
	buf_free(&k.b);
	return result;
}
