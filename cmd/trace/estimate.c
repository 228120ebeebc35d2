/* SPDX-License-Identifier: MIT */
#include "cmd/trace/estimate.h"

#include <stdlib.h>

#include "base/mem.h"
#include "llm/estimate_text.h"

enum { ENOUGH = 1 << 18 };

struct row {
	struct llm_estimate estimate;
	struct text trace_id; /* absent: a sum of traces */
};

struct rows {
	struct command *command;
	struct row *row;
	size_t n, cap;
};

/* The row of a model from number `from` on, which is added if it is not there. */
static struct llm_estimate *
find_row(struct rows *k, size_t from, struct text trace_id, struct text model)
{
	for (size_t i = from; i < k->n; i++)
		if (text_eq(k->row[i].estimate.model, model) &&
		    (k->row[i].estimate.model.p == NULL) == (model.p == NULL))
			return &k->row[i].estimate;
	k->row = mem_grow(k->row, &k->cap, k->n + 1, sizeof(*k->row));
	struct row *r = &k->row[k->n++];
	r->trace_id = trace_id;
	llm_estimate_begin(&r->estimate, k->command->asking.prices, model);
	return &r->estimate;
}

/* Without --model, the recorded models are priced. */
static void
add_trace(struct rows *k, const struct trace *t)
{
	const struct trace_model *m = k->command->model;
	const struct asking *asking = &k->command->asking;
	const size_t from = k->n;
	const struct text id = trace_text_of(t->id);
	for (uint32_t at = t->first; at < t->last; at++) {
		const uint32_t call = m->depth_first[at];
		if (!llm_is_request(m, call))
			continue;
		for (size_t i = 0; i < asking->models.n; i++)
			llm_estimate_add(find_row(k, from, id, asking->models.text[i]),
			    asking->prices, &m->call[call]);
		if (asking->models.n == 0)
			llm_estimate_add(find_row(k, from, id, llm_model_of(&m->call[call])),
			    asking->prices, &m->call[call]);
	}
}

/* ---- what is said --------------------------------------------------------------------------- */

static void
say_unknown(struct command *c, const struct rows *sums)
{
	struct buf *b = &c->run.last_words;
	const struct text date = c->asking.prices->date;
	for (size_t i = 0; i < sums->n; i++) {
		const struct llm_estimate *e = &sums->row[i].estimate;
		if (e->unknown && e->without_usage > 0) {
			BUF_LIT(b, "no price is known of ");
			if (e->model.p) {
				BUF_LIT(b, "the model '");
				buf_visible(b, e->model);
				BUF_LIT(b, "'");
			} else {
				BUF_LIT(b, "calls whose model is not recorded");
			}
			if (date.p)
				buf_printf(b, " (prices of %.*s)", (int)date.n, date.p);
			BUF_LIT(b, "; give a table that has it with --prices\n");
		} else if (e->without_usage > 0) {
			buf_printf(b,
			    "%llu of %llu calls have no recorded tokens, and are not in "
			    "the estimate for '",
			    (unsigned long long)e->without_usage, (unsigned long long)e->calls);
			buf_visible(b, e->model);
			BUF_LIT(b, "'\n");
		}
	}
}

/* ---- printing ------------------------------------------------------------------------------- */

static void
put_table(struct command *c, const struct rows *rows, const struct rows *sums, struct buf *b)
{
	const struct view_style style = showing_style(&c->showing, &c->settings);
	struct view_table table = llm_estimate_table(&style);
	struct view_cell cell[VIEW_COLUMNS_MOST];
	const struct rows *part[] = { rows, sums };
	const size_t parts = c->model->traces > 1 ? 2 : 1;
	struct arena a = { 0 };
	for (int measured = 0; measured < 2; measured++) {
		if (measured) {
			view_table_fit(&table);
			view_table_head(&table, b);
		}
		for (size_t p = 0; p < parts; p++)
			for (size_t i = 0; i < part[p]->n; i++) {
				const struct row *r = &part[p]->row[i];
				arena_reset(&a);
				llm_estimate_cells(&r->estimate, r->trace_id, cell, &a);
				if (measured)
					view_table_row(&table, b, cell);
				else
					view_table_measure(&table, cell);
			}
	}
	arena_free(&a);
}

static int
print_rows(struct command *c, const struct rows *rows, const struct rows *sums)
{
	struct buf b = { 0 };
	int result = 0;
	if (c->text)
		put_table(c, rows, sums, &b);
	for (size_t i = 0; i < rows->n && !c->text && result == 0; i++) {
		llm_estimate_put(&rows->row[i].estimate, rows->row[i].trace_id, &b);
		result = run_put_some(&c->run, &b, ENOUGH);
	}
	if (result == 0)
		result = run_put_some(&c->run, &b, 0);
	buf_free(&b);
	return result;
}

int
estimate_print(struct command *c)
{
	struct rows rows = { .command = c }, sums = { .command = c };
	int result = 0;
	for (size_t i = 0; i < c->model->traces; i++)
		add_trace(&rows, &c->model->trace[i]);
	for (size_t i = 0; i < rows.n; i++)
		llm_estimate_join(find_row(&sums, 0, TEXT_ABSENT, rows.row[i].estimate.model),
		    &rows.row[i].estimate);
	if (rows.n > 0) {
		result = print_rows(c, &rows, &sums);
		say_unknown(c, &sums);
	} else if (c->model->traces > 0) {
		buf_text(&c->run.last_words, TEXT("no call is a request to a model\n"));
		c->nothing = true;
	}
	free(rows.row);
	free(sums.row);
	return result;
}
