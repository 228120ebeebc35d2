/* SPDX-License-Identifier: MIT */
#include "llm/reply_private.h"

#include "base/number.h"

static void
read_usage(struct llm_reply *r, const struct json_node *usage)
{
	reply_count(r, LLM_INPUT, usage, "prompt_tokens");
	reply_count(r, LLM_OUTPUT, usage, "completion_tokens");
	reply_count(r, LLM_CACHE_READ, json_get(usage, "prompt_tokens_details"), "cached_tokens");
	reply_count(
	    r, LLM_REASONING, json_get(usage, "completion_tokens_details"), "reasoning_tokens");
}

/* Adds {id, function: {name, arguments}}, whole or a piece of it. */
static int
add_call(struct llm_reply *r, const struct json_node *call, uint64_t index, struct err *e)
{
	const struct json_node *function = json_get(call, "function");
	struct llm_reply_call *c = reply_call(r, index);
	if (!c)
		return err_set(e, "an answer with more than %d calls", REPLY_CALLS);
	const struct text id = reply_string(call, "id");
	const struct text name = reply_string(function, "name");
	const struct text arguments = reply_string(function, "arguments");
	if (id.n > 0)
		reply_set(&c->id, id);
	if (name.n > 0)
		reply_set(&c->name, name);
	if (arguments.p)
		buf_text(&c->input, arguments);
	return 0;
}

/* Takes a message, or a delta of one. */
static int
add_message(struct llm_reply *r, const struct json_node *message, struct err *e)
{
	const struct json_node *calls = json_get(message, "tool_calls");
	const struct json_node *call = calls && calls->kind == JSON_ARRAY ? calls->child : NULL;
	const struct json_node *function = json_get(message, "function_call");
	reply_add_text(r, reply_string(message, "content"));
	reply_add_text(r, reply_string(message, "refusal"));
	for (; call; call = call->next) {
		const struct json_node *at = json_get(call, "index");
		uint64_t index = call->index;
		if (at && (at->kind != JSON_NUMBER || number_u64(at->text, &index) < 0))
			return err_set(e, "a call of a tool whose index is no number");
		if (add_call(r, call, index, e) < 0)
			return -1;
	}
	if (function && function->kind == JSON_OBJECT) {
		struct llm_reply_call *c = reply_call(r, 0);
		reply_set(&c->name, reply_string(function, "name"));
		const struct text arguments = reply_string(function, "arguments");
		if (arguments.p)
			buf_text(&c->input, arguments);
	}
	return 0;
}

int
reply_openai(struct llm_reply *r, const struct json_node *root, struct err *e)
{
	const struct json_node *choices = json_get(root, "choices");
	const struct json_node *message =
	    choices && choices->kind == JSON_ARRAY ? json_get(choices->child, "message") : NULL;
	if (!message || message->kind != JSON_OBJECT)
		return err_set(e, "the answer has no choices[0].message");
	r->choices = choices->count;
	reply_set(&r->finish, reply_string(choices->child, "finish_reason"));
	read_usage(r, json_get(root, "usage"));
	return add_message(r, message, e);
}

int
reply_openai_event(struct llm_reply *r, const struct json_node *root, struct err *e)
{
	const struct json_node *choices = json_get(root, "choices");
	const struct json_node *choice =
	    choices && choices->kind == JSON_ARRAY ? choices->child : NULL;
	read_usage(r, json_get(root, "usage"));
	for (; choice; choice = choice->next) {
		const struct json_node *at = json_get(choice, "index");
		uint64_t index = 0;
		if (at && at->kind == JSON_NUMBER && number_u64(at->text, &index) == 0 &&
		    index > 0) {
			r->choices = r->choices > 2 ? r->choices : 2;
			continue;
		}
		const struct text finish = reply_string(choice, "finish_reason");
		if (finish.n > 0) {
			reply_set(&r->finish, finish);
			r->complete = true;
		}
		if (add_message(r, json_get(choice, "delta"), e) < 0)
			return -1;
	}
	return 0;
}
