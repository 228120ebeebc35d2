/* SPDX-License-Identifier: MIT */
#include "rerun/outcome.h"

#include <string.h>

#include "json/write.h"
#include "trace/members.h"

struct rerun_outcome
rerun_failure(struct text type, struct text message)
{
	struct rerun_outcome o = RERUN_OUTCOME_NONE;
	o.failed = true;
	o.error_type = type;
	o.message = message;
	return o;
}

bool
rerun_needs_recording(enum trace_kind kind)
{
	switch (kind) {
	case TRACE_SPAN:
	case TRACE_FUNCTION:
	case TRACE_AGENT: return false;
	case TRACE_LLM:
	case TRACE_TOOL:
	case TRACE_RETRIEVAL:
	case TRACE_EMBEDDING:
	case TRACE_HTTP:
	case TRACE_DATABASE: return true;
	}
	return false;
}

/* ---- http ----------------------------------------------------------------------------------- */

static struct text
first_of(struct text object, const struct text *key, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct text v = trace_member_of(object, key[i]);
		if (v.p)
			return v;
	}
	return TEXT_ABSENT;
}

struct rerun_http
rerun_http_of(const struct trace_call *c)
{
	static const struct text status[] = { { "status", 6 }, { "status_code", 11 },
		{ "statusCode", 10 }, { "http.response.status_code", 25 },
		{ "http.status_code", 16 } };
	static const struct text headers[] = { { "headers", 7 }, { "response_headers", 16 } };
	static const struct text body[] = { { "body", 4 }, { "response_body", 13 },
		{ "content", 7 } };
	const struct text output = trace_text_of(c->output),
			  attributes = trace_text_of(c->attributes);
	struct rerun_http h = { TEXT_ABSENT, TEXT_ABSENT, TEXT_ABSENT };
	if (output.p && output.p[0] == '{') {
		h.status = first_of(output, status, 5);
		h.headers = first_of(output, headers, 2);
		h.body = first_of(output, body, 3);
	}
	if (output.p && !h.status.p && !h.headers.p && !h.body.p)
		h.body = output;
	if (!h.status.p && attributes.p)
		h.status = first_of(attributes, status + 3, 2);
	return h;
}

static struct text
http_output(const struct rerun_http *h, struct arena *a)
{
	struct buf b = { 0 };
	json_begin(&b, '{');
	json_member_raw_or_null(&b, "status", h->status);
	json_member_raw(&b, "headers", h->headers.p ? h->headers : TEXT("{}"));
	json_member_raw_or_null(&b, "body", h->body);
	json_end(&b, '}');
	const struct text t = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return t;
}

/* Is it written in these members and no others? */
static bool
is_http_answer(struct text output)
{
	struct trace_members it = trace_members(output);
	struct text key, value;
	unsigned has = 0;
	if (!output.p || output.p[0] != '{')
		return false;
	while (trace_member(&it, &key, &value)) {
		if (text_eq(key, TEXT("status")))
			has |= 1;
		else if (text_eq(key, TEXT("headers")))
			has |= 2;
		else if (text_eq(key, TEXT("body")))
			has |= 4;
		else
			return false;
	}
	return has == 7;
}

/* ---- the recording -------------------------------------------------------------------------- */

bool
rerun_is_recorded(const struct trace_call *c)
{
	return c->output || c->status == TRACE_ERROR ||
	       (c->kind == TRACE_HTTP && rerun_http_of(c).status.p);
}

bool
rerun_recorded(const struct trace_model *m, uint32_t call, struct arena *a, struct rerun_outcome *o)
{
	const struct trace_call *c = &m->call[call];
	*o = RERUN_OUTCOME_NONE;
	o->duration_ns = c->duration_ns;
	o->failed = c->status == TRACE_ERROR;
	o->output = trace_text_of(c->output);
	if (c->more) {
		memcpy(o->usage, c->more->usage, sizeof(o->usage));
		o->cost_usd = trace_text_of(c->more->cost_usd);
	}
	if (o->failed && c->more) {
		o->error_type = trace_text_of(c->more->error_type);
		o->message = trace_text_of(c->more->message);
		o->where = trace_text_of(c->more->where);
	}
	if (c->kind == TRACE_HTTP && !is_http_answer(o->output)) {
		const struct rerun_http h = rerun_http_of(c);
		if (h.status.p || h.headers.p || h.body.p)
			o->output = http_output(&h, a);
	}
	return o->failed || o->output.p;
}

bool
rerun_has_answer(enum trace_kind kind, const struct rerun_outcome *o)
{
	if (!o->failed || kind != TRACE_HTTP || !o->output.p)
		return !o->failed;
	const struct text status = trace_member_of(o->output, TEXT("status"));
	return status.p && !text_eq(status, TEXT("null"));
}

struct text
rerun_empty(const struct trace_call *c, struct arena *a)
{
	if (c && c->kind == TRACE_HTTP) {
		struct rerun_http h = rerun_http_of(c);
		h.headers = TEXT_ABSENT;
		h.body = TEXT("\"\"");
		return http_output(&h, a);
	}
	const struct text output = c ? trace_text_of(c->output) : TEXT_ABSENT;
	switch (output.p && output.n > 0 ? output.p[0] : '\0') {
	case '"': return TEXT("\"\"");
	case '[': return TEXT("[]");
	case '{': return TEXT("{}");
	}
	return TEXT("null");
}
