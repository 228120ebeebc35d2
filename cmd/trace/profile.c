/* SPDX-License-Identifier: MIT */
#include "cmd/trace/profile.h"

#include "cmd/cli/random.h"
#include "trace/critical_path.h"
#include "trace/profile.h"
#include "view/profile.h"

enum { ENOUGH = 1 << 18, UNCUT = 1 << 24 };

static struct view_style
style_of(const struct command *c)
{
	struct view_style style = showing_style(&c->showing, &c->settings);
	if (style.full)
		style.width = UNCUT;
	return style;
}

/* ---- --profile ------------------------------------------------------------------------------ */

int
profile_print(struct command *c)
{
	struct trace_profile *p = trace_profile_new(c->model, random_key());
	const struct view_style style = style_of(c);
	struct buf b = { 0 };
	int result = 0;
	if (c->text)
		view_profile(&b, &style, c->model, p);
	for (size_t i = 0; i < p->n && !c->text && result == 0; i++) {
		trace_put_profile_row(&b, c->model, p, &p->row[i]);
		result = run_put_some(&c->run, &b, ENOUGH);
	}
	if (result == 0)
		result = run_put_some(&c->run, &b, 0);
	trace_profile_free(p);
	buf_free(&b);
	return result;
}

/* ---- --critical-path ------------------------------------------------------------------------ */

struct paths {
	struct command *command;
	struct view_style style;
	struct view_table table;
	struct trace_path path;
	struct trace_path_sums sums;
	struct buf b;
	struct arena arena; /* of a row */
};

/* Goes through the steps of a path that are shown, to measure them or to print them. */
static int
go_through(struct paths *k, bool measured)
{
	struct view_cell cell[VIEW_COLUMNS_MOST];
	int result = 0;
	for (size_t i = 0; i < k->path.n && result == 0; i++) {
		const struct trace_path_step *step = &k->path.step[i];
		if (!view_path_shows(&k->style, &k->path, step))
			continue;
		arena_reset(&k->arena);
		view_path_cells(k->command->model, &k->path, step, &k->style, cell, &k->arena);
		if (measured)
			view_table_row(&k->table, &k->b, cell);
		else
			view_table_measure(&k->table, cell);
		result = run_put_some(&k->command->run, &k->b, ENOUGH);
	}
	return result;
}

static int
print_text(struct paths *k)
{
	const struct trace_model *m = k->command->model;
	int result = 0;
	k->table = view_path_table(&k->style);
	for (size_t i = 0; i < m->traces; i++) {
		trace_critical_path(m, i, &k->path);
		trace_path_sums_add(&k->sums, m, &k->path);
		go_through(k, false);
	}
	view_table_fit(&k->table);
	if (k->sums.paths > 0)
		view_table_head(&k->table, &k->b);
	for (size_t i = 0; i < m->traces && result == 0; i++) {
		trace_critical_path(m, i, &k->path);
		view_path_trace(&k->b, &k->style, m, i, &k->path);
		result = go_through(k, true);
		view_path_hidden(&k->b, &k->style, &k->path);
	}
	trace_path_sums_sort(&k->sums);
	view_path_end(&k->b, &k->style, &k->sums);
	return result;
}

static int
print_json(struct paths *k)
{
	const struct trace_model *m = k->command->model;
	int result = 0;
	for (size_t i = 0; i < m->traces && result == 0; i++) {
		trace_critical_path(m, i, &k->path);
		trace_put_path(&k->b, m, i, &k->path);
		result = run_put_some(&k->command->run, &k->b, ENOUGH);
	}
	return result;
}

int
critical_path_print(struct command *c)
{
	struct paths k = { .command = c, .style = style_of(c), .sums.names.key = random_key() };
	int result = 0;
	if (c->model->traces > 0)
		result = c->text ? print_text(&k) : print_json(&k);
	if (result == 0)
		result = run_put_some(&c->run, &k.b, 0);
	trace_path_free(&k.path);
	trace_path_sums_free(&k.sums);
	arena_free(&k.arena);
	buf_free(&k.b);
	return result;
}
