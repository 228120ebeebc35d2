/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "step/debugger_private.h"
#include "trace/canonical.h"
#include "trace/lineage.h"
#include "view/lineage.h"

/* The tables of --history and --find. */
struct rows {
	struct step_debugger *debugger;
	struct view_table table;
	struct arena arena; /* of a row */
	bool measured;
	uint32_t trace; /* of the row before */
	uint64_t n, traces, changes;
	struct view_style style; /* for lines that are indented */
};

static void
begin(struct rows *k, struct step_debugger *d,
    struct view_table (*table_of)(const struct view_style *style))
{
	*k = (struct rows){ .debugger = d, .trace = TRACE_NONE, .style = d->setup.style };
	k->style.width -= k->style.width > 2 ? 2 : 0;
	k->table = table_of(&k->style);
}

static void
put_row(struct rows *k, uint32_t call, const struct view_cell *cell)
{
	struct step_debugger *d = k->debugger;
	const uint32_t trace = d->model->call[call].trace;
	if (!k->measured) {
		view_table_measure(&k->table, cell);
		k->n++;
		k->traces += trace != k->trace;
	} else {
		if (trace != k->trace) {
			buf_text(d->answer, TEXT("  "));
			view_lineage_trace(d->answer, &d->setup.style, d->model, call);
		}
		buf_text(d->answer, TEXT("  "));
		view_table_row(&k->table, d->answer, cell);
	}
	k->trace = trace;
}

/* Goes through all steps.  Returns -1 if that was broken off, which has been said. */
static int
go_through(struct rows *k, void (*visit)(struct rows *k, const struct trace_step *step, void *with),
    void *with)
{
	struct step_debugger *d = k->debugger;
	int result = 0;
	for (size_t i = 0; i < d->model->traces && result == 0; i++) {
		struct trace_steps steps;
		struct trace_step step;
		trace_steps_begin(&steps, d->model, i, step_trace_first(d->index, i) - 1);
		while (result == 0 && trace_steps_next(&steps, &step)) {
			step.position = steps.position;
			visit(k, &step, with);
			if (debugger_should_end(d))
				result = -1;
		}
		trace_steps_end(&steps);
	}
	return result;
}

static void
begin_rows(struct rows *k)
{
	k->measured = true;
	k->trace = TRACE_NONE;
	view_table_fit(&k->table);
	buf_text(k->debugger->answer, TEXT("  "));
	view_table_head(&k->table, k->debugger->answer);
}

/* ---- history -------------------------------------------------------------------------------- */

struct variable {
	struct text name, before; /* before: the value before in the trace */
	uint32_t trace;
};

static void
visit_setting(struct rows *k, const struct trace_step *step, void *with)
{
	struct step_debugger *d = k->debugger;
	struct variable *v = with;
	struct view_cell cell[VIEW_COLUMNS_MOST];
	struct trace_setting s;
	if (!trace_step_sets(d->model, step, v->name, &s))
		return;
	const uint32_t trace = d->model->call[step->call].trace;
	s.changed = v->trace != trace || !trace_is_same_value(v->before, s.value);
	v->trace = trace;
	v->before = s.value;
	k->changes += s.changed && !k->measured;
	arena_reset(&k->arena);
	view_setting_cells(d->model, &s, &d->setup.style, cell, &k->arena);
	put_row(k, step->call, cell);
}

void
debugger_history(struct step_debugger *d, struct text argument)
{
	struct rows k;
	const struct text name = debugger_name(d, argument);
	struct variable v = { .name = name, .trace = TRACE_NONE };
	if (argument.n == 0) {
		debugger_say(d, "type history and the name of a variable: history total");
		return;
	}
	begin(&k, d, view_history_table);
	const bool complete = go_through(&k, visit_setting, &v) == 0;
	if (complete && k.n == 0)
		debugger_say_of(d, "no variable or argument is named ", name, "");
	if (complete && k.n > 0) {
		begin_rows(&k);
		v = (struct variable){ .name = name, .trace = TRACE_NONE };
		go_through(&k, visit_setting, &v);
		buf_text(d->answer, TEXT("  "));
		view_history_end(d->answer, &d->setup.style, k.n, k.changes, k.traces);
	}
	arena_free(&k.arena);
}

/* ---- find ----------------------------------------------------------------------------------- */

static int
put_place(void *context, const struct trace_occurrence *o)
{
	struct rows *k = context;
	struct view_cell cell[VIEW_COLUMNS_MOST];
	arena_reset(&k->arena);
	view_place_cells(k->debugger->model, o, &k->debugger->setup.style, cell, &k->arena);
	put_row(k, o->call, cell);
	return 0;
}

static void
visit_value(struct rows *k, const struct trace_step *step, void *with)
{
	trace_find_in_step(k->debugger->model, with, step, put_place, k);
}

void
debugger_find(struct step_debugger *d, struct text argument)
{
	struct rows k;
	struct buf pseudonym = { 0 };
	if (argument.n == 0) {
		debugger_say(d, "type find and a value, JSON or a word: find 67890");
		return;
	}
	const bool redacted =
	    d->setup.redact && d->setup.redact(d->setup.redact_context, argument, &pseudonym);
	struct trace_sought *s = trace_sought_new(redacted ? buf_as_text(&pseudonym) : argument);
	begin(&k, d, view_places_table);
	const bool complete = go_through(&k, visit_value, s) == 0;
	if (complete && k.n == 0)
		debugger_say_of(d, "", argument, " occurs nowhere");
	if (complete && k.n > 0) {
		begin_rows(&k);
		go_through(&k, visit_value, s);
		buf_text(d->answer, TEXT("  "));
		view_places_end(d->answer, &d->setup.style, k.n, k.traces);
	}
	trace_sought_free(s);
	buf_free(&pseudonym);
	arena_free(&k.arena);
}
