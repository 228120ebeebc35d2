/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include "base/glob.h"
#include "base/number.h"
#include "json/write.h"
#include "step/debugger_private.h"
#include "view/step.h"
#include "view/value.h"

/* ---- what they are -------------------------------------------------------------------------- */

static void
put_place(struct view_line *l, const struct step_break *b)
{
	view_text(l, b->name);
	view_char(l, ':');
	debugger_put_number(l, b->line);
}

void
debugger_put_break(struct view_line *l, const struct step_break *b)
{
	switch (b->kind) {
	case STEP_BREAK_NAME: view_text(l, b->name); break;
	case STEP_BREAK_ERROR:
		view_put(l, b->name.p ? "error " : "error");
		view_text(l, b->name);
		break;
	case STEP_BREAK_VALUE:
		view_text(l, b->name);
		view_char(l, '=');
		view_value(l, b->value, view_room(l, 0));
		break;
	case STEP_BREAK_LINE: put_place(l, b); break;
	case STEP_WATCH: view_text(l, b->name); break;
	}
	if (!b->condition.p)
		return;
	view_put(l, " if ");
	view_text(l, b->condition);
}

/* `breakpoint 1: calculate_tax: 3 places, the first #3` */
static void
say_break(struct step_debugger *d, const struct step_break *b)
{
	struct view_line l = debugger_begin(d);
	view_put(&l, b->kind == STEP_WATCH ? "watch " : "breakpoint ");
	debugger_put_number(&l, b->number);
	view_put(&l, ": ");
	debugger_put_break(&l, b);
	view_put(&l, ": ");
	if (b->places == 0) {
		view_put(&l, "no place");
	} else {
		view_counted(&l, b->places, "place");
		view_put(&l, b->places > 1 ? ", the first " : ", ");
		debugger_put_position(&l, b->position[0]);
	}
	debugger_end(d, &l);
}

static void
say_breaks(struct step_debugger *d)
{
	size_t n;
	const struct step_break *const *list = step_breaks(d->session, &n);
	for (size_t i = 0; i < n && !debugger_should_end(d); i++)
		say_break(d, list[i]);
	if (n == 0)
		debugger_say(d, "no breakpoint or watch is set");
}

/* ---- names that nothing has ----------------------------------------------------------------- */

static bool
has_match(const struct debugger_names *k, struct text glob)
{
	const struct glob g = glob_of(glob);
	for (size_t i = 0; i < k->n; i++)
		if (glob_holds(&g, k->name[i]))
			return true;
	return false;
}

/* Suggests the name of a call or of a variable. */
static void
say_near(struct step_debugger *d, const struct step_break *b)
{
	struct debugger_names k = { 0 };
	debugger_add_variables(d, &k);
	const struct text near = text_nearest(b->name, k.name, k.n);
	if (near.p && !text_eq(near, b->name))
		debugger_say_of(d, "did you mean ", near, "?");
	free(k.name);
}

static void
say_no_call(struct step_debugger *d, const struct step_break *b)
{
	struct debugger_names k = { 0 };
	debugger_add_calls(d, &k);
	const struct text near = text_nearest(b->name, k.name, k.n);
	if (b->condition.p && has_match(&k, b->name))
		debugger_say(d, "the condition holds in no call of that name");
	else
		debugger_say_of(d, "no call is named ", b->name, "");
	if (near.p && !has_match(&k, b->name))
		debugger_say_of(d, "did you mean ", near, "?");
	free(k.name);
}

static void
say_no_place(struct step_debugger *d, const struct step_break *b)
{
	switch (b->kind) {
	case STEP_BREAK_NAME: say_no_call(d, b); break;
	case STEP_BREAK_ERROR: debugger_say(d, "nothing failed that way"); break;
	case STEP_BREAK_VALUE:
		debugger_say_of(d, "no variable or argument gets that value: ", b->name, "");
		break;
	case STEP_BREAK_LINE: debugger_say(d, "nothing recorded is there"); break;
	case STEP_WATCH:
		debugger_say_of(d, "no variable or argument is named ", b->name, "");
		break;
	}
	if (b->kind == STEP_BREAK_VALUE || b->kind == STEP_WATCH)
		say_near(d, b);
}

/* ---- setting them --------------------------------------------------------------------------- */

static void
set(struct step_debugger *d, const struct step_break *b)
{
	struct err e;
	const struct step_break *is = step_break_add(d->session, b, &e);
	if (!is) {
		debugger_say_error(d, "not set: ", &e);
		return;
	}
	say_break(d, is);
	if (is->places == 0)
		say_no_place(d, is);
}

/* The place of a word between blanks, outside quotes; or n if there is none. */
static size_t
find_word(struct text t, const char *word, bool last)
{
	const size_t n = strlen(word);
	size_t found = t.n;
	bool quoted = false;
	for (size_t i = 0; i + n < t.n; i++) {
		quoted ^= t.p[i] == '"' && (i == 0 || t.p[i - 1] != '\\');
		if (quoted || i == 0 || t.p[i - 1] != ' ' || memcmp(t.p + i, word, n) != 0 ||
		    t.p[i + n] != ' ')
			continue;
		found = i;
		if (!last)
			break;
	}
	return found;
}

static struct text
part(struct text t, size_t from, size_t to)
{
	return text_trim((struct text){ t.p + from, to - from });
}

/* What the model has in the place of a value, if that is redacted. */
static struct text
redacted(struct step_debugger *d, struct text json)
{
	struct buf plain = { 0 }, other = { 0 };
	if (d->setup.redact && json.n >= 2 && json.p[0] == '"') {
		const struct text t =
		    json_unescaped(&d->arena, (struct text){ json.p + 1, json.n - 2 });
		if (d->setup.redact(d->setup.redact_context, t, &plain)) {
			json_put_string(&other, buf_as_text(&plain));
			json = arena_text(&d->arena, buf_as_text(&other));
		}
	}
	buf_free(&plain);
	buf_free(&other);
	return json;
}

static void
say_how(struct step_debugger *d)
{
	debugger_say(d, "type break NAME, break NAME if EXPR, break VAR=VALUE, or break error");
}

static void
set_value(struct step_debugger *d, struct text t, const char *equals)
{
	const size_t at = (size_t)(equals - t.p);
	const size_t behind = at + 1 + (at + 1 < t.n && t.p[at + 1] == '=');
	const struct text value = part(t, behind, t.n);
	struct step_break b = { .kind = STEP_BREAK_VALUE, .name = part(t, 0, at) };
	if (b.name.n == 0 || value.n == 0) {
		say_how(d);
		return;
	}
	b.name = debugger_name(d, b.name);
	b.value = redacted(d, step_value_read(value, &d->arena));
	set(d, &b);
}

static bool
ends_in_if(struct text t)
{
	return t.n > 3 && memcmp(t.p + t.n - 3, " if", 3) == 0;
}

void
debugger_break(struct step_debugger *d, struct text argument)
{
	const size_t condition = find_word(argument, "if", false);
	const char *equals =
	    argument.n > 0 && argument.p[0] != '"' ? memchr(argument.p, '=', argument.n) : NULL;
	struct step_break b = { .kind = STEP_BREAK_NAME };
	if (argument.n == 0)
		say_breaks(d);
	if (argument.n == 0 || ends_in_if(argument)) {
		say_how(d);
		return;
	}
	if (text_eq(argument, TEXT("error"))) {
		b.kind = STEP_BREAK_ERROR;
	} else if (condition < argument.n) {
		b.name = debugger_name(d, part(argument, 0, condition));
		b.condition = part(argument, condition + 2, argument.n);
	} else if (equals) {
		set_value(d, argument, equals);
		return;
	} else {
		b.name = debugger_name(d, argument);
	}
	set(d, &b);
}

void
debugger_watch(struct step_debugger *d, struct text argument)
{
	const struct step_break b = { .kind = STEP_WATCH, .name = debugger_name(d, argument) };
	if (argument.n == 0)
		debugger_say(d, "type watch and the name of a variable: watch total");
	else
		set(d, &b);
}

void
debugger_delete(struct step_debugger *d, struct text argument)
{
	uint64_t number;
	if (argument.n == 0 || number_u64(argument, &number) < 0) {
		debugger_say(d, "type delete and the number of a breakpoint or watch: delete 1");
		say_breaks(d);
		return;
	}
	if (number > UINT32_MAX || !step_break_delete(d->session, (uint32_t)number)) {
		debugger_say_of(d, "there is no breakpoint or watch ", argument, "");
		say_breaks(d);
		return;
	}
	struct view_line l = debugger_begin(d);
	view_put(&l, "deleted ");
	debugger_put_number(&l, number);
	debugger_end(d, &l);
}

/* ---- log points ----------------------------------------------------------------------------- */

struct logging {
	struct step_debugger *debugger;
	const struct step_condition *condition;
	struct text expr, name; /* name: absent, if it is not only a name */
	uint64_t calls;
};

static int
log_call(void *context, const struct step_frame *f)
{
	struct logging *k = context;
	struct step_debugger *d = k->debugger;
	struct step_frame in;
	struct step_variable v;
	struct view_line l = debugger_begin(d);
	debugger_put_position(&l, step_enter(d->index, f->call));
	view_char(&l, ' ');
	view_text(&l, step_name(&d->model->call[f->call]));
	view_put(&l, ": ");
	if (!k->name.p) {
		view_text(&l, k->expr);
		view_put(
		    &l, step_condition_holds(k->condition, d->index, f) ? ": true" : ": false");
	} else if (step_lookup(d->index, f, k->name, &in, &v)) {
		debugger_put_value(&l, k->name, v.value, 0);
	} else {
		view_text(&l, k->name);
		view_put(&l, " is not recorded");
	}
	debugger_end(d, &l);
	k->calls++;
	return debugger_should_end(d);
}

void
debugger_print_at(struct step_debugger *d, struct text argument)
{
	const size_t at = find_word(argument, "at", true);
	struct logging k = { .debugger = d };
	struct err e;
	if (at == argument.n) {
		if (argument.n > 0)
			debugger_value(d, argument);
		else
			debugger_say(d, "type print EXPR at NAME: print amount at calculate_tax");
		return;
	}
	const struct text name = debugger_name(d, part(argument, at + 2, argument.n));
	k.expr = part(argument, 0, at);
	k.condition = step_condition_read(k.expr, &d->arena, &e);
	if (!k.condition) {
		debugger_say_error(d, "not an expression: ", &e);
		return;
	}
	if (!step_condition_is_name(k.condition, &k.name))
		k.name = TEXT_ABSENT;
	const int result = step_log_point(d->session, k.condition, name, log_call, &k);
	if (result < 0)
		debugger_say(d, "interrupted");
	if (result == 0 && k.calls == 0) {
		const struct step_break b = { .kind = STEP_BREAK_NAME, .name = name };
		say_no_place(d, &b);
	}
}
