/* SPDX-License-Identifier: MIT */
#include "cmd/trace/lineage.h"

#include "json/write.h"
#include "trace/lineage.h"
#include "trace/put.h"
#include "view/lineage.h"

enum { ENOUGH = 1 << 18, SAID_MOST = 200 };

/* What is printed, and what for. */
struct lineage {
	struct command *command;
	struct view_style style;
	struct view_table table;
	struct buf b;
	struct arena arena; /* of a row */
	bool measured;      /* the rows are for a table, and its widths are known */
	uint32_t trace;     /* of the row before; TRACE_NONE: there is none */
	uint64_t rows, traces, changes;
};

static struct lineage
begin(struct command *c)
{
	return (struct lineage){
		.command = c, .style = showing_style(&c->showing, &c->settings), .trace = TRACE_NONE
	};
}

static void
count(struct lineage *k, uint32_t call, bool changed)
{
	const uint32_t trace = k->command->model->call[call].trace;
	k->rows++;
	k->changes += changed;
	k->traces += trace != k->trace;
	k->trace = trace;
}

/* Measures a row, or puts it out with the trace that it begins. */
static int
put_row(struct lineage *k, uint32_t call, const struct view_cell *cell)
{
	const struct trace_model *m = k->command->model;
	if (!k->measured) {
		view_table_measure(&k->table, cell);
		return 0;
	}
	if (m->call[call].trace != k->trace)
		view_lineage_trace(&k->b, &k->style, m, call);
	k->trace = m->call[call].trace;
	view_table_row(&k->table, &k->b, cell);
	return run_put_some(&k->command->run, &k->b, ENOUGH);
}

static void
end_measuring(struct lineage *k)
{
	k->measured = true;
	k->trace = TRACE_NONE;
	view_table_fit(&k->table);
	view_table_head(&k->table, &k->b);
}

/* A selection without a trace has been reported. */
static void
say_nothing(struct command *c, const char *before, struct text what, const char *behind)
{
	struct buf *b = &c->run.last_words;
	c->nothing = c->model->traces > 0;
	if (c->model->traces == 0 && !selecting_all(&c->selecting))
		return;
	buf_printf(b, "%s'", before);
	buf_visible(b, (struct text){ what.p, what.n < SAID_MOST ? what.n : SAID_MOST });
	buf_printf(b, "%s'%s\n", what.n <= SAID_MOST ? "" : "...", behind);
}

static int
end(struct lineage *k, int result)
{
	if (result == 0)
		result = run_put_some(&k->command->run, &k->b, 0);
	arena_free(&k->arena);
	buf_free(&k->b);
	return result;
}

/* Begins a row of JSON.  at: has it a time? */
static void
begin_json(struct lineage *k, uint64_t position, const int64_t *at_ns, uint32_t call)
{
	const struct trace_model *m = k->command->model;
	const struct trace_call *c = &m->call[call];
	json_begin(&k->b, '{');
	json_member_u64(&k->b, "position", position);
	if (at_ns) {
		json_name(&k->b, "at");
		trace_put_time(&k->b, *at_ns);
	}
	json_member_string_or_null(&k->b, "trace_id", trace_text_of(m->trace[c->trace].id));
	json_member_string_or_null(&k->b, "call_id", trace_text_of(c->id));
	json_member_string_or_null(&k->b, "name", trace_text_of(c->name));
}

static int
end_json(struct lineage *k)
{
	json_end(&k->b, '}');
	buf_char(&k->b, '\n');
	return run_put_some(&k->command->run, &k->b, ENOUGH);
}

/* A value or a name that is looked for.  With --redact, its pseudonym has taken its place. */
static struct text
sought(const struct command *c, const char *argument, struct buf *b)
{
	const struct text t = text_of(argument);
	return redacting_value(&c->redacting, t, b) ? buf_as_text(b) : t;
}

/* ---- --find --------------------------------------------------------------------------------- */

static int
put_place(void *context, const struct trace_occurrence *o)
{
	struct lineage *k = context;
	struct view_cell cell[VIEW_COLUMNS_MOST];
	if (!k->measured)
		count(k, o->call, false);
	if (k->command->text) {
		arena_reset(&k->arena);
		view_place_cells(k->command->model, o, &k->style, cell, &k->arena);
		return put_row(k, o->call, cell);
	}
	begin_json(k, o->position, NULL, o->call);
	json_member_string(&k->b, "role", trace_role_names[o->role]);
	json_member_string(&k->b, "path", o->spot.path);
	json_member_bool(&k->b, "whole", o->spot.whole);
	return end_json(k);
}

int
find_print(struct command *c)
{
	struct lineage k = begin(c);
	struct buf pseudonym = { 0 };
	const struct text value = sought(c, c->find, &pseudonym);
	struct trace_sought *seeker = trace_sought_new(value);
	k.table = view_places_table(&k.style);
	int result = trace_find(c->model, seeker, put_place, &k);
	if (k.rows == 0)
		say_nothing(c, "", value, " occurs nowhere");
	if (result == 0 && c->text && k.rows > 0) {
		end_measuring(&k);
		result = trace_find(c->model, seeker, put_place, &k);
		view_places_end(&k.b, &k.style, k.rows, k.traces);
	}
	trace_sought_free(seeker);
	buf_free(&pseudonym);
	return end(&k, result);
}

/* ---- --history ------------------------------------------------------------------------------ */

static int
put_setting(void *context, const struct trace_setting *s)
{
	struct lineage *k = context;
	struct view_cell cell[VIEW_COLUMNS_MOST];
	if (!k->measured)
		count(k, s->call, s->changed);
	if (k->command->text) {
		arena_reset(&k->arena);
		view_setting_cells(k->command->model, s, &k->style, cell, &k->arena);
		return put_row(k, s->call, cell);
	}
	begin_json(k, s->position, &s->at_ns, s->call);
	json_member_raw(&k->b, "value", s->value);
	json_member_bool(&k->b, "changed", s->changed);
	json_member_string(&k->b, "role", trace_role_names[s->role]);
	return end_json(k);
}

int
history_print(struct command *c)
{
	struct lineage k = begin(c);
	struct buf pseudonym = { 0 };
	const struct text name = sought(c, c->history, &pseudonym);
	k.table = view_history_table(&k.style);
	int result = trace_history(c->model, name, put_setting, &k);
	if (k.rows == 0)
		say_nothing(c, "no variable or argument is named ", name, "");
	if (result == 0 && c->text && k.rows > 0) {
		end_measuring(&k);
		result = trace_history(c->model, name, put_setting, &k);
		view_history_end(&k.b, &k.style, k.rows, k.changes, k.traces);
	}
	buf_free(&pseudonym);
	return end(&k, result);
}
