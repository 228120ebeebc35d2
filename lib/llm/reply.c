/* SPDX-License-Identifier: MIT */
#include "llm/reply_private.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "json/write.h"

void
llm_reply_init(struct llm_reply *r, enum llm_api api)
{
	*r = (struct llm_reply){ .api = api };
}

void
llm_reply_free(struct llm_reply *r)
{
	for (size_t i = 0; i < r->calls; i++) {
		buf_free(&r->call[i].id);
		buf_free(&r->call[i].name);
		buf_free(&r->call[i].input);
	}
	free(r->call);
	buf_free(&r->text);
	buf_free(&r->finish);
	buf_free(&r->error_type);
	buf_free(&r->error_message);
	arena_free(&r->arena);
}

/* ---- for both APIs -------------------------------------------------------------------------- */

struct text
reply_string(const struct json_node *object, const char *member)
{
	const struct json_node *n = json_get(object, member);
	return n && n->kind == JSON_STRING ? n->text : TEXT_ABSENT;
}

void
reply_set(struct buf *b, struct text t)
{
	if (!t.p)
		return;
	b->n = 0;
	buf_text(b, t);
}

void
reply_add_text(struct llm_reply *r, struct text t)
{
	if (!t.p)
		return;
	buf_text(&r->text, t);
	r->has_text = r->has_text || t.n > 0;
}

struct llm_reply_call *
reply_call(struct llm_reply *r, uint64_t index)
{
	for (size_t i = r->calls; i-- > 0;)
		if (r->call[i].index == index)
			return &r->call[i];
	if (r->calls == REPLY_CALLS)
		return NULL;
	r->call = mem_grow(r->call, &r->calls_cap, r->calls + 1, sizeof(*r->call));
	r->call[r->calls] = (struct llm_reply_call){ .index = index };
	return &r->call[r->calls++];
}

bool
reply_count(
    struct llm_reply *r, enum llm_usage which, const struct json_node *object, const char *member)
{
	const struct json_node *n = json_get(object, member);
	uint64_t count;
	/* sums of these must not overflow */
	if (!n || n->kind != JSON_NUMBER || n->text.p[0] == '-' ||
	    number_u64(n->text, &count) < 0 || count > UINT64_MAX / 8)
		return false;
	r->usage[which] = count;
	r->known[which] = true;
	return true;
}

void
reply_fail(struct llm_reply *r, const struct json_node *error)
{
	struct text type = reply_string(error, "type");
	r->failed = true;
	if (!type.p)
		type = reply_string(error, "code");
	reply_set(&r->error_type, type);
	reply_set(&r->error_message,
	    error->kind == JSON_STRING ? error->text : reply_string(error, "message"));
}

/* ---- reading -------------------------------------------------------------------------------- */

/* Reads JSON unless it has more values than any answer, each of which would take memory. */
static const struct json_node *
read_tree(struct llm_reply *r, struct text t)
{
	struct err e;
	size_t values = 1;
	for (size_t i = 0; i < t.n; i++)
		values += t.p[i] == ',' || t.p[i] == '[' || t.p[i] == '{';
	arena_reset(&r->arena);
	return values <= LLM_REPLY_VALUES ? json_tree(&r->arena, t, &e) : NULL;
}

int
llm_reply_read(struct llm_reply *r, struct text body, struct err *e)
{
	const struct json_node *root = read_tree(r, body);
	if (!root || root->kind != JSON_OBJECT)
		return err_set(e, "the answer is no JSON object");
	r->complete = true;
	switch (r->api) {
	case LLM_OPENAI: return reply_openai(r, root, e);
	case LLM_ANTHROPIC: return reply_anthropic(r, root, e);
	}
	return -1;
}

int
llm_reply_event(
    struct llm_reply *r, struct text name, struct text data, struct text *chunk, struct err *e)
{
	const size_t from = r->text.n;
	int result = -1;
	*chunk = TEXT("");
	(void)name; /* the data say it, too */
	if (r->api == LLM_OPENAI && text_eq(text_trim(data), TEXT("[DONE]"))) {
		r->complete = true;
		return 0;
	}
	const struct json_node *root = read_tree(r, data);
	if (!root || root->kind != JSON_OBJECT)
		return err_set(e, "an event of the stream is no JSON object");
	const struct json_node *error = json_get(root, "error");
	if (error && error->kind != JSON_NULL) {
		reply_fail(r, error);
		return 0;
	}
	switch (r->api) {
	case LLM_OPENAI: result = reply_openai_event(r, root, e); break;
	case LLM_ANTHROPIC: result = reply_anthropic_event(r, root, e); break;
	}
	if (r->text.n > from)
		*chunk = (struct text){ r->text.p + from, r->text.n - from };
	return result;
}

bool
llm_reply_error(struct llm_reply *r, struct text body)
{
	const struct json_node *root = read_tree(r, body);
	const struct json_node *error = json_get(root, "error");
	if (!error || (error->kind != JSON_OBJECT && error->kind != JSON_STRING))
		return false;
	reply_fail(r, error);
	return true;
}

/* ---- writing -------------------------------------------------------------------------------- */

/* Is it one JSON object? */
static bool
is_object(struct text t)
{
	struct arena a = { 0 };
	struct err e;
	const struct json_node *root = json_tree(&a, t, &e);
	const bool object = root && root->kind == JSON_OBJECT;
	arena_free(&a);
	return object;
}

/* The input of a call: an object, or a string if the model made no object. */
static void
put_input(struct buf *b, const char *member, const struct buf *input)
{
	const struct text t = buf_as_text(input);
	json_name(b, member);
	if (text_trim(t).n == 0)
		BUF_LIT(b, "{}");
	else if (is_object(t))
		json_put_compact(b, text_trim(t));
	else
		json_put_string(b, t);
}

static void
put_calls(struct buf *b, const struct llm_reply *r)
{
	json_member_begin(b, "tool_calls", '[');
	for (size_t i = 0; i < r->calls; i++) {
		const struct llm_reply_call *c = &r->call[i];
		json_begin(b, '{');
		if (c->id.n > 0)
			json_member_string(b, "id", buf_as_text(&c->id));
		else
			json_member_null(b, "id");
		json_member_string(b, "name", buf_as_text(&c->name));
		put_input(b, "input", &c->input);
		json_end(b, '}');
	}
	json_end(b, ']');
}

/* The calls as the API gives them, and as traces record them. */
static void
put_own_calls(struct buf *b, const struct llm_reply *r)
{
	json_begin(b, '[');
	for (size_t i = 0; i < r->calls; i++) {
		const struct llm_reply_call *c = &r->call[i];
		json_begin(b, '{');
		if (r->api == LLM_ANTHROPIC)
			json_member_string(b, "type", TEXT("tool_use"));
		json_member_string(b, "id", buf_as_text(&c->id));
		if (r->api == LLM_OPENAI) {
			json_member_string(b, "type", TEXT("function"));
			json_member_begin(b, "function", '{');
		}
		json_member_string(b, "name", buf_as_text(&c->name));
		if (r->api == LLM_OPENAI) {
			json_member_string(b, "arguments", buf_as_text(&c->input));
			json_end(b, '}');
		} else {
			put_input(b, "input", &c->input);
		}
		json_end(b, '}');
	}
	json_end(b, ']');
}

static void
put_usage(struct buf *b, const struct llm_reply *r)
{
	static const char *const names[] = { [LLM_INPUT] = "input_tokens",
		[LLM_OUTPUT] = "output_tokens",
		[LLM_CACHE_READ] = "cache_read_tokens",
		[LLM_CACHE_WRITE] = "cache_write_tokens",
		[LLM_REASONING] = "reasoning_tokens" };
	bool any = false;
	for (size_t i = 0; i < LLM_USAGES; i++)
		any = any || r->known[i];
	if (!any)
		return;
	json_member_begin(b, "usage", '{');
	for (size_t i = 0; i < LLM_USAGES; i++)
		if (r->known[i])
			json_member_u64(b, names[i], r->usage[i]);
	json_end(b, '}');
}

void
llm_reply_put(struct buf *b, const struct llm_reply *r)
{
	json_name(b, "output");
	if (r->has_text || r->calls == 0)
		json_put_string(b, buf_as_text(&r->text));
	else
		put_own_calls(b, r);
	if (r->calls > 0)
		put_calls(b, r);
	put_usage(b, r);
	if (r->finish.n > 0)
		json_member_string(b, "finish_reason", buf_as_text(&r->finish));
}
