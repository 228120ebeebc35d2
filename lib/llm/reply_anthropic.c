/* SPDX-License-Identifier: MIT */
#include "llm/reply_private.h"

#include "base/number.h"
#include "json/write.h"

/* Anthropic counts cached tokens apart.  A stream gives the counts twice, and the later ones
 * count. */
static void
read_usage(struct llm_reply *r, const struct json_node *usage)
{
	uint64_t cached = 0;
	if (!usage || usage->kind != JSON_OBJECT)
		return;
	const bool input = json_get(usage, "input_tokens") != NULL;
	if (reply_count(r, LLM_CACHE_READ, usage, "cache_read_input_tokens"))
		cached += r->usage[LLM_CACHE_READ];
	if (reply_count(r, LLM_CACHE_WRITE, usage, "cache_creation_input_tokens"))
		cached += r->usage[LLM_CACHE_WRITE];
	if (input && reply_count(r, LLM_INPUT, usage, "input_tokens"))
		r->usage[LLM_INPUT] += cached;
	reply_count(r, LLM_OUTPUT, usage, "output_tokens");
}

static int
begin_block(struct llm_reply *r, const struct json_node *block, uint64_t index, struct err *e)
{
	const struct text type = reply_string(block, "type");
	const struct json_node *input = json_get(block, "input");
	if (text_eq(type, TEXT("text")))
		reply_add_text(r, reply_string(block, "text"));
	if (!text_eq(type, TEXT("tool_use")))
		return 0;
	struct llm_reply_call *c = reply_call(r, index);
	if (!c)
		return err_set(e, "an answer with more than %d calls", REPLY_CALLS);
	reply_set(&c->id, reply_string(block, "id"));
	reply_set(&c->name, reply_string(block, "name"));
	/* in a stream the input is empty here and follows in pieces */
	if (input && input->count > 0)
		json_put_compact(&c->input, input->json);
	return 0;
}

int
reply_anthropic(struct llm_reply *r, const struct json_node *root, struct err *e)
{
	const struct json_node *content = json_get(root, "content");
	if (!content || content->kind != JSON_ARRAY)
		return err_set(e, "the answer has no content");
	r->choices = 1;
	reply_set(&r->finish, reply_string(root, "stop_reason"));
	read_usage(r, json_get(root, "usage"));
	for (const struct json_node *block = content->child; block; block = block->next)
		if (begin_block(r, block, block->index, e) < 0)
			return -1;
	return 0;
}

static void
add_delta(struct llm_reply *r, const struct json_node *delta, uint64_t index)
{
	const struct text type = reply_string(delta, "type");
	const struct text piece = reply_string(delta, "partial_json");
	if (text_eq(type, TEXT("text_delta")))
		reply_add_text(r, reply_string(delta, "text"));
	if (!text_eq(type, TEXT("input_json_delta")) || !piece.p)
		return;
	/* the input of a tool that the server runs itself is in a block that is no call */
	for (size_t i = 0; i < r->calls; i++)
		if (r->call[i].index == index)
			buf_text(&r->call[i].input, piece);
}

int
reply_anthropic_event(struct llm_reply *r, const struct json_node *root, struct err *e)
{
	const struct text type = reply_string(root, "type");
	const struct json_node *at = json_get(root, "index");
	uint64_t index = 0;
	if (at && (at->kind != JSON_NUMBER || number_u64(at->text, &index) < 0))
		return err_set(e, "a block whose index is no number");
	if (text_eq(type, TEXT("message_start")))
		read_usage(r, json_get(json_get(root, "message"), "usage"));
	if (text_eq(type, TEXT("content_block_start")))
		return begin_block(r, json_get(root, "content_block"), index, e);
	if (text_eq(type, TEXT("content_block_delta")))
		add_delta(r, json_get(root, "delta"), index);
	if (text_eq(type, TEXT("message_delta"))) {
		reply_set(&r->finish, reply_string(json_get(root, "delta"), "stop_reason"));
		read_usage(r, json_get(root, "usage"));
	}
	if (text_eq(type, TEXT("message_stop"))) {
		r->complete = true;
		r->choices = 1;
	}
	return 0;
}
