/* SPDX-License-Identifier: MIT */
#include "cmd/trace/expect.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/cli/load.h"
#include "cmd/cli/random.h"
#include "json/write.h"
#include "trace/places.h"
#include "trace/totals.h"
#include "view/line.h"

enum { ENOUGH = 1 << 18 };

int
expect_check(struct command *c)
{
	struct options *o = &c->settings.options;
	if (c->tap && !c->expect_file)
		return options_usage(&command_program, "--format tap needs --expect");
	if (c->expect_file && o->action == ACTION_TIMELINE)
		o->action = ACTION_EXPECT;
	return -1;
}

int
expect_load_file(struct command *c)
{
	const struct voice *voice = &c->settings.voice;
	struct errs all = { 0 };
	struct err e;
	if (!c->expect_file)
		return 0;
	const struct text text = load_file(&c->statements, c->expect_file, PROGRAM, &e);
	if (!text.p) {
		load_complain(voice, c->expect_file, text, &e);
		return -1;
	}
	c->expect = expect_load(&c->statements, text, &all);
	if (c->expect)
		return 0;
	load_complain_all(voice, c->expect_file, text, &all);
	return -1;
}

/* ---- judging -------------------------------------------------------------------------------- */

/* A statement that does not hold. */
struct broken {
	const struct trace_model *model;
	size_t trace, statement;
	uint32_t call;
	bool at_exit;
	struct text why;
};

/* Those of all traces, in the order in which they are printed. */
struct verdicts {
	struct broken *broken;
	size_t n, cap;
	struct arena why;
};

static bool
hide(void *context, struct text path, struct text json, struct buf *out)
{
	const struct command *c = context;
	return redacting_value_at(&c->redacting, path, json, out);
}

static void
add_broken(struct command *c, const struct broken *b, struct text why)
{
	struct verdicts *v = c->verdicts;
	struct buf redacted = { 0 };
	v->broken = mem_grow(v->broken, &v->cap, v->n + 1, sizeof(*v->broken));
	v->broken[v->n] = *b;
	if (redacting_text(&c->redacting, why, &redacted))
		why = buf_as_text(&redacted);
	v->broken[v->n++].why = arena_text(&v->why, why);
	buf_free(&redacted);
}

static void
judge_model(struct command *c, const struct trace_model *m)
{
	const struct expect_hiding hiding = { hide, c };
	struct trace_totaller *totaller = trace_totaller_new(m, random_key());
	struct expect_result r = { .hiding = &hiding };
	for (size_t t = 0; t < m->traces; t++) {
		struct trace_session session;
		trace_total(totaller, t, &session);
		for (size_t i = 0; i < c->expect->n; i++) {
			expect_judge(&c->expect->statement[i], m, t, &session.sum, &r);
			const struct broken b = { m, t, i, r.call, r.at_exit, TEXT_ABSENT };
			if (!r.holds)
				add_broken(c, &b, buf_as_text(&r.why));
		}
	}
	buf_free(&r.why);
	trace_totaller_free(totaller);
}

void
expect_prepare(struct command *c)
{
	if (!c->expect)
		return;
	c->verdicts = mem_zalloc(1, sizeof(*c->verdicts));
	judge_model(c, c->model);
	if (c->other.model)
		judge_model(c, c->other.model);
}

void
expect_free(struct command *c)
{
	if (!c->verdicts)
		return;
	free(c->verdicts->broken);
	arena_free(&c->verdicts->why);
	free(c->verdicts);
	c->verdicts = NULL;
}

/* ---- what is printed ------------------------------------------------------------------------ */

struct judging {
	struct command *command;
	struct view_style style;
	struct buf b;
	const struct trace_model *model;
	const char *side; /* of a comparison: "A" or "B"; NULL: there is none */
	size_t trace;
	size_t next;             /* of the statements that are broken */
	uint64_t before;         /* positions before this trace */
	uint64_t *enter, *leave; /* of the calls of this trace, once they are known */
	uint64_t statements, broken, traces, bad_traces;
};

static void
find_positions(struct judging *j)
{
	const struct trace *t = &j->model->trace[j->trace];
	struct trace_steps steps;
	struct trace_step s;
	if (j->enter)
		return;
	j->enter = mem_zalloc(t->last - t->first, sizeof(*j->enter));
	j->leave = mem_zalloc(t->last - t->first, sizeof(*j->leave));
	trace_steps_begin(&steps, j->model, j->trace, j->before);
	while (trace_steps_next(&steps, &s)) {
		const uint32_t at = j->model->call[s.call].at - t->first;
		if (s.type == TRACE_ENTER)
			j->enter[at] = j->leave[at] = s.position;
		else if (s.type == TRACE_EXIT)
			j->leave[at] = s.position;
	}
	trace_steps_end(&steps);
}

/* Where it broke; 0: nowhere. */
static uint64_t
position_of(struct judging *j, const struct broken *r)
{
	if (r->call == TRACE_NONE)
		return 0;
	find_positions(j);
	const uint32_t at = j->model->call[r->call].at - j->model->trace[j->trace].first;
	return r->at_exit ? j->leave[at] : j->enter[at];
}

static struct text
trace_id(const struct judging *j)
{
	const struct text id = trace_text_of(j->model->trace[j->trace].id);
	return id.p ? id : TEXT("-");
}

/* The statement may name a value that --redact replaces. */
static void
put_said(const struct command *c, struct buf *b, const struct expect_statement *s)
{
	struct buf said = { 0 };
	expect_put_statement(&said, s);
	if (!redacting_value(&c->redacting, buf_as_text(&said), b))
		buf_text(b, buf_as_text(&said));
	buf_free(&said);
}

/* ---- for people ----------------------------------------------------------------------------- */

static void
put_text(struct judging *j, const struct expect_statement *s, const struct broken *r, bool first)
{
	struct view_line l = { &j->b, &j->style, 0 };
	struct buf said = { 0 };
	const uint64_t position = position_of(j, r);
	if (first) {
		view_put(&l, "trace ");
		view_text(&l, trace_id(j));
		view_color(&l, j->b.n - l.column, COLOR_NAME);
		if (j->side) {
			view_put(&l, " of ");
			view_put(&l, j->side);
		}
		view_put(&l, ":\n");
	}
	put_said(j->command, &said, s);
	view_put(&l, "  broken: ");
	view_text(&l, buf_as_text(&said));
	view_put(&l, "\n    ");
	if (position > 0) {
		view_char(&l, '#');
		view_count(&l, position);
		view_put(&l, ": ");
	}
	view_text(&l, r->why);
	buf_char(&j->b, '\n');
	buf_free(&said);
}

static void
put_sum(struct judging *j)
{
	struct view_line l = { &j->b, &j->style, 0 };
	view_counted(&l, j->traces, "trace");
	view_put(&l, ", ");
	view_counted(&l, j->command->expect->n, "statement");
	view_put(&l, j->traces > 1 ? " each: " : ": ");
	if (j->broken == 0) {
		view_put(&l, "all hold\n");
		return;
	}
	view_count(&l, j->broken);
	view_put(&l, " broken, in ");
	view_counted(&l, j->bad_traces, "trace");
	buf_char(&j->b, '\n');
}

/* ---- TAP ------------------------------------------------------------------------------------ */

/* A description: on one line, with its `#` and `\` escaped, because they have a meaning there. */
static void
put_description(struct buf *b, struct text t)
{
	struct buf visible = { 0 };
	buf_visible(&visible, t);
	for (size_t i = 0; i < visible.n; i++) {
		if (visible.p[i] == '#' || visible.p[i] == '\\')
			buf_char(b, '\\');
		buf_char(b, visible.p[i]);
	}
	buf_free(&visible);
}

/* A value in YAML: a string of JSON.  What JSON leaves as it is, but could control a terminal, has
 * the escapes of buf_visible, which YAML reads as the same characters. */
static void
put_yaml(struct buf *b, const char *name, struct text value)
{
	struct buf json = { 0 };
	json_put_string(&json, value);
	buf_printf(b, "  %s: ", name);
	buf_visible(b, buf_as_text(&json));
	buf_char(b, '\n');
	buf_free(&json);
}

static void
put_tap(struct judging *j, const struct expect_statement *s, const struct broken *r)
{
	struct buf said = { 0 };
	const uint64_t position = r ? position_of(j, r) : 0;
	put_said(j->command, &said, s);
	buf_printf(&j->b, "%sok %" PRIu64 " - ", r ? "not " : "", j->statements);
	if (j->side)
		buf_printf(&j->b, "%s: ", j->side);
	put_description(&j->b, trace_id(j));
	buf_text(&j->b, TEXT(": "));
	put_description(&j->b, buf_as_text(&said));
	buf_char(&j->b, '\n');
	buf_free(&said);
	if (!r)
		return;
	buf_text(&j->b, TEXT("  ---\n"));
	put_yaml(&j->b, "message", r->why);
	put_yaml(&j->b, "trace_id", trace_id(j));
	if (position > 0)
		buf_printf(&j->b, "  position: %" PRIu64 "\n", position);
	if (r->call != TRACE_NONE)
		put_yaml(&j->b, "name", trace_text_of(j->model->call[r->call].name));
	buf_text(&j->b, TEXT("  ...\n"));
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void
put_json(struct judging *j, const struct expect_statement *s, size_t number, const struct broken *r)
{
	struct buf *b = &j->b;
	const uint64_t position = r ? position_of(j, r) : 0;
	json_begin(b, '{');
	json_member_string_or_null(b, "trace_id", trace_text_of(j->model->trace[j->trace].id));
	json_member_u64(b, "statement", number);
	struct buf json = { 0 };
	json_member_raw(b, "expect",
	    redacting_value(&j->command->redacting, s->json, &json) ? buf_as_text(&json) : s->json);
	buf_free(&json);
	json_member_bool(b, "ok", !r);
	if (position > 0)
		json_member_u64(b, "position", position);
	else
		json_member_null(b, "position");
	const struct trace_call *call =
	    r && r->call != TRACE_NONE ? &j->model->call[r->call] : NULL;
	json_member_string_or_null(b, "call_id", call ? trace_text_of(call->id) : TEXT_ABSENT);
	json_member_string_or_null(b, "name", call ? trace_text_of(call->name) : TEXT_ABSENT);
	json_member_string_or_null(b, "message", r ? r->why : TEXT_ABSENT);
	if (j->side)
		json_member_string(b, "side", j->side[0] == 'A' ? TEXT("a") : TEXT("b"));
	json_end(b, '}');
	buf_char(b, '\n');
}

/* ---- the run -------------------------------------------------------------------------------- */

/* What is wrong with a statement about this trace, or NULL.  They are asked for in order. */
static const struct broken *
next_broken(struct judging *j, size_t statement)
{
	const struct verdicts *v = j->command->verdicts;
	const struct broken *b = j->next < v->n ? &v->broken[j->next] : NULL;
	if (!b || b->model != j->model || b->trace != j->trace || b->statement != statement)
		return NULL;
	j->next++;
	return b;
}

static void
put_trace(struct judging *j)
{
	const struct command *c = j->command;
	uint64_t broken = 0;
	for (size_t i = 0; i < c->expect->n; i++) {
		const struct expect_statement *s = &c->expect->statement[i];
		const struct broken *b = next_broken(j, i);
		j->statements++;
		if (c->tap)
			put_tap(j, s, b);
		else if (!c->text)
			put_json(j, s, i + 1, b);
		else if (b)
			put_text(j, s, b, broken == 0);
		broken += b != NULL;
	}
	j->traces++;
	j->broken += broken;
	j->bad_traces += broken > 0;
	j->before += trace_positions(j->model, j->trace);
	free(j->enter);
	free(j->leave);
	j->enter = j->leave = NULL;
}

static int
put(struct judging *j)
{
	struct command *c = j->command;
	const struct text t = buf_as_text(&j->b);
	const int result = c->text ? command_put_text(c, t) : run_put(&c->run, t);
	j->b.n = 0;
	return result;
}

static int
put_model(struct judging *j, const struct trace_model *m, const char *side)
{
	int result = 0;
	j->model = m;
	j->side = side;
	j->before = 0;
	for (j->trace = 0; j->trace < m->traces && result == 0; j->trace++) {
		put_trace(j);
		if (j->b.n < ENOUGH)
			continue;
		result = put(j);
	}
	return result;
}

static void
say(struct judging *j)
{
	struct command *c = j->command;
	c->nothing |= j->broken > 0 || j->traces == 0;
	if (j->broken > 0)
		buf_printf(&c->run.last_words,
		    "--expect: broken: %" PRIu64 " of %" PRIu64 " statements, in %" PRIu64
		    " of %" PRIu64 " trace%s\n",
		    j->broken, j->statements, j->bad_traces, j->traces, j->traces == 1 ? "" : "s");
	else if (j->traces == 0 && selecting_all(&c->selecting))
		buf_text(&c->run.last_words, TEXT("--expect: the input has no trace to judge\n"));
}

int
expect_print(struct command *c)
{
	struct judging j = { .command = c, .style = showing_style(&c->showing, &c->settings) };
	int result = 0;
	if (!c->verdicts)
		return 0;
	const size_t traces = c->model->traces + (c->other.model ? c->other.model->traces : 0);
	if (c->tap)
		buf_printf(&j.b, "TAP version 14\n1..%zu\n", traces * c->expect->n);
	else if (c->text && (c->settings.options.action == ACTION_COMPARE ||
				c->settings.options.action == ACTION_REPLAY))
		buf_char(&j.b, '\n');
	result = put_model(&j, c->model, c->other.model ? "A" : NULL);
	if (result == 0 && c->other.model)
		result = put_model(&j, c->other.model, "B");
	if (c->text && j.traces > 0)
		put_sum(&j);
	if (result == 0)
		result = put(&j);
	say(&j);
	buf_free(&j.b);
	return result;
}
