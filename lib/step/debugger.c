/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "json/write.h"
#include "step/debugger_private.h"
#include "view/step.h"
#include "view/value.h"

struct step_debugger *
step_debugger_new(const struct step_index *x, const struct step_debugger_setup *setup)
{
	struct step_debugger *d = mem_zalloc(1, sizeof(*d));
	d->index = x;
	d->model = step_model(x);
	d->setup = *setup;
	d->session = step_session_new(x, setup->interrupt);
	return d;
}

void
step_debugger_free(struct step_debugger *d)
{
	if (!d)
		return;
	step_session_free(d->session);
	buf_free(&d->last);
	arena_free(&d->arena);
	free(d);
}

struct step_session *
step_debugger_session(struct step_debugger *d)
{
	return d->session;
}

void
step_debugger_set_width(struct step_debugger *d, size_t columns)
{
	d->setup.style.width = columns;
}

/* ---- lines ---------------------------------------------------------------------------------- */

struct view_line
debugger_begin(struct step_debugger *d)
{
	struct view_line l = { d->answer, &d->setup.style, 0 };
	view_pad(&l, 2);
	return l;
}

void
debugger_end(struct step_debugger *d, struct view_line *l)
{
	enum { MUCH = 1 << 18 };
	buf_char(l->b, '\n');
	if (d->setup.put && l->b->n >= MUCH && d->setup.put(d->setup.put_context, l->b) < 0)
		d->unwanted = true;
}

void
debugger_say(struct step_debugger *d, const char *words)
{
	struct view_line l = debugger_begin(d);
	view_put(&l, words);
	debugger_end(d, &l);
}

void
debugger_say_of(struct step_debugger *d, const char *before, struct text of, const char *behind)
{
	enum { MOST = 200 };
	struct view_line l = debugger_begin(d);
	view_put(&l, before);
	view_char(&l, '\'');
	view_text(&l, (struct text){ of.p, of.n < MOST ? of.n : MOST });
	view_put(&l, of.n > MOST ? "...'" : "'");
	view_put(&l, behind);
	debugger_end(d, &l);
}

void
debugger_say_error(struct step_debugger *d, const char *before, const struct err *e)
{
	struct view_line l = debugger_begin(d);
	view_put(&l, before);
	view_text(&l, text_of(e->text));
	debugger_end(d, &l);
}

struct text
debugger_name(struct step_debugger *d, struct text t)
{
	if (t.n >= 2 && t.p[0] == '"' && t.p[t.n - 1] == '"')
		return json_unescaped(&d->arena, (struct text){ t.p + 1, t.n - 2 });
	return t;
}

bool
debugger_should_end(struct step_debugger *d)
{
	enum { OFTEN = 4096 };
	if (d->unwanted)
		return true;
	if (d->turns++ % OFTEN > 0 || !step_interrupted(&d->setup.interrupt))
		return false;
	debugger_say(d, "interrupted");
	return true;
}

void
debugger_put_number(struct view_line *l, uint64_t n)
{
	const size_t from = l->b->n;
	buf_u64(l->b, n);
	l->column += l->b->n - from;
}

void
debugger_put_position(struct view_line *l, uint64_t position)
{
	const size_t from = l->b->n;
	view_char(l, '#');
	debugger_put_number(l, position);
	view_color(l, from, COLOR_PLACE);
}

void
debugger_put_value(struct view_line *l, struct text name, struct text value, size_t reserve)
{
	const size_t from = l->b->n;
	view_text(l, name);
	view_color(l, from, COLOR_NAME);
	view_put(l, " = ");
	view_value(l, value, view_room(l, reserve));
}

void
debugger_put_what(struct view_line *l, const struct trace_model *m, const struct trace_step *step)
{
	struct buf b = { 0 };
	struct view_line behind = { &b, l->style, 0 };
	switch (step->type) {
	case TRACE_ENTER:
		step_put_about(&behind, m, step->call);
		step_put_enter(l, m, step->call, &behind);
		break;
	case TRACE_AT_EVENT:
		step_put_event(l, m, step->call, step->event, step->event, &behind);
		break;
	case TRACE_EXIT: step_put_exit(l, m, step->call, &behind); break;
	case TRACE_AT_NO_EXIT: step_put_no_exit(l, m, step->call); break;
	}
	buf_free(&b);
}

void
debugger_put_step(struct view_line *l, const struct trace_model *m, uint64_t position,
    const struct trace_step *step)
{
	debugger_put_position(l, position);
	view_char(l, ' ');
	debugger_put_what(l, m, step);
}

void
step_debugger_put_where(struct step_debugger *d, struct buf *b)
{
	struct view_line l = { b, &d->setup.style, 0 };
	const uint64_t position = step_position(d->session);
	const struct trace_step step = step_at(d->index, position);
	debugger_put_step(&l, d->model, position, &step);
	buf_char(b, '\n');
	d->shown = true;
}

size_t
step_debugger_put_prompt(struct step_debugger *d, struct buf *b)
{
	enum { NAME_MOST = 30 };
	struct view_line l = { b, &d->setup.style, 0 };
	const struct step_frame f = step_frame(d->session);
	debugger_put_position(&l, step_position(d->session));
	view_char(&l, ' ');
	view_text_start(&l, step_name(&d->model->call[f.call]), NAME_MOST);
	if (step_frame_level(d->session) > 0) {
		view_put(&l, " (up ");
		debugger_put_number(&l, step_frame_level(d->session));
		view_char(&l, ')');
	}
	return l.column;
}

/* ---- x -------------------------------------------------------------------------------------- */

static void
run_again(struct step_debugger *d, struct text argument)
{
	const struct step_frame f = step_frame(d->session);
	struct err e;
	(void)argument;
	if (!d->setup.run) {
		debugger_say(
		    d, "x runs this call again, with a command: give it to --exec as NAME=COMMAND");
		return;
	}
	if (d->setup.run(d->setup.run_context, d->model, f.call, &d->setup.style, d->answer, &e) <
	    0)
		debugger_say_error(d, "this call was not run again: ", &e);
}

/* ---- commands ------------------------------------------------------------------------------- */

/* A command goes somewhere, or it answers behind the line that tells where one is. */
static const struct command {
	struct text name, alias;
	int move; /* an enum step_move, or -1 */
	void (*answer)(struct step_debugger *d, struct text argument);
} commands[] = {
	{ TEXT("n"), TEXT("next"), STEP_NEXT, NULL },
	{ TEXT("s"), TEXT("step"), STEP_INTO, NULL },
	{ TEXT("o"), TEXT("over"), STEP_OVER, NULL },
	{ TEXT("f"), TEXT("finish"), STEP_FINISH, NULL },
	{ TEXT("b"), TEXT("back"), STEP_BACK, NULL },
	{ TEXT("c"), TEXT("continue"), STEP_CONTINUE, NULL },
	{ TEXT("rc"), TEXT("reverse-continue"), STEP_REVERSE, NULL },
	{ TEXT("goto"), TEXT("g"), -1, debugger_goto },
	{ TEXT("break"), TEXT("breakpoint"), -1, debugger_break },
	{ TEXT("delete"), TEXT("d"), -1, debugger_delete },
	{ TEXT("watch"), TEXT("w"), -1, debugger_watch },
	{ TEXT("p"), TEXT("value"), -1, debugger_value },
	{ TEXT("who"), TEXT("who"), -1, debugger_who },
	{ TEXT("history"), TEXT("history"), -1, debugger_history },
	{ TEXT("find"), TEXT("find"), -1, debugger_find },
	{ TEXT("vars"), TEXT("locals"), -1, debugger_variables },
	{ TEXT("args"), TEXT("arguments"), -1, debugger_arguments },
	{ TEXT("bt"), TEXT("backtrace"), -1, debugger_stack },
	{ TEXT("l"), TEXT("list"), -1, debugger_list },
	{ TEXT("up"), TEXT("up"), -1, debugger_up },
	{ TEXT("down"), TEXT("down"), -1, debugger_down },
	{ TEXT("print"), TEXT("log"), -1, debugger_print_at },
	{ TEXT("x"), TEXT("run"), -1, run_again },
};
enum { COMMANDS = sizeof(commands) / sizeof(*commands) };

static void
help(struct step_debugger *d)
{
	static const char *const lines[] = {
		"n, s, o            next event; into a call; over a call (n 5: five times)",
		"f, b               finish this call, to its exit; back one event",
		"c, rc              forward, backward to the next error, breakpoint or watch",
		"goto 4             to a position; goto TIME, goto +543us: the last event then",
		"break NAME         stop where calls begin; NAME may have * and ?",
		"break NAME if EXPR the same, where EXPR holds; break error; break VAR=VALUE",
		"watch VAR          stop where VAR gets another value",
		"break, delete N    list breakpoints and watches; delete one",
		"p VAR, who VAR     its value here; the event that set it",
		"history VAR        all its values; find VALUE: where a value occurs",
		"vars, args         variables and arguments of the frame",
		"bt, up, down       the call stack; look at the caller, and back",
		"l                  the events around here",
		"print EXPR at NAME EXPR in every call of NAME, at once",
		"x                  run this call again, with the command of --exec",
		"h, q, empty line   help; quit; the last command again",
		"",
		"EXPR is NAME, or NAME OP VALUE with == != < <= > >= ~ (* and ?) or in, joined",
		"by and, or, not and brackets: amount > 50 and not user.name ~ \"ann*\"",
	};
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		if (*lines[i])
			debugger_say(d, lines[i]);
		else
			buf_char(d->answer, '\n');
	}
}

static bool
is_one_of(struct text t, struct text a, struct text b, struct text c)
{
	return text_eq(t, a) || text_eq(t, b) || text_eq(t, c);
}

void
debugger_add_commands(struct debugger_names *names)
{
	for (size_t i = 0; i < COMMANDS; i++) {
		names->name =
		    mem_grow(names->name, &names->cap, names->n + 1, sizeof(*names->name));
		names->name[names->n++] = commands[i].name;
	}
}

static void
say_no_command(struct step_debugger *d, struct text name)
{
	struct text names[2 * COMMANDS];
	for (size_t i = 0; i < COMMANDS; i++) {
		names[2 * i] = commands[i].name;
		names[2 * i + 1] = commands[i].alias;
	}
	const struct text near = text_nearest(name, names, 2 * COMMANDS);
	step_debugger_put_where(d, d->answer);
	if (near.p) {
		debugger_say_of(d, "no such command: ", name, "");
		debugger_say_of(d, "did you mean ", near, "? Type h for all commands.");
	} else {
		debugger_say_of(d, "no such command: ", name, "; type h for all commands");
	}
}

static void
carry_out(struct step_debugger *d, struct text name, struct text argument)
{
	size_t i = 0;
	while (
	    i < COMMANDS && !text_eq(name, commands[i].name) && !text_eq(name, commands[i].alias))
		i++;
	if (is_one_of(name, TEXT("h"), TEXT("help"), TEXT("?"))) {
		step_debugger_put_where(d, d->answer);
		help(d);
	} else if (i == COMMANDS) {
		say_no_command(d, name);
	} else if (commands[i].move >= 0) {
		debugger_move(d, (enum step_move)commands[i].move, argument);
	} else {
		/* goto puts that line itself, once it is there */
		if (commands[i].answer != debugger_goto)
			step_debugger_put_where(d, d->answer);
		commands[i].answer(d, argument);
	}
}

bool
step_debugger_knows(struct text line)
{
	size_t n = 0;
	while (n < line.n && line.p[n] != ' ' && line.p[n] != '\t')
		n++;
	const struct text name = { line.p, n };
	for (size_t i = 0; i < COMMANDS; i++)
		if (text_eq(name, commands[i].name) || text_eq(name, commands[i].alias))
			return true;
	return is_one_of(name, TEXT("h"), TEXT("help"), TEXT("?")) ||
	       is_one_of(name, TEXT("q"), TEXT("quit"), TEXT("exit"));
}

bool
step_debugger_do(struct step_debugger *d, struct text line, struct buf *answer)
{
	struct buf command = { 0 };
	line = text_trim(line);
	if (line.n == 0)
		line = buf_as_text(&d->last);
	if (line.n == 0 && d->shown)
		line = TEXT("n");
	buf_text(&command, line);
	line = buf_as_text(&command);
	size_t n = 0;
	while (n < line.n && line.p[n] != ' ' && line.p[n] != '\t')
		n++;
	const struct text name = { line.p, n };
	const struct text argument = text_trim((struct text){ line.p + n, line.n - n });
	const bool quits = is_one_of(name, TEXT("q"), TEXT("quit"), TEXT("exit"));
	d->answer = answer;
	d->unwanted = false;
	d->turns = 0;
	if (!quits && step_position(d->session) > 0) {
		if (line.n == 0)
			step_debugger_put_where(d, answer);
		else
			carry_out(d, name, argument);
	}
	arena_reset(&d->arena);
	buf_free(&d->last);
	d->last = command;
	return !quits;
}
