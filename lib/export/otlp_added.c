/* SPDX-License-Identifier: MIT */
#include "export/otlp.h"
#include "export/otlp_private.h"
#include "export/otlp_value.h"
#include "json/write.h"
#include "trace/members.h"
#include "trace/put.h"

/* Attributes that are added to a span, in the words of OpenTelemetry and OpenInference. */
enum { ADDED_MOST = 20 };

struct adding {
	struct buf *b;
	const struct trace_call *call;
	const char *added[ADDED_MOST];
	size_t n;
};

/* Notes an attribute that is going to be added.  Returns false if the call has one of that name. */
static bool
add(struct adding *a, const char *key)
{
	const struct trace_text *own = a->call->attributes;
	if (own && trace_member_of(trace_text_of(own), text_of(key)).p)
		return false;
	a->added[a->n++] = key;
	return true;
}

static void
add_text(struct adding *a, const char *key, const struct trace_text *value)
{
	if (value && add(a, key))
		otlp_put_text(a->b, key, trace_text_of(value));
}

static void
add_words(struct adding *a, const char *key, const char *value)
{
	if (value && add(a, key))
		otlp_put_text(a->b, key, text_of(value));
}

static void
put_raw(struct buf *b, const char *key, const struct trace_text *value)
{
	if (value)
		otlp_put_text(b, key, trace_text_of(value));
}

/* ---- what was asked and answered ------------------------------------------------------------ */

/* JSON under a name that others know, or else under ours. */
static void
add_json(struct adding *a, const char *key, const char *type, const char *own,
    const struct trace_text *value)
{
	if (!value)
		return;
	if (!add(a, key)) {
		put_raw(a->b, own, value);
		return;
	}
	otlp_put_text(a->b, key, trace_text_of(value));
	add_words(a, type, "application/json");
}

static void
add_kind(struct adding *a)
{
	static const char *const operations[TRACE_KINDS] = {
		[TRACE_LLM] = "chat",
		[TRACE_EMBEDDING] = "embeddings",
		[TRACE_TOOL] = "execute_tool",
		[TRACE_RETRIEVAL] = "retrieval",
		[TRACE_AGENT] = "invoke_agent",
	};
	add_words(a, "gen_ai.operation.name", operations[a->call->kind]);
	if (a->call->kind == TRACE_TOOL)
		add_text(a, "gen_ai.tool.name", a->call->name);
	if (a->call->kind == TRACE_AGENT)
		add_text(a, "gen_ai.agent.name", a->call->name);
}

static void
add_llm(struct adding *a, const struct trace_call_more *more, struct buf *json)
{
	static const char *const usage[TRACE_USAGES] = {
		[TRACE_INPUT_TOKENS] = "gen_ai.usage.input_tokens",
		[TRACE_OUTPUT_TOKENS] = "gen_ai.usage.output_tokens",
		[TRACE_CACHE_READ_TOKENS] = "gen_ai.usage.cache_read.input_tokens",
		[TRACE_CACHE_WRITE_TOKENS] = "gen_ai.usage.cache_creation.input_tokens",
		[TRACE_REASONING_TOKENS] = "gen_ai.usage.reasoning.output_tokens",
	};
	add_text(a, "gen_ai.request.model", more->model);
	add_text(a, "gen_ai.provider.name", more->vendor);
	for (size_t i = 0; i < TRACE_USAGES; i++)
		if (more->usage[i] >= 0 && add(a, usage[i]))
			otlp_put_int(a->b, usage[i], more->usage[i]);
	json->n = 0;
	trace_put_llm_value(json, more);
	otlp_put_text(a->b, ESPER_LLM, buf_as_text(json));
}

static void
add_error(struct adding *a, const struct trace_call_more *more, struct buf *json)
{
	if (!more->error_type && !more->message && !more->where)
		return;
	add_text(a, "error.type", more->error_type);
	json->n = 0;
	trace_put_error(json, more);
	otlp_put_text(a->b, ESPER_ERROR, buf_as_text(json));
}

static void
add_source(struct adding *a, struct buf *json)
{
	const struct trace_call *c = a->call;
	const struct trace_text *file = c->more ? c->more->file : NULL;
	const size_t before = a->n;
	if (!file && c->line == 0)
		return;
	if ((!file || add(a, ADDED_FILE)) && (c->line == 0 || add(a, ADDED_LINE))) {
		if (file)
			otlp_put_text(a->b, ADDED_FILE, trace_text_of(file));
		if (c->line > 0)
			otlp_put_int(a->b, ADDED_LINE, c->line);
		return;
	}
	a->n = before;
	json->n = 0;
	trace_put_source(json, c);
	otlp_put_text(a->b, ESPER_SOURCE, buf_as_text(json));
}

static void
put_added(const struct adding *a)
{
	struct buf names = { 0 };
	for (size_t i = 0; i < a->n; i++) {
		if (i > 0)
			buf_char(&names, ' ');
		buf_text(&names, text_of(a->added[i]));
	}
	if (a->n > 0)
		otlp_put_text(a->b, ESPER_ADDED, buf_as_text(&names));
	buf_free(&names);
}

void
otlp_put_added(struct buf *b, const struct trace_call *c, struct otlp_scratch *s)
{
	struct adding a = { .b = b, .call = c };
	add_kind(&a);
	if (c->more)
		add_error(&a, c->more, &s->json);
	add_json(&a, ADDED_INPUT, "input.mime_type", ESPER_INPUT, c->input);
	add_json(&a, ADDED_OUTPUT, "output.mime_type", ESPER_OUTPUT, c->output);
	if (c->more && c->more->llm)
		add_llm(&a, c->more, &s->json);
	add_source(&a, &s->json);
	put_added(&a);
	if (c->more) {
		put_raw(b, ESPER_LINKS, c->more->links);
		put_raw(b, ESPER_AFTER, c->more->after);
	}
	if (c->notes == 0)
		return;
	s->json.n = 0;
	trace_put_notes(&s->json, c->notes);
	otlp_put_text(b, ESPER_NOTES, buf_as_text(&s->json));
}

/* ---- the kind ------------------------------------------------------------------------------- */

/* OTLP's: an attribute of that name says it, where the span came from OpenTelemetry. */
unsigned
otlp_kind(const struct trace_call *c)
{
	static const struct text names[] = { TEXT("\"internal\""), TEXT("\"server\""),
		TEXT("\"client\""), TEXT("\"producer\""), TEXT("\"consumer\"") };
	enum { KINDS = sizeof(names) / sizeof(*names), INTERNAL = 1, CLIENT = 3 };
	const struct text side = trace_member_of(trace_text_of(c->attributes), TEXT("span.kind"));
	for (unsigned i = 0; side.p && i < KINDS; i++)
		if (text_eq_nocase(side, names[i]))
			return i + 1;
	switch ((enum trace_kind)c->kind) {
	case TRACE_LLM:
	case TRACE_EMBEDDING:
	case TRACE_HTTP:
	case TRACE_DATABASE: return CLIENT;
	case TRACE_SPAN:
	case TRACE_FUNCTION:
	case TRACE_TOOL:
	case TRACE_RETRIEVAL:
	case TRACE_AGENT: return INTERNAL;
	}
	return INTERNAL;
}
