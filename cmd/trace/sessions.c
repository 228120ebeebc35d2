/* SPDX-License-Identifier: MIT */
#include "cmd/trace/sessions.h"

#include "cmd/cli/random.h"
#include "trace/title.h"
#include "trace/totals_put.h"
#include "view/sessions.h"

enum { ENOUGH = 1 << 18 };

/* What is printed, and what for. */
struct sessions {
	struct command *command;
	struct trace_totaller *totaller;
	struct view_style style;
	struct view_table table;
	struct buf b, title;
	struct arena arena; /* of a row */
};

/* ---- traces --------------------------------------------------------------------------------- */

static struct text
title_of(struct sessions *s, const struct trace_session *session)
{
	s->title.n = 0;
	trace_put_title(&s->title, s->command->model, session->trace);
	return buf_as_text(&s->title);
}

static void
make_cells(struct sessions *s, const struct trace_session *session, struct view_cell *cell)
{
	arena_reset(&s->arena);
	view_session_cells(session, title_of(s, session), &s->style, cell, &s->arena);
}

/* Goes through all traces a first time, for a table. */
static void
measure(struct sessions *s, struct trace_totals *sum)
{
	struct view_cell cell[VIEW_COLUMNS_MOST];
	struct trace_session session;
	s->table = view_sessions_table(&s->style);
	for (size_t i = 0; i < s->command->model->traces; i++) {
		trace_total(s->totaller, i, &session);
		trace_totals_add(sum, &session.sum);
		make_cells(s, &session, cell);
		view_table_measure(&s->table, cell);
	}
	view_table_fit(&s->table);
}

static int
print_traces(struct sessions *s)
{
	const bool text = s->command->text;
	struct trace_totals sum = TRACE_TOTALS_NONE;
	struct view_cell cell[VIEW_COLUMNS_MOST];
	struct trace_session session;
	int result = 0;
	if (text) {
		measure(s, &sum);
		view_table_head(&s->table, &s->b);
	}
	for (size_t i = 0; i < s->command->model->traces && result == 0; i++) {
		trace_total(s->totaller, i, &session);
		if (text) {
			make_cells(s, &session, cell);
			view_table_row(&s->table, &s->b, cell);
		} else {
			trace_put_session(&s->b, &session, title_of(s, &session));
		}
		result = run_put_some(&s->command->run, &s->b, ENOUGH);
	}
	if (text)
		view_total(&s->b, &s->style, &sum);
	return result;
}

/* ---- groups --------------------------------------------------------------------------------- */

static void
put_table(struct sessions *s, const struct trace_group *group, size_t n)
{
	struct view_cell cell[VIEW_COLUMNS_MOST];
	s->table = view_groups_table(&s->style, s->command->by);
	for (size_t i = 0; i < n; i++) {
		arena_reset(&s->arena);
		view_group_cells(&group[i], &s->style, cell, &s->arena);
		view_table_measure(&s->table, cell);
	}
	view_table_fit(&s->table);
	view_table_head(&s->table, &s->b);
	for (size_t i = 0; i < n; i++) {
		arena_reset(&s->arena);
		view_group_cells(&group[i], &s->style, cell, &s->arena);
		view_table_row(&s->table, &s->b, cell);
	}
}

static void
put_groups(struct sessions *s, struct trace_groups *g, const struct trace_totals *sum)
{
	const enum trace_by by = s->command->by;
	size_t n;
	const struct trace_group *group = trace_groups_sorted(g, &n);
	if (n == 0)
		buf_text(&s->command->run.last_words, TEXT("no call is a request to a model\n"));
	if (s->command->text) {
		if (n > 0)
			put_table(s, group, n);
		view_total(&s->b, &s->style, sum);
		return;
	}
	for (size_t i = 0; i < n; i++)
		trace_put_totals(
		    &s->b, trace_by_names[by].p, group[i].key, &group[i].sum, by == TRACE_BY_MODEL);
}

static void
print_groups(struct sessions *s)
{
	struct trace_groups *g = trace_groups_new(s->command->by, random_key());
	struct trace_totals sum = TRACE_TOTALS_NONE;
	struct trace_session session;
	for (size_t i = 0; i < s->command->model->traces; i++) {
		trace_total(s->totaller, i, &session);
		trace_totals_add(&sum, &session.sum);
		trace_groups_add(g, s->totaller, &session);
	}
	put_groups(s, g, &sum);
	trace_groups_free(g);
}

int
sessions_print(struct command *c)
{
	struct sessions s = { .command = c,
		.totaller = trace_totaller_new(c->model, random_key()),
		.style = showing_style(&c->showing, &c->settings) };
	int result = 0;
	if (c->model->traces > 0 && options_given(&c->settings.options, "by"))
		print_groups(&s);
	else if (c->model->traces > 0)
		result = print_traces(&s);
	if (result == 0)
		result = run_put_some(&c->run, &s.b, 0);
	trace_totaller_free(s.totaller);
	arena_free(&s.arena);
	buf_free(&s.title);
	buf_free(&s.b);
	return result;
}
