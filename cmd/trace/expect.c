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

struct judging {
	struct command *command;
	struct view_style style;
	struct buf b;
	const struct trace_model *model;
	const char *side; /* of a comparison: "A" or "B"; NULL: there is none */
	size_t trace;
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

/* Where a result broke; 0: nowhere. */
static uint64_t
position_of(struct judging *j, const struct expect_result *r)
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

/* What broke it, with the values that were asked for. */
static void
redact_why(const struct command *c, struct expect_result *r)
{
	struct buf redacted = { 0 };
	if (!r->holds && redacting_text(&c->redacting, buf_as_text(&r->why), &redacted)) {
		r->why.n = 0;
		buf_text(&r->why, buf_as_text(&redacted));
	}
	buf_free(&redacted);
}

/* ---- for people ----------------------------------------------------------------------------- */

static void
put_text(
    struct judging *j, const struct expect_statement *s, const struct expect_result *r, bool first)
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
	view_text(&l, buf_as_text(&r->why));
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
put_tap(struct judging *j, const struct expect_statement *s, const struct expect_result *r)
{
	struct buf said = { 0 };
	const uint64_t position = r->holds ? 0 : position_of(j, r);
	put_said(j->command, &said, s);
	buf_printf(&j->b, "%sok %" PRIu64 " - ", r->holds ? "" : "not ", j->statements);
	if (j->side)
		buf_printf(&j->b, "%s: ", j->side);
	put_description(&j->b, trace_id(j));
	buf_text(&j->b, TEXT(": "));
	put_description(&j->b, buf_as_text(&said));
	buf_char(&j->b, '\n');
	buf_free(&said);
	if (r->holds)
		return;
	buf_text(&j->b, TEXT("  ---\n"));
	put_yaml(&j->b, "message", buf_as_text(&r->why));
	put_yaml(&j->b, "trace_id", trace_id(j));
	if (position > 0)
		buf_printf(&j->b, "  position: %" PRIu64 "\n", position);
	if (r->call != TRACE_NONE)
		put_yaml(&j->b, "name", trace_text_of(j->model->call[r->call].name));
	buf_text(&j->b, TEXT("  ...\n"));
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void
put_json(struct judging *j, const struct expect_statement *s, size_t number,
    const struct expect_result *r)
{
	struct buf *b = &j->b;
	const uint64_t position = r->holds ? 0 : position_of(j, r);
	json_begin(b, '{');
	json_member_string_or_null(b, "trace_id", trace_text_of(j->model->trace[j->trace].id));
	json_member_u64(b, "statement", number);
	struct buf json = { 0 };
	json_member_raw(b, "expect",
	    redacting_value(&j->command->redacting, s->json, &json) ? buf_as_text(&json) : s->json);
	buf_free(&json);
	json_member_bool(b, "ok", r->holds);
	if (position > 0)
		json_member_u64(b, "position", position);
	else
		json_member_null(b, "position");
	const bool call = !r->holds && r->call != TRACE_NONE;
	json_member_string_or_null(
	    b, "call_id", call ? trace_text_of(j->model->call[r->call].id) : TEXT_ABSENT);
	json_member_string_or_null(
	    b, "name", call ? trace_text_of(j->model->call[r->call].name) : TEXT_ABSENT);
	json_member_string_or_null(b, "message", r->holds ? TEXT_ABSENT : buf_as_text(&r->why));
	if (j->side)
		json_member_string(b, "side", j->side[0] == 'A' ? TEXT("a") : TEXT("b"));
	json_end(b, '}');
	buf_char(b, '\n');
}

/* ---- the run -------------------------------------------------------------------------------- */

static void
judge_trace(struct judging *j, struct trace_totaller *totaller, struct expect_result *r)
{
	const struct command *c = j->command;
	struct trace_session session;
	uint64_t broken = 0;
	trace_total(totaller, j->trace, &session);
	for (size_t i = 0; i < c->expect->n; i++) {
		const struct expect_statement *s = &c->expect->statement[i];
		j->statements++;
		expect_judge(s, j->model, j->trace, &session.sum, r);
		redact_why(c, r);
		if (c->tap)
			put_tap(j, s, r);
		else if (!c->text)
			put_json(j, s, i + 1, r);
		else if (!r->holds)
			put_text(j, s, r, broken == 0);
		broken += !r->holds;
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
judge_model(struct judging *j, const struct trace_model *m, const char *side)
{
	struct trace_totaller *totaller = trace_totaller_new(m, random_key());
	struct expect_result r = { .holds = true };
	int result = 0;
	j->model = m;
	j->side = side;
	j->before = 0;
	for (j->trace = 0; j->trace < m->traces && result == 0; j->trace++) {
		judge_trace(j, totaller, &r);
		if (j->b.n < ENOUGH)
			continue;
		result = put(j);
	}
	buf_free(&r.why);
	trace_totaller_free(totaller);
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
	if (!c->expect)
		return 0;
	const size_t traces = c->model->traces + (c->other.model ? c->other.model->traces : 0);
	if (c->tap)
		buf_printf(&j.b, "TAP version 14\n1..%zu\n", traces * c->expect->n);
	else if (c->text && (c->settings.options.action == ACTION_COMPARE ||
				c->settings.options.action == ACTION_REPLAY))
		buf_char(&j.b, '\n');
	result = judge_model(&j, c->model, c->other.model ? "A" : NULL);
	if (result == 0 && c->other.model)
		result = judge_model(&j, c->other.model, "B");
	if (c->text && j.traces > 0)
		put_sum(&j);
	if (result == 0)
		result = put(&j);
	say(&j);
	buf_free(&j.b);
	return result;
}
