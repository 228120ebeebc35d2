/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "step/debugger_private.h"
#include "trace/members.h"
#include "json/write.h"
#include "view/margin.h"
#include "view/step.h"
#include "view/value.h"

static struct text
name_of(const struct step_debugger *d, uint32_t call)
{
	return step_name(&d->model->call[call]);
}

/* ---- p and who ------------------------------------------------------------------------------ */

void
debugger_say_unknown(struct step_debugger *d, struct text name)
{
	enum { MOST = 200 };
	struct debugger_names k = { 0 };
	struct view_line l = debugger_begin(d);
	view_put(&l, "neither ");
	view_text(&l, name_of(d, step_frame(d->session).call));
	view_put(&l, " nor its callers have a variable or argument '");
	view_text(&l, (struct text){ name.p, name.n < MOST ? name.n : MOST });
	view_put(&l, name.n < MOST ? "' here" : "...' here");
	debugger_end(d, &l);
	debugger_add_visible(d, &k);
	const struct text near = text_nearest(name, k.name, k.n);
	k.n = 0;
	debugger_add_variables(d, &k);
	if (text_among(name, k.name, k.n) < k.n)
		debugger_say(d, "it is set elsewhere: history lists where");
	else if (near.p)
		debugger_say_of(d, "did you mean ", near, "?");
	free(k.name);
}

static void
say_setter(struct step_debugger *d, const char *before, uint64_t position)
{
	const struct trace_step step = step_at(d->index, position);
	struct view_line l = debugger_begin(d);
	view_put(&l, before);
	debugger_put_step(&l, d->model, position, &step);
	debugger_end(d, &l);
}

/* A line with the whole value. */
static void
say_value(struct step_debugger *d, const struct step_variable *v, const struct step_frame *in)
{
	struct view_style full = d->setup.style;
	struct view_line l = debugger_begin(d);
	full.full = true;
	l.style = &full;
	debugger_put_value(&l, v->name, v->value, 0);
	if (in->call != step_frame(d->session).call) {
		view_put(&l, ", in ");
		view_text(&l, name_of(d, in->call));
	}
	debugger_end(d, &l);
}

static void
say_condition(struct step_debugger *d, const struct step_condition *c, struct text argument)
{
	const struct step_frame f = step_frame(d->session);
	struct view_line l = debugger_begin(d);
	view_text(&l, argument);
	view_put(&l, step_condition_holds(c, d->index, &f) ? ": true" : ": false");
	debugger_end(d, &l);
	if (!step_condition_known(c, d->index, &f))
		debugger_say(d, "a name in it has no value here");
}

void
debugger_value(struct step_debugger *d, struct text argument)
{
	const struct step_frame from = step_frame(d->session);
	const struct step_condition *c;
	struct step_frame in;
	struct step_variable v;
	struct text name;
	struct err e;
	if (argument.n == 0) {
		debugger_say(d, "type p and the name of a variable or argument: p amount");
		return;
	}
	if (step_lookup(d->index, &from, debugger_name(d, argument), &in, &v)) {
		say_value(d, &v, &in);
		say_setter(d, "set by ", v.position);
		return;
	}
	c = step_condition_read(argument, &d->arena, &e);
	if (!c)
		debugger_say_error(d, "this is no expression: ", &e);
	else if (!step_condition_is_name(c, &name))
		say_condition(d, c, argument);
	else
		debugger_say_unknown(d, argument);
}

void
debugger_who(struct step_debugger *d, struct text argument)
{
	const struct step_frame from = step_frame(d->session);
	struct step_frame in;
	struct step_variable v;
	if (argument.n == 0) {
		debugger_say(d, "type who and the name of a variable or argument: who amount");
		return;
	}
	if (!step_lookup(d->index, &from, debugger_name(d, argument), &in, &v)) {
		debugger_say_unknown(d, argument);
		return;
	}
	say_setter(d, "", v.position);
	if (in.call != from.call) {
		struct view_line l = debugger_begin(d);
		view_put(&l, "in ");
		view_text(&l, name_of(d, in.call));
		debugger_end(d, &l);
	}
}

/* How many digits does a position have? */
static size_t
digits_of(uint64_t position)
{
	size_t n = 1;
	for (; position >= 10; position /= 10)
		n++;
	return n;
}

/* ---- vars and args -------------------------------------------------------------------------- */

static bool
takes_nothing(struct step_debugger *d, struct text argument, const char *what)
{
	if (argument.n == 0)
		return true;
	debugger_say(d, what);
	return false;
}

void
debugger_variables(struct step_debugger *d, struct text argument)
{
	const struct step_frame f = step_frame(d->session);
	struct step_variable *v;
	if (!takes_nothing(d, argument, "vars takes nothing; for one variable type p NAME"))
		return;
	const size_t n = step_variables(d->index, &f, &v);
	for (size_t i = 0; i < n && !debugger_should_end(d); i++) {
		struct view_line l = debugger_begin(d);
		debugger_put_value(&l, v[i].name, v[i].value, digits_of(v[i].position) + 5);
		view_put(&l, "  (");
		debugger_put_position(&l, v[i].position);
		view_char(&l, ')');
		debugger_end(d, &l);
	}
	if (n == 0)
		debugger_say_of(d, "no variable of ", name_of(d, f.call), " is set here");
	free(v);
}

void
debugger_arguments(struct step_debugger *d, struct text argument)
{
	const uint32_t call = step_frame(d->session).call;
	const struct text input = trace_text_of(d->model->call[call].input);
	struct trace_members it = trace_members(input);
	struct text key, value;
	size_t n = 0;
	if (!takes_nothing(d, argument, "args takes nothing; for one argument type p NAME"))
		return;
	while (it.object && trace_member(&it, &key, &value)) {
		struct view_line l = debugger_begin(d);
		debugger_put_value(&l, json_unescaped(&d->arena, key), value, 0);
		debugger_end(d, &l);
		n++;
	}
	if (input.p && !it.object && !text_eq(input, TEXT("null"))) {
		struct view_line l = debugger_begin(d);
		debugger_put_value(&l, TEXT("input"), input, 0);
		debugger_end(d, &l);
	} else if (n == 0) {
		debugger_say_of(d, "no arguments of ", name_of(d, call), " are recorded");
	}
}

/* ---- frames --------------------------------------------------------------------------------- */

static void
say_frame(struct step_debugger *d, uint32_t level, const struct step_frame *f, bool looked_at)
{
	struct view_line l = debugger_begin(d);
	view_put(&l, looked_at ? "> " : "  ");
	debugger_put_number(&l, level);
	view_char(&l, ' ');
	step_put_call(&l, d->model, f->call, 0);
	debugger_end(d, &l);
}

void
debugger_stack(struct step_debugger *d, struct text argument)
{
	struct step_frame f = step_frame_at(d->index, step_position(d->session));
	if (!takes_nothing(d, argument, "bt takes nothing"))
		return;
	for (uint32_t i = 0; f.call != TRACE_NONE && !debugger_should_end(d); i++) {
		say_frame(d, i, &f, i == step_frame_level(d->session));
		f = step_caller(d->index, &f);
	}
}

static void
look(struct step_debugger *d, bool (*to)(struct step_session *s), const char *none)
{
	const bool is = to(d->session);
	const struct step_frame f = step_frame(d->session);
	say_frame(d, step_frame_level(d->session), &f, true);
	if (!is)
		debugger_say(d, none);
}

void
debugger_up(struct step_debugger *d, struct text argument)
{
	if (takes_nothing(d, argument, "up takes nothing"))
		look(d, step_up, "nothing called it");
}

void
debugger_down(struct step_debugger *d, struct text argument)
{
	if (takes_nothing(d, argument, "down takes nothing"))
		look(d, step_down, "this is the innermost call");
}

/* ---- l -------------------------------------------------------------------------------------- */

static enum margin_node
node_of(const struct trace_step *s)
{
	switch (s->type) {
	case TRACE_ENTER: return MARGIN_ENTER;
	case TRACE_AT_EVENT: return MARGIN_EVENT;
	case TRACE_EXIT:
	case TRACE_AT_NO_EXIT: break;
	}
	return MARGIN_EXIT;
}

/* A line as the timeline has it, with a mark. */
static void
say_row(struct step_debugger *d, uint64_t position, size_t digits, bool here)
{
	const struct trace_step s = step_at(d->index, position);
	const struct trace *t = &d->model->trace[d->model->call[s.call].trace];
	const struct margin margin = { .times = MARGIN_RELATIVE,
		.clock = t->start_ns != TRACE_NO_TIME,
		.start_ns = t->start_ns,
		.levels = margin_levels(&d->setup.style) };
	struct view_line l = debugger_begin(d);
	view_put(&l, here ? "> " : "  ");
	const size_t column = l.column;
	debugger_put_position(&l, position);
	view_pad(&l, column + digits + 3);
	margin_begin(&l, &margin, 0, step_time(d->model, &s));
	margin_tree(&l, &margin, s.depth, node_of(&s));
	debugger_put_what(&l, d->model, &s);
	debugger_end(d, &l);
}

void
debugger_list(struct step_debugger *d, struct text argument)
{
	enum { AROUND = 5 };
	const uint64_t at = step_position(d->session), most = step_positions(d->index);
	const uint64_t first = at > AROUND ? at - AROUND : 1;
	const uint64_t last = most - at > AROUND ? at + AROUND : most;
	if (!takes_nothing(d, argument, "l takes nothing; to see other events, goto them"))
		return;
	for (uint64_t i = first; i <= last; i++)
		say_row(d, i, digits_of(last), i == at);
}
