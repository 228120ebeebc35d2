/* SPDX-License-Identifier: MIT */
#include "rerun/put.h"

#include "json/write.h"
#include "rerun/own.h"
#include "rerun/paid.h"
#include "trace/members.h"
#include "trace/put.h"

void
rerun_put_ms(struct buf *b, int64_t ns)
{
	char digits[16];
	if (ns == TRACE_NO_TIME) {
		json_add_null(b);
		return;
	}
	const uint64_t size = ns < 0 ? 0 - (uint64_t)ns : (uint64_t)ns;
	uint64_t fraction = size % 1000000;
	size_t n = sizeof(digits);
	if (ns < 0)
		buf_char(b, '-');
	buf_u64(b, size / 1000000);
	for (unsigned place = 6; place > 0; place--, fraction /= 10)
		if (fraction % 10 != 0 || n < sizeof(digits))
			digits[--n] = (char)('0' + fraction % 10);
	if (n < sizeof(digits)) {
		buf_char(b, '.');
		buf_put(b, digits + n, sizeof(digits) - n);
	}
}

void
rerun_put_error(struct buf *b, const struct rerun_outcome *o)
{
	if (!o->failed) {
		json_add_null(b);
		return;
	}
	json_begin(b, '{');
	json_member_string_or_null(b, "type", o->error_type);
	json_member_string_or_null(b, "message", o->message);
	json_member_string_or_null(b, "where", o->where);
	json_end(b, '}');
}

void
rerun_put_why(struct buf *b, const struct rerun_outcome *o)
{
	if (o->error_type.p)
		buf_text(b, o->error_type);
	if (o->error_type.p && o->message.n > 0)
		buf_text(b, TEXT(": "));
	if (o->message.p)
		buf_text(b, o->message);
	if (!o->error_type.p && !o->message.p)
		buf_text(b, TEXT("failed"));
}

static void
put_tokens(struct buf *b, const char *name, const struct rerun_outcome *o)
{
	const int64_t in = o->usage[TRACE_INPUT_TOKENS], out = o->usage[TRACE_OUTPUT_TOKENS];
	if (in < 0 && out < 0)
		json_member_null(b, name);
	else
		json_member_u64(
		    b, name, (in < 0 ? 0 : (uint64_t)in) + (out < 0 ? 0 : (uint64_t)out));
}

static void
put_verdict(struct buf *b, const struct rerun_span *s)
{
	json_member_string_or_null(b, "verdict", rerun_verdict_names[s->verdict]);
	if (s->verdict != RERUN_DIFFERS)
		return;
	json_member_begin(b, "difference", '{');
	json_member_string(b, "path", s->differs);
	json_member_raw_or_null(b, "expected", s->then);
	json_member_raw_or_null(b, "actual", s->now);
	json_end(b, '}');
}

void
rerun_put_usage(struct buf *b, const struct rerun_outcome *o)
{
	json_member_begin(b, "usage", '{');
	for (size_t i = 0; i < TRACE_USAGES; i++)
		if (o->usage[i] >= 0)
			json_member_u64(b, trace_usage_names[i].p, (uint64_t)o->usage[i]);
	json_end(b, '}');
}

static enum trace_status
status_of(const struct trace_call *c, const struct rerun_span *s)
{
	const enum rerun_served by = s->served_by == RERUN_ASKED ? s->answered_by : s->served_by;
	if (s->outcome.failed)
		return TRACE_ERROR;
	return by == RERUN_RECORDING && !s->recovered ? (enum trace_status)c->status : TRACE_OK;
}

/* The model is that of the request, which may have been changed. */
static void
put_llm(struct buf *b, const struct trace_call *c, const struct rerun_span *s)
{
	const struct rerun_outcome *o = &s->outcome;
	const struct text model =
	    s->was_modified && s->input.p ? trace_member_of(s->input, TEXT("model")) : TEXT_ABSENT;
	json_member_begin(b, "llm", '{');
	if (model.p)
		json_member_raw(b, "model", model);
	else
		json_member_string_or_null(b, "model", trace_text_of(c->more->model));
	json_member_string_or_null(b, "vendor", trace_text_of(c->more->vendor));
	rerun_put_usage(b, o);
	json_member_raw_or_null(b, "cost_usd", o->cost_usd);
	json_end(b, '}');
}

/* What makes a call of the result again, when it is read. */
static void
put_origin(struct buf *b, const struct trace_call *c, const struct rerun_span *s)
{
	json_member_string_or_null(b, "parent_span_id", trace_text_of(c->parent_id));
	json_member_string_or_null(b, "service", trace_text_of(c->service));
	json_name(b, "started_at");
	trace_put_time(b, c->start_ns);
	if (s->served_by != RERUN_UNUSED)
		json_member_string(b, "status", trace_status_names[status_of(c, s)]);
	if (c->more && c->more->llm)
		put_llm(b, c, s);
}

/* `input` has only a part of such a request, so a digest says which one it was. */
static void
put_chain(struct buf *b, const struct trace_call *c, const struct rerun_span *s)
{
	char digest[RERUN_DIGEST];
	if (!rerun_after_of(c).p)
		return;
	json_member_string(b, "after", rerun_after_of(c));
	if (!s->was_modified || !s->input.p)
		return;
	rerun_request_digest(s->input, digest);
	json_member_string(b, "request_sha256", (struct text){ digest, sizeof(digest) });
}

static void
put_span(struct buf *b, const struct rerun_result *r, const struct rerun_span *s)
{
	const struct trace_call *c = &r->model->call[s->call];
	const struct rerun_outcome *o = &s->outcome;
	json_begin(b, '{');
	json_member_string_or_null(b, "original_span_id", trace_text_of(c->id));
	json_member_string(b, "span_type", trace_kind_names[c->kind]);
	json_member_string_or_null(b, "name", trace_text_of(c->name));
	if (s->was_modified && s->input.p && rerun_after_of(c).p) {
		json_name(b, "input");
		rerun_put_own_request(b, c, s->input, false);
	} else {
		json_member_raw_or_null(
		    b, "input", s->input.p || s->was_modified ? s->input : trace_text_of(c->input));
	}
	json_member_raw_or_null(b, "output", o->output);
	json_member_bool(b, "was_modified", s->was_modified);
	json_member_string_or_null(b, "modification_details", s->details);
	json_member_string_or_null(b, "served_by", rerun_served_names[s->served_by]);
	put_verdict(b, s);
	json_name(b, "duration_ms");
	rerun_put_ms(b, o->duration_ns);
	put_tokens(b, "tokens_used", o);
	json_member_raw_or_null(b, "cost_usd", o->cost_usd);
	json_name(b, "error");
	rerun_put_error(b, o);
	json_member_u64(b, "retry_count", o->retries);
	if (o->tool_calls.p)
		json_member_raw(b, "tool_calls", o->tool_calls);
	if (s->stale)
		json_member_bool(b, "stale", true);
	put_origin(b, c, s);
	put_chain(b, c, s);
	json_end(b, '}');
}

/* ---- errors --------------------------------------------------------------------------------- */

static void
put_failure(struct buf *b, struct text name, struct text why)
{
	struct buf line = { 0 };
	buf_text(&line, name.p ? name : TEXT("-"));
	buf_text(&line, TEXT(": "));
	buf_text(&line, why);
	json_add_string(b, buf_as_text(&line));
	buf_free(&line);
}

static void
put_errors(struct buf *b, const struct rerun_result *r)
{
	struct buf why = { 0 };
	json_member_begin(b, "errors", '[');
	for (size_t i = 0; i < r->spans; i++) {
		const struct rerun_span *s = &r->span[i];
		const struct text name = trace_text_of(r->model->call[s->call].name);
		if (!s->outcome.failed)
			continue;
		why.n = 0;
		rerun_put_why(&why, &s->outcome);
		put_failure(b, name, buf_as_text(&why));
	}
	for (size_t i = 0; i < r->questions; i++) {
		const struct rerun_question *q = &r->question[i];
		if (q->child != SIZE_MAX || !q->outcome.failed)
			continue;
		why.n = 0;
		rerun_put_why(&why, &q->outcome);
		put_failure(b, q->is.name, buf_as_text(&why));
	}
	json_end(b, ']');
	buf_free(&why);
}

/* ---- questions ------------------------------------------------------------------------------ */

static struct text
id_of(const struct rerun_result *r, size_t span)
{
	return span == SIZE_MAX ? TEXT_ABSENT
				: trace_text_of(r->model->call[r->span[span].call].id);
}

static void
put_question(struct buf *b, const struct rerun_result *r, size_t number)
{
	const struct rerun_question *q = &r->question[number];
	json_begin(b, '{');
	json_member_u64(b, "number", number + 1);
	json_member_string_or_null(b, "asked_by", id_of(r, q->span));
	json_member_string_or_null(
	    b, "kind", q->is.any_kind ? TEXT_ABSENT : trace_kind_names[q->is.kind]);
	json_member_string_or_null(b, "name", q->is.name);
	json_member_raw_or_null(b, "input", q->is.input);
	json_member_string_or_null(b, "served_by", rerun_served_names[q->served_by]);
	json_member_string_or_null(b, "original_span_id", id_of(r, q->child));
	if (q->miss != RERUN_NO_MISS) {
		json_member_string(b, "miss", rerun_miss_names[q->miss]);
		json_member_string(b, "why", q->why);
		json_member_string_or_null(b, "nearest", id_of(r, q->nearest));
		if (q->miss == RERUN_USED_UP)
			json_member_u64(b, "used_by", q->by);
		if (q->miss == RERUN_OTHER_INPUT)
			json_member_string(b, "path", q->path);
	} else {
		json_member_raw_or_null(b, "output", q->outcome.output);
		json_name(b, "error");
		rerun_put_error(b, &q->outcome);
	}
	json_end(b, '}');
}

/* ---- the result ----------------------------------------------------------------------------- */

static struct text
final_output(const struct rerun_result *r)
{
	size_t last = 0;
	for (size_t i = 0; i < r->spans;) {
		const struct trace_call *c = &r->model->call[r->span[i].call];
		last = i;
		i += c->last - c->at;
	}
	return r->spans > 0 ? r->span[last].outcome.output : TEXT_ABSENT;
}

void
rerun_put_result(struct buf *b, const struct rerun_result *r, struct text applied)
{
	char cost[TRACE_COST_MAX];
	json_begin(b, '{');
	json_member_string_or_null(b, "trace_id", trace_text_of(r->model->trace[r->trace].id));
	json_member_begin(b, "spans", '[');
	for (size_t i = 0; i < r->spans; i++)
		put_span(b, r, &r->span[i]);
	json_end(b, ']');
	json_name(b, "total_duration_ms");
	rerun_put_ms(b, r->duration_ns);
	json_member_u64(b, "total_tokens", r->tokens < 0 ? 0 : (uint64_t)r->tokens);
	json_member_raw_or_null(b, "total_cost_usd",
	    r->has_cost       ? (struct text){ cost, trace_cost_put(&r->cost, cost) }
	    : r->requests > 0 ? TEXT_ABSENT
			      : TEXT("0"));
	json_member_raw_or_null(b, "final_output", final_output(r));
	put_errors(b, r);
	json_member_raw(b, "modifications_applied", applied);
	json_member_bool(b, "success", r->success);
	if (r->modified) {
		json_member_u64(b, "steps", r->steps);
		if (r->departs > 0)
			json_member_u64(b, "departs_at_step", r->departs);
		else
			json_member_null(b, "departs_at_step");
	}
	if (r->questions > 0) {
		json_member_begin(b, "questions", '[');
		for (size_t i = 0; i < r->questions; i++)
			put_question(b, r, i);
		json_end(b, ']');
		json_member_u64(b, "questions_reordered", r->reordered);
	}
	json_end(b, '}');
	buf_char(b, '\n');
}
