/* SPDX-License-Identifier: MIT */
#include "rerun/summary.h"

#include "rerun/put.h"
#include "trace/put.h"
#include "view/value.h"

bool
rerun_is_nothing(const struct rerun_result *r)
{
	return r->recorded + r->served[RERUN_MOCK] + r->served[RERUN_FAULT] +
		   r->served[RERUN_EXEC] + r->served[RERUN_BLOCKED] ==
	       0;
}

void
rerun_sum_add(struct rerun_sum *sum, const struct rerun_result *r)
{
	sum->traces++;
	sum->failed += !r->success;
	for (size_t i = 0; i < RERUN_SERVED; i++)
		sum->served[i] += r->served[i];
	for (size_t i = 0; i < RERUN_VERDICTS; i++)
		sum->verdicts[i] += r->verdicts[i];
	sum->missing += r->missing;
	sum->misses += r->misses;
	sum->reordered += r->reordered;
	sum->repeated += r->repeated;
	sum->nothing += rerun_is_nothing(r);
}

void
rerun_sum_join(struct rerun_sum *sum, const struct rerun_sum *more)
{
	sum->traces += more->traces;
	sum->failed += more->failed;
	for (size_t i = 0; i < RERUN_SERVED; i++)
		sum->served[i] += more->served[i];
	for (size_t i = 0; i < RERUN_VERDICTS; i++)
		sum->verdicts[i] += more->verdicts[i];
	sum->missing += more->missing;
	sum->misses += more->misses;
	sum->reordered += more->reordered;
	sum->repeated += more->repeated;
	sum->nothing += more->nothing;
}

/* ---- a call --------------------------------------------------------------------------------- */

static void
put_value(struct view_line *l, struct text json)
{
	if (json.p)
		view_value(l, json, view_room(l, 0));
	else
		view_put(l, "nothing");
}

static void
put_why(struct view_line *l, const struct rerun_outcome *o)
{
	struct buf b = { 0 };
	rerun_put_why(&b, o);
	view_text(l, buf_as_text(&b));
	buf_free(&b);
}

static void
put_name(struct view_line *l, const struct trace_call *c, struct text input)
{
	const struct text name = trace_text_of(c->name);
	const size_t from = l->b->n;
	view_text(l, name.p ? name : TEXT("-"));
	view_color(l, from, COLOR_NAME);
	if (!input.p || input.n == 0 || (input.p[0] != '{' && input.p[0] != '['))
		return;
	view_char(l, '(');
	view_members(l, input, view_room(l, 24));
	view_char(l, ')');
}

static void
put_verdict(struct view_line *l, const struct rerun_result *r, const struct rerun_span *s)
{
	const struct trace_call *c = &r->model->call[s->call];
	const size_t from = l->b->n;
	view_put(l, ", ");
	view_put(l, rerun_verdict_names[s->verdict].p);
	view_color(l, from + 2, rerun_is_good(s->verdict) ? COLOR_GOOD : COLOR_BAD);
	switch (s->verdict) {
	case RERUN_NO_VERDICT:
	case RERUN_SAME: return;
	case RERUN_FIXED:
		view_put(l, ": ");
		put_value(l, s->outcome.output);
		return;
	case RERUN_STILL_FAILS:
		view_put(l, ": ");
		put_why(l, &s->outcome);
		return;
	case RERUN_NEW_ERROR:
		view_put(l, ": ");
		put_why(l, &s->outcome);
		if (c->status == TRACE_ERROR && c->more && c->more->error_type) {
			view_put(l, "; it was ");
			view_text(l, trace_text_of(c->more->error_type));
		}
		return;
	case RERUN_DIFFERS:
		view_put(l, ": ");
		if (text_eq(s->differs, TEXT("$")))
			view_put(l, "it");
		else
			view_text(l, s->differs);
		view_put(l, " is ");
		put_value(l, s->now);
		view_put(l, ", was ");
		put_value(l, s->then);
		return;
	}
}

/* Is there something to say of it? */
static bool
is_shown(const struct rerun_span *s)
{
	switch (s->served_by) {
	case RERUN_NOTHING:
	case RERUN_MOCK:
	case RERUN_FAULT:
	case RERUN_EXEC:
	case RERUN_BLOCKED: return true;
	case RERUN_RECORDING: return s->outcome.failed;
	case RERUN_ASKED:
	case RERUN_UNUSED: return false;
	}
	return false;
}

static void
put_span(struct buf *b, const struct view_style *style, const struct rerun_result *r,
    const struct rerun_span *s)
{
	struct view_line l = { b, style, 0 };
	view_put(&l, "  ");
	put_name(&l, &r->model->call[s->call], s->input);
	view_put(&l, ": ");
	if (s->served_by != RERUN_NOTHING)
		view_put(&l, rerun_served_names[s->served_by].p);
	if (s->outcome.retries > 0) {
		view_put(&l, " after ");
		view_count(&l, s->outcome.retries);
		view_put(&l, s->outcome.retries == 1 ? " retry" : " retries");
	}
	if (s->verdict != RERUN_NO_VERDICT) {
		put_verdict(&l, r, s);
	} else if (s->outcome.failed) {
		if (s->served_by != RERUN_NOTHING)
			view_put(&l, ": ");
		put_why(&l, &s->outcome);
	} else if (s->served_by == RERUN_EXEC && !s->was_modified) {
		view_put(&l, ", nothing was recorded: ");
		put_value(&l, s->outcome.output);
	}
	buf_char(b, '\n');
	if (!s->details.p)
		return;
	l = (struct view_line){ b, style, 0 };
	view_put(&l, "    changed: ");
	view_text(&l, s->details);
	buf_char(b, '\n');
}

static void
put_question(
    struct buf *b, const struct view_style *style, const struct rerun_question *q, size_t number)
{
	struct view_line l = { b, style, 0 };
	view_put(&l, q->miss == RERUN_NO_MISS ? "    question " : "    no answer to question ");
	view_count(&l, number);
	view_put(&l, ": ");
	if (q->miss != RERUN_NO_MISS) {
		view_text(&l, q->why);
	} else {
		view_text(&l, q->is.name);
		view_put(&l, ": ");
		view_put(&l, rerun_served_names[q->served_by].p);
		view_put(&l, ": ");
		if (q->outcome.failed)
			put_why(&l, &q->outcome);
		else
			put_value(&l, q->outcome.output);
	}
	buf_char(b, '\n');
}

/* Questions without an answer; with style->full, all of them. */
static void
put_questions(
    struct buf *b, const struct view_style *style, const struct rerun_result *r, size_t span)
{
	enum { SHOWN = 20 };
	size_t misses = 0;
	for (size_t i = 0; i < r->questions; i++) {
		const struct rerun_question *q = &r->question[i];
		const bool missed = q->miss != RERUN_NO_MISS;
		if (q->span != span)
			continue;
		misses += missed;
		if (style->full || (missed && misses <= SHOWN))
			put_question(b, style, q, i + 1);
	}
	if (style->full || misses <= SHOWN)
		return;
	struct view_line l = { b, style, 0 };
	view_put(&l, "    no answer to ");
	view_counted(&l, misses - SHOWN, "more question");
	view_put(&l, "; --full and --format jsonl have them all\n");
}

/* What an executed call asked for, and what it left. */
static void
put_asked(struct buf *b, const struct view_style *style, const struct rerun_result *r, size_t span)
{
	size_t asked = 0, unused = 0;
	const struct trace_call *c = &r->model->call[r->span[span].call];
	struct view_line l = { b, style, 0 };
	for (size_t i = 0; i < r->questions; i++)
		asked += r->question[i].span == span;
	for (size_t i = span + 1; i < span + (c->last - c->at); i++)
		unused += r->span[i].served_by == RERUN_UNUSED;
	if (asked == 0 && unused == 0)
		return;
	view_put(&l, "    ");
	view_counted(&l, asked, "question");
	if (unused > 0) {
		view_put(&l, "; not asked for: ");
		view_counted(&l, unused, "recorded call");
	}
	buf_char(b, '\n');
	put_questions(b, style, r, span);
}

/* ---- a trace -------------------------------------------------------------------------------- */

static void
put_count(struct view_line *l, uint64_t n, const char *what)
{
	if (n == 0)
		return;
	view_put(l, ", ");
	view_count(l, n);
	view_char(l, ' ');
	view_put(l, what);
}

static void
put_served(struct view_line *l, const struct rerun_result *r)
{
	put_count(l, r->served[RERUN_EXEC], "executed");
	put_count(l, r->served[RERUN_MOCK], "mocked");
	put_count(l, r->served[RERUN_FAULT], "with a fault");
	put_count(l, r->served[RERUN_BLOCKED], "blocked");
	put_count(l, r->served[RERUN_RECORDING], "recorded");
	put_count(l, r->served[RERUN_ASKED], "asked for");
	put_count(l, r->served[RERUN_UNUSED], "unused");
	put_count(l, r->missing, "missing");
}

void
rerun_put_summary(struct buf *b, const struct view_style *style, const struct rerun_result *r)
{
	struct view_line l = { b, style, 0 };
	const struct text id = trace_text_of(r->model->trace[r->trace].id);
	view_put(&l, "trace ");
	view_text(&l, id.p ? id : TEXT("-"));
	view_put(&l, ": ");
	const size_t from = b->n;
	view_put(&l, r->success ? "ok" : "failed");
	view_color(&l, from, r->success ? COLOR_GOOD : COLOR_BAD);
	view_put(&l, ", ");
	view_counted(&l, r->spans, "call");
	put_served(&l, r);
	if (r->duration_ns != TRACE_NO_TIME && r->served[RERUN_EXEC] == 0) {
		view_put(&l, ", ");
		view_duration(&l, r->duration_ns);
	}
	if (r->tokens >= 0)
		put_count(&l, (uint64_t)r->tokens, "tokens");
	if (r->has_cost) {
		char cost[TRACE_COST_MAX];
		view_put(&l, ", $");
		view_text(&l, (struct text){ cost, trace_cost_put_rounded(&r->cost, cost) });
	}
	buf_char(b, '\n');
	if (rerun_is_nothing(r) && r->missing == 0) {
		view_put(&l, "  No replay data available\n");
		return;
	}
	for (size_t i = 0; i < r->spans; i++) {
		if (!is_shown(&r->span[i]))
			continue;
		put_span(b, style, r, &r->span[i]);
		if (r->span[i].served_by == RERUN_EXEC)
			put_asked(b, style, r, i);
	}
	if (r->reordered > 0) {
		view_put(&l, "    ");
		view_counted(&l, r->reordered, "question");
		view_put(&l, " came in another order than recorded\n");
	}
}

void
rerun_put_sum(struct buf *b, const struct view_style *style, const struct rerun_sum *sum)
{
	struct view_line l = { b, style, 0 };
	view_counted(&l, sum->traces, "trace");
	view_put(&l, " replayed");
	put_count(&l, sum->failed, "failed");
	for (size_t v = RERUN_SAME; v < RERUN_VERDICTS; v++)
		put_count(&l, sum->verdicts[v], rerun_verdict_names[v].p);
	put_count(&l, sum->missing, "without replay data");
	put_count(&l, sum->misses,
	    sum->misses == 1 ? "question without an answer" : "questions without an answer");
	buf_char(b, '\n');
}
