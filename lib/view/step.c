/* SPDX-License-Identifier: MIT */
#include "view/step.h"

#include "trace/put.h"
#include "view/value.h"

static bool
is_text(const struct trace_text *t, struct text other)
{
	return t && text_eq(trace_text_of(t), other);
}

struct text
step_name(const struct trace_call *c)
{
	return trace_text_of(c->name ? c->name : c->id);
}

/* A word of the program's own, in a colour. */
static void
put_word(struct view_line *l, const char *word, enum color c)
{
	const size_t from = l->b->n;
	view_put(l, word);
	view_color(l, from, c);
}

static void
put_name(struct view_line *l, const struct trace_call *c)
{
	const size_t from = l->b->n;
	view_text(l, step_name(c));
	view_color(l, from, COLOR_NAME);
}

static void
put_behind(struct view_line *l, const struct view_line *behind)
{
	buf_text(l->b, buf_as_text(behind->b));
	l->column += behind->column;
}

void
step_put_call(struct view_line *l, const struct trace_model *m, uint32_t call, size_t reserve)
{
	const struct trace_call *c = &m->call[call];
	put_name(l, c);
	if (!c->input && c->kind != TRACE_FUNCTION)
		return;
	view_char(l, '(');
	if (c->input)
		view_members(l, trace_text_of(c->input), view_room(l, reserve + 1));
	view_char(l, ')');
}

/* ---- ENTER ---------------------------------------------------------------------------------- */

static void
put_in_brackets(struct view_line *l, size_t *n, struct text t)
{
	view_put(l, (*n)++ == 0 ? " [" : ", ");
	view_text(l, t);
}

void
step_put_about(struct view_line *l, const struct trace_model *m, uint32_t call)
{
	static const struct text odd[TRACE_NOTES] = { TEXT_ABSENT, TEXT("no entry recorded"),
		TEXT("parent not in the input"), TEXT("id of another call"),
		TEXT("opened a circle of parents"), TEXT("ended before it began") };
	const struct trace_call *c = &m->call[call];
	const struct trace_text *outer =
	    c->parent == TRACE_NONE ? NULL : m->call[c->parent].service;
	size_t n = 0;
	if (c->kind != TRACE_FUNCTION && c->kind != TRACE_SPAN)
		put_in_brackets(l, &n, trace_kind_names[c->kind]);
	if (c->service && c->service != outer)
		put_in_brackets(l, &n, trace_text_of(c->service));
	for (unsigned i = 1; i < TRACE_NOTES && c->notes >> i > 0; i++)
		if (c->notes >> i & 1)
			put_in_brackets(l, &n, odd[i]);
	if (n > 0)
		view_char(l, ']');
}

void
step_put_enter(
    struct view_line *l, const struct trace_model *m, uint32_t call, const struct view_line *behind)
{
	view_put(l, "ENTER ");
	step_put_call(l, m, call, behind->column);
	put_behind(l, behind);
}

/* ---- EXIT ----------------------------------------------------------------------------------- */

static void
put_tokens(struct view_line *l, const struct trace_call_more *more)
{
	static const char *const what[TRACE_USAGES] = { "in", "out", "cached",
		"written to the cache", "reasoning" };
	const char *before = "; tokens: ";
	for (unsigned i = 0; i < TRACE_USAGES; i++) {
		/* many programs record that they used no cache and did not reason */
		if (more->usage[i] < (i > TRACE_OUTPUT_TOKENS))
			continue;
		view_put(l, before);
		view_count(l, (uint64_t)more->usage[i]);
		view_char(l, ' ');
		view_put(l, what[i]);
		before = ", ";
	}
}

void
step_put_llm(struct view_line *l, const struct trace_call *c)
{
	if (!c->more || !c->more->llm)
		return;
	if (c->more->model) {
		view_put(l, "; ");
		view_text(l, trace_text_of(c->more->model));
	}
	put_tokens(l, c->more);
	if (c->more->cost_usd) {
		view_put(l, "; $");
		view_text(l, trace_text_of(c->more->cost_usd));
	}
}

void
step_put_error(struct view_line *l, const struct trace_text *type, const struct trace_text *message)
{
	const size_t from = l->b->n;
	if (type)
		view_text(l, trace_text_of(type));
	view_color(l, from, COLOR_BAD);
	if (!message || trace_text_of(message).n == 0)
		return;
	if (type)
		view_put(l, ": ");
	view_text(l, trace_text_of(message));
}

void
step_put_where(struct view_line *l, const struct trace_call *c, const struct trace_text *where)
{
	if (!where && c->line == 0)
		return;
	view_put(l, " at ");
	const size_t from = l->b->n;
	if (where) {
		view_text(l, trace_text_of(where));
	} else {
		view_text(l, step_name(c));
		view_char(l, ':');
		const size_t digits = l->b->n;
		buf_u64(l->b, c->line);
		l->column += l->b->n - digits;
	}
	view_color(l, from, COLOR_PLACE);
}

static bool
is_same(const struct trace_text *a, const struct trace_text *b)
{
	return a == b || (a && b && text_eq(trace_text_of(a), trace_text_of(b)));
}

/* Appends the error of a call, unless one of its events has told it. */
static void
put_own_error(struct view_line *l, const struct trace_model *m, const struct trace_call *c)
{
	if (c->status != TRACE_ERROR || !c->more || (!c->more->error_type && !c->more->message))
		return;
	for (uint32_t n = c->event; n > 0; n = m->event[n - 1].next) {
		const struct trace_event *e = &m->event[n - 1];
		if (e->type == TRACE_ERROR_EVENT &&
		    is_same(e->text[TRACE_ERROR_TYPE], c->more->error_type) &&
		    is_same(e->text[TRACE_ERROR_MESSAGE], c->more->message))
			return;
	}
	view_put(l, ": ");
	step_put_error(l, c->more->error_type, c->more->message);
	step_put_where(l, c, c->more->where);
}

void
step_put_exit(
    struct view_line *l, const struct trace_model *m, uint32_t call, const struct view_line *behind)
{
	static const char *const word[TRACE_STATUSES] = { "open", "ok", "error" };
	static const enum color color[TRACE_STATUSES] = { COLOR_OPEN, COLOR_GOOD, COLOR_BAD };
	const struct trace_call *c = &m->call[call];
	view_put(l, "EXIT ");
	put_name(l, c);
	view_put(l, ": ");
	put_word(l, word[c->status], color[c->status]);
	if (c->duration_ns != TRACE_NO_TIME) {
		view_put(l, " after ");
		view_duration(l, c->duration_ns);
	}
	put_own_error(l, m, c);
	step_put_llm(l, c);
	put_behind(l, behind);
	if (!c->output || (is_text(c->output, TEXT("null")) && !l->style->full))
		return;
	view_char(l, ' ');
	view_glyph(l, VIEW_GIVES);
	view_char(l, ' ');
	view_value(l, trace_text_of(c->output), view_room(l, 0));
}

void
step_put_no_exit(struct view_line *l, const struct trace_model *m, uint32_t call)
{
	const struct trace_call *c = &m->call[call];
	put_word(l, "no exit recorded", COLOR_OPEN);
	put_own_error(l, m, c);
	step_put_llm(l, c);
}

/* ---- events --------------------------------------------------------------------------------- */

static void
put_plain(struct view_line *l, const struct trace_text *t)
{
	if (!t)
		return;
	view_char(l, ' ');
	view_text(l, trace_text_of(t));
}

static void
put_json(struct view_line *l, const struct trace_text *json)
{
	if (!json)
		return;
	view_char(l, ' ');
	view_value(l, trace_text_of(json), view_room(l, 0));
}

static void
put_variable(struct view_line *l, const struct trace_event *e, const struct trace_event *last,
    size_t reserve)
{
	view_put(l, "SET");
	put_plain(l, e->text[TRACE_NAME]);
	view_put(l, " = ");
	const struct text value = trace_text_of(e->text[TRACE_VALUE]);
	const struct text end = trace_text_of(last->text[TRACE_VALUE]);
	const size_t room = view_room(l, reserve), between = l->style->utf8 ? 3 : 5;
	if (e == last || !end.p) {
		view_value(l, value.p ? value : TEXT("null"), room);
		return;
	}
	view_value(l, value.p ? value : TEXT("null"), room > between ? (room - between) / 2 : 0);
	view_char(l, ' ');
	view_glyph(l, VIEW_ELLIPSIS);
	view_char(l, ' ');
	view_value(l, end, view_room(l, reserve));
}

static void
put_loop(struct view_line *l, const struct trace_event *e)
{
	const struct trace_text *phase = e->text[TRACE_PHASE];
	view_put(l, "LOOP");
	put_plain(l, e->text[TRACE_LOOP_TYPE]);
	if (is_text(phase, TEXT("entry")))
		view_put(l, " begins");
	else if (is_text(phase, TEXT("exit")))
		view_put(l, " ends");
	else
		put_plain(l, phase);
	put_json(l, e->text[TRACE_ITERATION]);
	if (!e->text[TRACE_ITERATIONS])
		return;
	view_put(l, e->text[TRACE_ITERATION]       ? " of"
		    : is_text(phase, TEXT("exit")) ? " after"
						   : ":");
	put_json(l, e->text[TRACE_ITERATIONS]);
	view_put(l, is_text(e->text[TRACE_ITERATIONS], TEXT("1")) ? " iteration" : " iterations");
}

static void
put_branch(struct view_line *l, const struct trace_event *e)
{
	const struct trace_text *taken = e->text[TRACE_TAKEN];
	view_put(l, "IF");
	put_plain(l, e->text[TRACE_CONDITION]);
	if (!taken)
		return;
	if (is_text(taken, TEXT("true"))) {
		view_put(l, ": taken");
	} else if (is_text(taken, TEXT("false"))) {
		view_put(l, ": not taken");
	} else {
		view_put(l, " took");
		put_json(l, taken);
	}
}

static void
put_log(struct view_line *l, const struct trace_event *e)
{
	view_put(l, "LOG");
	put_plain(l, e->text[TRACE_LEVEL]);
	if (e->text[TRACE_LEVEL])
		view_char(l, ':');
	put_plain(l, e->text[TRACE_MESSAGE]);
}

static void
put_failure(struct view_line *l, const struct trace_call *c, const struct trace_event *e)
{
	put_word(l, "ERROR", COLOR_ERROR);
	if (e->text[TRACE_ERROR_TYPE] || e->text[TRACE_ERROR_MESSAGE])
		view_char(l, ' ');
	step_put_error(l, e->text[TRACE_ERROR_TYPE], e->text[TRACE_ERROR_MESSAGE]);
	step_put_where(l, c, e->text[TRACE_ERROR_WHERE]);
}

/* Attributes of a log belong to what it says; those of other events are seldom worth a line. */
static void
put_attributes(struct view_line *l, const struct trace_event *e, size_t reserve)
{
	enum { ROOM_LEAST = 16 };
	const size_t room = view_room(l, reserve + 3);
	if (!e->attributes || trace_text_of(e->attributes).n <= 2 ||
	    (!l->style->full && (e->type != TRACE_LOG || room < ROOM_LEAST)))
		return;
	view_put(l, " {");
	view_members(l, trace_text_of(e->attributes), room);
	view_char(l, '}');
}

void
step_put_event(struct view_line *l, const struct trace_model *m, uint32_t call,
    const struct trace_event *e, const struct trace_event *last, const struct view_line *behind)
{
	switch ((enum trace_event_type)e->type) {
	case TRACE_VARIABLE: put_variable(l, e, last, behind->column); break;
	case TRACE_LOOP: put_loop(l, e); break;
	case TRACE_BRANCH: put_branch(l, e); break;
	case TRACE_LOG: put_log(l, e); break;
	case TRACE_ERROR_EVENT: put_failure(l, &m->call[call], e); break;
	}
	put_attributes(l, e, behind->column);
	put_behind(l, behind);
}
