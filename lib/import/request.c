/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "import/answer.h"
#include "import/nest.h"
#include "import/vocabulary.h"
#include "json/write.h"
#include "trace/members.h"

/* What a call was asked and what it answered, by its attributes. */

/* The value, which goes whole into another member. */
static struct text
take(struct import_attribute *a)
{
	if (!a)
		return TEXT_ABSENT;
	a->taken = true;
	return a->value;
}

static struct text
take_embedded(struct import_in *in, struct import_attribute *a, bool any)
{
	const struct text value = take(a);
	return value.p ? import_embedded(in, value, any) : value;
}

/* input.value or output.value: JSON if its type says so. */
static struct text
take_value(struct import_in *in, const struct import_words *w, enum import_word value,
    enum import_word type)
{
	const struct text mime = import_attribute_text(in, w->of[type]);
	const bool json = mime.p && text_contains(mime, TEXT("json"));
	return json ? take_embedded(in, w->of[value], true) : take(w->of[value]);
}

static bool
begins_with(struct text t, struct text prefix)
{
	return t.n > prefix.n && memcmp(t.p, prefix.p, prefix.n) == 0;
}

/* ---- requests to models --------------------------------------------------------------------- */

enum { REQUEST_MEMBERS = 64 }; /* more stay attributes */

struct request {
	struct import_in *in;
	struct import_attributes *as;
	const struct import_words *w;
	struct buf b;
	struct text name[REQUEST_MEMBERS], value[REQUEST_MEMBERS];
	size_t n;
};

/* The value of a member, or an absent text. */
static struct text
member_of(const struct request *q, struct text name)
{
	const size_t i = text_among(name, q->name, q->n);
	return i < q->n ? q->value[i] : TEXT_ABSENT;
}

/* Adds a member, unless there is no value or the member is there. */
static bool
add(struct request *q, struct text name, struct text value)
{
	if (!value.p || q->n == REQUEST_MEMBERS || member_of(q, name).p)
		return false;
	q->name[q->n] = name;
	q->value[q->n++] = value;
	json_name_text(&q->b, name);
	buf_text(&q->b, value);
	return true;
}

static void
add_word(struct request *q, const char *name, enum import_word word, bool embedded)
{
	struct import_attribute *a = q->w->of[word];
	if (!a || a->taken)
		return;
	const struct text value = embedded ? import_embedded(q->in, a->value, false) : a->value;
	a->taken = add(q, text_of(name), value);
}

/* The deprecated prompt: messages, or a text. */
static void
add_prompt(struct request *q)
{
	struct import_attribute *a = q->w->of[WORD_PROMPT];
	if (!a)
		return;
	const struct text value = import_embedded(q->in, a->value, false);
	a->taken = add(q, value.p[0] == '[' ? TEXT("messages") : TEXT("prompt"), value);
}

/* Members that were made flat, if there is no other value. */
static void
add_nest(struct request *q, struct text name, struct text prefix)
{
	if (!member_of(q, name).p)
		add(q, name, import_nest(q->in, q->as, prefix, true));
}

/* The Vercel SDK has each tool as JSON in a string. */
static void
add_sdk_tools(struct request *q)
{
	struct import_attribute *a = q->w->of[WORD_AI_TOOLS];
	struct buf tools = { 0 };
	struct text key, tool;
	if (!a || a->taken)
		return;
	struct trace_members it = trace_members(a->value);
	json_begin(&tools, '[');
	while (!it.object && trace_member(&it, &key, &tool))
		json_add_raw(&tools, import_embedded(q->in, tool, false));
	json_end(&tools, ']');
	a->taken = add(q, TEXT("tools"),
	    a->value.p[0] == '[' ? arena_text(q->in->arena, buf_as_text(&tools)) : a->value);
	buf_free(&tools);
}

/* gen_ai.request.NAME is NAME. */
static void
add_parameters(struct request *q)
{
	static const struct text prefix = { "gen_ai.request.", 15 };
	for (size_t i = 0; i < q->as->n; i++) {
		struct import_attribute *a = &q->as->at[i];
		if (a->taken || !begins_with(a->key, prefix))
			continue;
		const struct text name = { a->key.p + prefix.n, a->key.n - prefix.n };
		a->taken = json_is_plain(name) && add(q, name, a->value);
	}
}

/* OpenInference has all parameters in one object. */
static void
add_invocation(struct request *q)
{
	struct import_attribute *a = q->w->of[WORD_OI_PARAMETERS];
	struct text key, value;
	bool whole = true;
	if (!a || a->taken)
		return;
	const struct text object = import_embedded(q->in, a->value, false);
	if (object.p[0] != '{')
		return;
	struct trace_members it = trace_members(object);
	while (trace_member(&it, &key, &value)) {
		const struct text has = member_of(q, key);
		whole &= text_eq(has, value) || (json_is_plain(key) && add(q, key, value));
	}
	a->taken = whole;
}

/* {model, messages, system, tools, …}: absent if nothing is recorded of it. */
static struct text
request_of(struct import_in *in, struct import_attributes *as, const struct import_words *w)
{
	struct request q;
	q.in = in;
	q.as = as;
	q.w = w;
	q.b = (struct buf){ 0 };
	q.n = 0;
	struct text json = TEXT_ABSENT;
	buf_char(&q.b, '{');
	add_word(&q, "model", WORD_REQUEST_MODEL, false);
	add_word(&q, "model", WORD_OI_REQUEST_MODEL, false);
	add_word(&q, "model", WORD_OI_MODEL, false);
	add_word(&q, "model", WORD_AI_MODEL, false);
	add_word(&q, "messages", WORD_INPUT_MESSAGES, true);
	add_word(&q, "messages", WORD_AI_MESSAGES, true);
	add_prompt(&q);
	add_nest(&q, TEXT("messages"), TEXT("gen_ai.prompt."));
	add_nest(&q, TEXT("messages"), TEXT("llm.input_messages."));
	add_word(&q, "system", WORD_INSTRUCTIONS, true);
	add_word(&q, "tools", WORD_DEFINITIONS, true);
	add_sdk_tools(&q);
	add_nest(&q, TEXT("tools"), TEXT("llm.request.functions."));
	add_nest(&q, TEXT("tools"), TEXT("llm.tools."));
	add_word(&q, "tool_choice", WORD_AI_CHOICE, true);
	add_parameters(&q);
	add_invocation(&q);
	buf_char(&q.b, '}');
	if (q.b.n > 2)
		json = arena_text(in->arena, buf_as_text(&q.b));
	buf_free(&q.b);
	return json;
}

static bool
has_prefix(const struct import_attributes *as, struct text prefix)
{
	for (size_t i = 0; i < as->n; i++)
		if (!as->at[i].taken && begins_with(as->at[i].key, prefix))
			return true;
	return false;
}

/* Does gen_ai or the Vercel SDK say what was asked? */
static bool
has_messages(const struct import_attributes *as, const struct import_words *w)
{
	return w->of[WORD_INPUT_MESSAGES] || w->of[WORD_PROMPT] || w->of[WORD_AI_MESSAGES] ||
	       has_prefix(as, TEXT("gen_ai.prompt."));
}

void
import_words_input(struct import_in *in, struct import_attributes *as, const struct import_words *w,
    struct trace_record *r)
{
	const bool model = r->kind == TRACE_LLM || r->kind == TRACE_EMBEDDING;
	if (r->input.p)
		return;
	if (r->kind == TRACE_TOOL)
		r->input = take_embedded(in, w->of[WORD_ARGUMENTS], false);
	if (r->kind == TRACE_RETRIEVAL)
		r->input = take(w->of[WORD_QUERY]);
	if (!r->input.p)
		r->input = take_embedded(in, w->of[WORD_AI_ARGS], true);
	const bool gen_ai = w->request || w->of[WORD_INPUT_MESSAGES] || w->of[WORD_INSTRUCTIONS] ||
			    w->of[WORD_PROMPT];
	if (!r->input.p && (model || gen_ai) && has_messages(as, w))
		r->input = request_of(in, as, w);
	if (!r->input.p)
		r->input = take_value(in, w, WORD_INPUT, WORD_INPUT_TYPE);
	if (!r->input.p)
		r->input = take_embedded(in, w->of[WORD_TL_INPUT], true);
	if (!r->input.p && (model || gen_ai))
		r->input = request_of(in, as, w);
	if (!r->input.p && r->kind == TRACE_EMBEDDING && !w->of[WORD_OUTPUT])
		r->input = import_nest(in, as, TEXT("embedding.embeddings."), true);
}

/* ---- answers -------------------------------------------------------------------------------- */

/* Appends the answer in messages; absent if there is none. */
static struct text
answer_of(struct import_in *in, struct text messages, bool *calls)
{
	struct buf b = { 0 };
	struct text json = TEXT_ABSENT;
	if (messages.p && import_answer(&b, messages, calls))
		json = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return json;
}

static bool
ends_in(struct text t, struct text tail)
{
	return t.n >= tail.n && memcmp(t.p + t.n - tail.n, tail.p, tail.n) == 0;
}

/* The answer in messages that were made flat.  Only the text, or the tool calls, went whole into
 * it. */
static struct text
flat_answer(struct import_in *in, struct import_attributes *as, struct text prefix)
{
	bool calls;
	const struct text answer = answer_of(in, import_nest(in, as, prefix, false), &calls);
	for (size_t i = 0; answer.p && i < as->n; i++) {
		struct import_attribute *a = &as->at[i];
		if (!begins_with(a->key, prefix))
			continue;
		const bool whole =
		    calls ? text_contains(a->key, TEXT(".tool_calls."))
			  : ends_in(a->key, TEXT(".content")) && text_eq(a->value, answer);
		if (!whole)
			continue;
		a->taken = true;
		if (!calls)
			break;
	}
	return answer;
}

/* The deprecated completion: messages, or the text of the answer. */
static struct text
completion_of(struct import_in *in, struct import_attribute *a)
{
	bool calls;
	if (!a)
		return TEXT_ABSENT;
	const struct text value = import_embedded(in, a->value, false);
	if (value.p[0] == '"')
		return take(a);
	return answer_of(in, value, &calls);
}

static bool
is_text(const struct import_attribute *a)
{
	return a && !a->taken && a->value.n > 2;
}

/* What the Vercel SDK got: a text, an object, or tool calls. */
static struct text
sdk_answer(struct import_in *in, const struct import_words *w)
{
	static const enum import_word text[] = { WORD_AI_TEXT, WORD_AI_OLD_TEXT };
	static const enum import_word json[] = { WORD_AI_OBJECT, WORD_AI_OLD_OBJECT, WORD_AI_CALLS,
		WORD_AI_OLD_CALLS };
	for (size_t i = 0; i < sizeof(text) / sizeof(*text); i++)
		if (is_text(w->of[text[i]]))
			return take(w->of[text[i]]);
	for (size_t i = 0; i < sizeof(json) / sizeof(*json); i++)
		if (is_text(w->of[json[i]]))
			return take_embedded(in, w->of[json[i]], true);
	return TEXT_ABSENT;
}

static struct text
model_answer(struct import_in *in, struct import_attributes *as, const struct import_words *w)
{
	struct text answer = TEXT_ABSENT;
	bool calls;
	if (w->of[WORD_OUTPUT_MESSAGES])
		answer = answer_of(
		    in, import_embedded(in, w->of[WORD_OUTPUT_MESSAGES]->value, false), &calls);
	if (!answer.p)
		answer = completion_of(in, w->of[WORD_COMPLETION]);
	if (!answer.p)
		answer = flat_answer(in, as, TEXT("gen_ai.completion."));
	return answer.p ? answer : sdk_answer(in, w);
}

void
import_words_output(struct import_in *in, struct import_attributes *as,
    const struct import_words *w, struct trace_record *r)
{
	const bool model = r->kind == TRACE_LLM;
	if (r->output.p)
		return;
	if (r->kind == TRACE_TOOL)
		r->output = take_embedded(in, w->of[WORD_RESULT], false);
	if (r->kind == TRACE_RETRIEVAL)
		r->output = take_embedded(in, w->of[WORD_DOCUMENTS], false);
	if (!r->output.p)
		r->output = take_embedded(in, w->of[WORD_AI_RESULT], true);
	if (!r->output.p && (model || w->of[WORD_OUTPUT_MESSAGES]))
		r->output = model_answer(in, as, w);
	if (!r->output.p)
		r->output = take_value(in, w, WORD_OUTPUT, WORD_OUTPUT_TYPE);
	if (!r->output.p)
		r->output = take_embedded(in, w->of[WORD_TL_OUTPUT], true);
	if (!r->output.p && model)
		r->output = flat_answer(in, as, TEXT("llm.output_messages."));
	if (!r->output.p && r->kind == TRACE_RETRIEVAL)
		r->output = import_nest(in, as, TEXT("retrieval.documents."), true);
}
