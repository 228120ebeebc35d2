/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "step/dap_private.h"
#include "view/value.h"

/* What a user types: expressions and, in the console, the debugger's commands. */

enum { STRING_ROOM = 1 << 16, STEP_WIDTH = 120 };

/* ---- expressions ---------------------------------------------------------------------------- */

struct evaluate {
	struct text expression, context;
	uint64_t frame;
	uint32_t level; /* of the frame, from the innermost */
	size_t trace;
};

/* Takes a command and the blanks behind it away. */
static bool
take_word(struct text *t, const char *word)
{
	const size_t n = strlen(word);
	if (t->n <= n || memcmp(t->p, word, n) != 0 || t->p[n] != ' ')
		return false;
	*t = text_trim((struct text){ t->p + n, t->n - n });
	return true;
}

static int
find_value(struct dap *d, const struct step_frame *from, struct text name, struct step_variable *v,
    struct err *e)
{
	struct step_frame f;
	if (step_lookup(d->index, from, name, &f, v))
		return 0;
	struct buf shown = { 0 };
	buf_visible(&shown, (struct text){ name.p, name.n < 80 ? name.n : 80 });
	err_set(e, "%.*s: no value is known here, in this frame or its callers", (int)shown.n,
	    shown.p ? shown.p : "");
	buf_free(&shown);
	return -1;
}

/* The event that set a variable. */
static void
put_who(struct dap *d, struct buf *body, const struct step_variable *v)
{
	struct buf b = { 0 };
	dap_put_step(d, &b, v->position, STEP_WIDTH);
	json_member_string(body, "result", buf_as_text(&b));
	json_member_u64(body, "variablesReference", 0);
	buf_free(&b);
}

static int
evaluate(struct dap *d, const struct evaluate *a, const struct step_frame *f, struct buf *body,
    struct err *e)
{
	struct text t = text_trim(a->expression), name;
	struct step_variable v;
	const bool who = take_word(&t, "who");
	if (!who)
		take_word(&t, "p");
	const struct step_condition *c = step_condition_read(t, &d->request, e);
	if (!c)
		return -1;
	if (!step_condition_is_name(c, &name)) {
		if (who)
			return err_set(e, "who: a name is needed, not a condition");
		if (!step_condition_known(c, d->index, f))
			return err_set(e, "a name in it has no value here");
		json_member_string(body, "result",
		    step_condition_holds(c, d->index, f) ? TEXT("true") : TEXT("false"));
		json_member_u64(body, "variablesReference", 0);
		return 0;
	}
	if (find_value(d, f, name, &v, e) < 0)
		return -1;
	if (who)
		put_who(d, body, &v);
	else if (text_eq(a->context, TEXT("clipboard"))) {
		dap_member_value(body, "result", v.value, SIZE_MAX);
		json_member_u64(body, "variablesReference", 0);
	} else
		dap_put_value(d, body, "result", v.value, arena_text(&d->stop, name));
	return 0;
}

/* ---- commands ------------------------------------------------------------------------------- */

/* Looks at the frame that the client has chosen. */
static void
look_at(struct dap *d, const struct evaluate *a)
{
	if (a->frame == 0 && step_position(d->session) == d->position[a->trace])
		return;
	step_go(d->session, d->position[a->trace]);
	for (uint32_t i = 0; i < a->level && step_up(d->session); i++)
		;
}

/* Runs stop at the client's breakpoints, which the engine does not have.  Returns 1 if the line is
 * a command to run, 0 if it is not, or -1 with *e filled. */
static int
take_run(struct dap *d, const struct evaluate *a, struct text line, struct err *e)
{
	static const struct text names[] = { TEXT("c"), TEXT("continue"), TEXT("rc"),
		TEXT("reverse-continue") };
	const char *blank = line.n > 0 ? memchr(line.p, ' ', line.n) : NULL;
	const struct text name = { line.p, blank ? (size_t)(blank - line.p) : line.n };
	const size_t i = text_among(name, names, 4);
	if (i == 4)
		return 0;
	if (blank)
		return err_set(e, "%s takes no number here", names[i].p);
	d->trace = a->trace;
	d->typed = true;
	d->next = i < 2 ? DAP_NEXT_RUN : DAP_NEXT_RUN_BACK;
	return 1;
}

/* Carries out a command of the debugger.  If it goes somewhere, the session has stopped there. */
static int
command(struct dap *d, const struct evaluate *a, struct buf *body, struct err *e)
{
	struct buf answer = { 0 };
	const struct text line = text_trim(a->expression);
	if (!d->started || d->terminated)
		return err_set(e, "the session has %s", d->started ? "ended" : "not begun");
	look_at(d, a);
	const uint64_t before = step_position(d->session);
	const int runs = take_run(d, a, line, e);
	if (runs < 0)
		return -1;
	if (runs == 0) {
		if (!step_debugger_do(d->debugger, line, &answer))
			d->next = DAP_NEXT_END;
		d->reason = "step";
		d->note = NULL;
		if (step_position(d->session) != before) {
			dap_is_at_position(d, step_position(d->session));
			d->typed = true;
			d->next = DAP_NEXT_STOPPED;
		}
	}
	answer.n -= answer.n > 0 && answer.p[answer.n - 1] == '\n';
	json_member_string(body, "result", buf_as_text(&answer));
	json_member_u64(body, "variablesReference", 0);
	buf_free(&answer);
	return 0;
}

static int
find_frame(struct dap *d, struct evaluate *a, struct step_frame *frame, struct err *e)
{
	const struct dap_frame_id *f = NULL;
	a->trace = d->trace;
	if (a->frame == 0) {
		*frame = step_frame_at(d->index, d->position[d->trace]);
		return 0;
	}
	if (dap_frame_of(d, a->frame, &f, e) < 0)
		return -1;
	*frame = f->frame;
	a->level = f->level;
	a->trace = f->trace;
	return 0;
}

int
dap_evaluate(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	static const struct json_row rows[] = {
		DAP_REQUIRED(struct evaluate, expression, "expression", JSON_ROW_TEXT),
		DAP_OPTIONAL(struct evaluate, context, "context", JSON_ROW_TEXT),
		DAP_OPTIONAL(struct evaluate, frame, "frameId", JSON_ROW_U64),
	};
	struct evaluate a = { .frame = 0 };
	struct step_frame frame;
	if (DAP_ARGUMENTS(r, rows, &a, e) < 0 || find_frame(d, &a, &frame, e) < 0)
		return -1;
	struct text t = text_trim(a.expression);
	/* p is a command, but its value can be opened here */
	if (text_eq(a.context, TEXT("repl")) && !take_word(&t, "p") && step_debugger_knows(t))
		return command(d, &a, body, e);
	if (evaluate(d, &a, &frame, body, e) == 0)
		return 0;
	if (text_eq(a.context, TEXT("repl"))) {
		const struct err why = *e;
		err_set(e, "%.*s; h lists the commands", 400, why.text);
	}
	return -1;
}

/* ---- log points ----------------------------------------------------------------------------- */

static void
put_expression(struct dap *d, struct buf *b, struct text t, const struct step_frame *f)
{
	struct arena a = { 0 };
	struct step_frame found;
	struct step_variable v;
	struct text name;
	struct err e;
	const struct view_style style = { .width = STRING_ROOM, .utf8 = true };
	struct view_line l = { .b = b, .style = &style };
	const struct step_condition *c = step_condition_read(text_trim(t), &a, &e);
	if (!c)
		buf_printf(b, "{%s}", e.text);
	else if (!step_condition_is_name(c, &name))
		view_put(&l, step_condition_holds(c, d->index, f) ? "true" : "false");
	else if (step_lookup(d->index, f, name, &found, &v))
		view_value(&l, v.value, STRING_ROOM);
	else
		view_put(&l, "?");
	arena_free(&a);
}

void
dap_put_message(struct dap *d, struct buf *b, struct text message, const struct step_frame *f)
{
	while (message.n > 0) {
		const char *open = memchr(message.p, '{', message.n);
		const size_t before = open ? (size_t)(open - message.p) : message.n;
		buf_visible(b, (struct text){ message.p, before });
		message = (struct text){ message.p + before, message.n - before };
		const char *close = message.n > 0 ? memchr(message.p, '}', message.n) : NULL;
		if (!close) {
			buf_visible(b, message);
			return;
		}
		put_expression(
		    d, b, (struct text){ message.p + 1, (size_t)(close - message.p) - 1 }, f);
		message.n -= (size_t)(close + 1 - message.p);
		message.p = close + 1;
	}
}

/* ---- completion ----------------------------------------------------------------------------- */

struct complete {
	struct text text;
	uint64_t column, frame;
};

static void
put_target(struct buf *body, struct text word)
{
	json_begin(body, '{');
	dap_member_visible(body, "label", word);
	json_member_string(
	    body, "type", step_debugger_knows(word) ? TEXT("keyword") : TEXT("variable"));
	json_end(body, '}');
}

int
dap_completions(struct dap *d, const struct dap_request *r, struct buf *body, struct err *e)
{
	static const struct json_row rows[] = {
		DAP_REQUIRED(struct complete, text, "text", JSON_ROW_TEXT),
		DAP_REQUIRED(struct complete, column, "column", JSON_ROW_U64),
		DAP_OPTIONAL(struct complete, frame, "frameId", JSON_ROW_U64),
	};
	struct complete a = { .frame = 0 };
	struct step_frame frame;
	struct buf words = { 0 };
	if (DAP_ARGUMENTS(r, rows, &a, e) < 0)
		return -1;
	struct evaluate where = { .frame = a.frame };
	if (find_frame(d, &where, &frame, e) < 0)
		return -1;
	look_at(d, &where);
	const uint64_t column = a.column - (a.column > 0 && !d->columns_from_0);
	const struct text begun = { a.text.p, column < a.text.n ? (size_t)column : a.text.n };
	step_debugger_complete(d->debugger, begun, &words);
	if (!memchr(begun.p, ' ', begun.n))
		dap_put_names(d, &frame, begun, &words);
	json_member_begin(body, "targets", '[');
	for (struct text t = buf_as_text(&words); t.n > 0;) {
		const char *end = memchr(t.p, '\n', t.n);
		const size_t n = end ? (size_t)(end - t.p) : t.n;
		put_target(body, (struct text){ t.p, n });
		t.p += n + (end != NULL);
		t.n -= n + (end != NULL);
	}
	json_end(body, ']');
	buf_free(&words);
	return 0;
}
