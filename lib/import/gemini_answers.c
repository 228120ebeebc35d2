/* SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "import/gemini.h"
#include "json/write.h"
#include "trace/members.h"

/*
 * Answers of the model that were recorded for tests of the Gemini CLI: one call a line, with the
 * chunks of its answer.  Neither times nor requests are recorded.
 */

static struct text
get(struct text object, struct text name)
{
	return object.p ? trace_member_of(object, name) : TEXT_ABSENT;
}

static bool
get_number(struct text object, struct text name, int64_t *out)
{
	const struct text json = get(object, name);
	int64_t n;
	if (!json.p || number_i64(json, &n) < 0 || n < 0)
		return false;
	*out = n;
	return true;
}

/* The last chunk that counts tokens counts those of all. */
static void
read_usage(struct text metadata, int64_t usage[TRACE_USAGES])
{
	int64_t output = -1, thoughts = 0, input, tools;
	get_number(metadata, TEXT("promptTokenCount"), &usage[TRACE_INPUT_TOKENS]);
	get_number(metadata, TEXT("cachedContentTokenCount"), &usage[TRACE_CACHE_READ_TOKENS]);
	input = usage[TRACE_INPUT_TOKENS];
	if (input >= 0 && input < INT64_MAX / 4 &&
	    get_number(metadata, TEXT("toolUsePromptTokenCount"), &tools) && tools < INT64_MAX / 4)
		usage[TRACE_INPUT_TOKENS] = input + tools;
	if (get_number(metadata, TEXT("thoughtsTokenCount"), &thoughts))
		usage[TRACE_REASONING_TOKENS] = thoughts;
	if (get_number(metadata, TEXT("candidatesTokenCount"), &output) && output < INT64_MAX / 4 &&
	    thoughts < INT64_MAX / 4)
		usage[TRACE_OUTPUT_TOKENS] = output + thoughts;
}

struct answer {
	struct buf text, calls;
	struct text usage, model;
};

/* The texts and the calls of the first candidate. */
static void
read_parts(struct import_in *in, struct answer *a, struct text chunk)
{
	struct trace_members candidates = trace_members(get(chunk, TEXT("candidates")));
	struct text key, value, part;
	if (candidates.object || !trace_member(&candidates, &key, &value))
		return;
	struct trace_members parts = trace_members(get(get(value, TEXT("content")), TEXT("parts")));
	while (!parts.object && trace_member(&parts, &key, &part)) {
		const struct text text = get(part, TEXT("text"));
		const struct text call = get(part, TEXT("functionCall"));
		const bool thought = text_eq(get(part, TEXT("thought")), TEXT("true"));
		if (text.n >= 2 && text.p[0] == '"' && !thought)
			buf_text(&a->text,
			    json_unescaped(in->arena, (struct text){ text.p + 1, text.n - 2 }));
		if (call.p)
			json_add_raw(&a->calls, call);
	}
}

static void
read_chunk(struct import_in *in, struct answer *a, struct text chunk)
{
	const struct text usage = get(chunk, TEXT("usageMetadata"));
	const struct text model = get(chunk, TEXT("modelVersion"));
	read_parts(in, a, chunk);
	if (usage.p)
		a->usage = usage;
	if (model.n > 2 && model.p[0] == '"')
		a->model = json_unescaped(in->arena, (struct text){ model.p + 1, model.n - 2 });
}

static struct text
trace_of(struct gemini *g)
{
	struct buf b = { 0 };
	if (g->list.p)
		return g->list;
	buf_printf(&b, "answers.%llu", (unsigned long long)++g->lists);
	g->list = arena_text(&g->arena, buf_as_text(&b));
	g->answers = 0;
	buf_free(&b);
	return g->list;
}

static void
add_root(struct import_in *in, struct text trace)
{
	struct trace_record *r = import_add(in);
	r->what = TRACE_CALL;
	r->kind = TRACE_AGENT;
	r->trace_id = r->call_id = trace;
	r->name = TEXT("gemini answers");
	r->status = TRACE_OK;
}

void
gemini_answer(struct import_in *in, struct gemini *g, struct text json)
{
	struct answer a = { .usage = TEXT_ABSENT };
	struct buf id = { 0 };
	struct text key, chunk, output = TEXT_ABSENT;
	const bool first = !g->list.p;
	const struct text response = get(json, TEXT("response")),
			  method = get(json, TEXT("method"));
	const struct text trace = trace_of(g);
	struct trace_members chunks = trace_members(response);
	import_line_is(in, trace);
	if (first)
		add_root(in, trace);
	json_begin(&a.calls, '[');
	if (chunks.object)
		read_chunk(in, &a, response);
	while (!chunks.object && trace_member(&chunks, &key, &chunk))
		read_chunk(in, &a, chunk);
	json_end(&a.calls, ']');
	buf_text(&id, trace);
	buf_printf(&id, "/%llu", (unsigned long long)++g->answers);
	if (a.text.n > 0) {
		struct buf b = { 0 };
		json_put_string(&b, buf_as_text(&a.text));
		output = arena_text(in->arena, buf_as_text(&b));
		buf_free(&b);
	} else if (a.calls.n > 2) {
		output = arena_text(in->arena, buf_as_text(&a.calls));
	}
	import_rest_begin(in);
	buf_text(import_rest_name(in, TEXT("response")), response);
	const struct text attributes = import_rest_done(in);
	struct trace_more *more = arena_alloc(in->arena, sizeof(*more));
	*more = (struct trace_more)TRACE_MORE_INIT;
	more->llm = true;
	more->model = a.model;
	read_usage(a.usage, more->usage);
	struct trace_record *r = import_add(in);
	r->what = TRACE_CALL;
	r->kind = TRACE_LLM;
	r->trace_id = r->parent_id = trace;
	r->call_id = arena_text(in->arena, buf_as_text(&id));
	r->name = json_unescaped(in->arena, (struct text){ method.p + 1, method.n - 2 });
	r->status = TRACE_OK;
	r->output = output;
	r->attributes = attributes;
	r->more = more;
	buf_free(&id);
	buf_free(&a.text);
	buf_free(&a.calls);
}
