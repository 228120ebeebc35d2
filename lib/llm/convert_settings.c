/* SPDX-License-Identifier: MIT */
#include "llm/convert_private.h"

#include "base/number.h"
#include "json/write.h"

/* What becomes of a recorded setting for an API. */
enum fate {
	SEND,    /* as recorded */
	RENAME,  /* under the name in the third column of the row */
	READ,    /* another part of the conversion reads it */
	LEAVE,   /* without effect on the answer: left out, with a note */
	DEFAULT, /* left out if it has the value that means nothing, otherwise refused */
	REFUSE
};

static const struct setting {
	const char *name;
	enum fate fate[LLM_APIS];
	const char *as; /* for RENAME */
} settings[] = {
	{ "model", .fate = { READ, READ } },
	{ "messages", .fate = { READ, READ } },
	{ "input", .fate = { READ, READ } },
	{ "contents", .fate = { READ, READ } },
	{ "prompt", .fate = { READ, READ } },
	{ "system", .fate = { READ, READ } },
	{ "instructions", .fate = { READ, READ } },
	{ "system_instruction", .fate = { READ, READ } },
	{ "systemInstruction", .fate = { READ, READ } },
	{ "tools", .fate = { READ, READ } },
	{ "functions", .fate = { READ, READ } },
	{ "tool_choice", .fate = { READ, READ } },
	{ "function_call", .fate = { READ, READ } },
	{ "parallel_tool_calls", .fate = { SEND, READ } },
	{ "stream", .fate = { READ, READ } },
	{ "stream_options", .fate = { READ, READ } },
	{ "max_tokens", .fate = { READ, READ } },
	{ "max_completion_tokens", .fate = { READ, READ } },
	{ "max_output_tokens", .fate = { READ, READ } },
	{ "max_tokens_to_sample", .fate = { READ, READ } },
	{ "maxTokens", .fate = { READ, READ } },
	{ "stop", .fate = { READ, READ } },
	{ "stop_sequences", .fate = { READ, READ } },
	{ "user", .fate = { SEND, READ } },
	{ "metadata", .fate = { READ, READ } },
	{ "temperature", .fate = { SEND, READ } },
	{ "top_p", .fate = { SEND, SEND } },
	{ "top_k", .fate = { REFUSE, SEND } },
	{ "n", .fate = { SEND, DEFAULT } },
	{ "choice.count", .fate = { RENAME, DEFAULT }, .as = "n" },
	{ "seed", .fate = { SEND, LEAVE } },
	{ "frequency_penalty", .fate = { SEND, DEFAULT } },
	{ "presence_penalty", .fate = { SEND, DEFAULT } },
	{ "logit_bias", .fate = { SEND, DEFAULT } },
	{ "logprobs", .fate = { SEND, DEFAULT } },
	{ "top_logprobs", .fate = { SEND, DEFAULT } },
	{ "response_format", .fate = { SEND, DEFAULT } },
	{ "reasoning_effort", .fate = { SEND, REFUSE } },
	{ "verbosity", .fate = { SEND, REFUSE } },
	{ "modalities", .fate = { SEND, REFUSE } },
	{ "prediction", .fate = { SEND, REFUSE } },
	{ "audio", .fate = { SEND, REFUSE } },
	{ "web_search_options", .fate = { SEND, REFUSE } },
	{ "thinking", .fate = { DEFAULT, SEND } },
	{ "container", .fate = { REFUSE, SEND } },
	{ "context_management", .fate = { REFUSE, SEND } },
	{ "mcp_servers", .fate = { REFUSE, SEND } },
	{ "output_config", .fate = { REFUSE, SEND } },
	{ "previous_response_id", .fate = { REFUSE, REFUSE } },
	{ "conversation", .fate = { REFUSE, REFUSE } },
	{ "extra_body", .fate = { REFUSE, REFUSE } },
	{ "reasoning", .fate = { REFUSE, REFUSE } },
	{ "text", .fate = { REFUSE, REFUSE } },
	{ "generationConfig", .fate = { REFUSE, REFUSE } },
	{ "service_tier", .fate = { READ, READ } },
	{ "store", .fate = { SEND, LEAVE } },
	{ "prompt_cache_key", .fate = { SEND, LEAVE } },
	{ "prompt_cache_retention", .fate = { SEND, LEAVE } },
	{ "safety_identifier", .fate = { SEND, LEAVE } },
	{ "anthropic_version", .fate = { LEAVE, LEAVE } },
	{ "encoding_formats", .fate = { LEAVE, LEAVE } },
	{ "extra_headers", .fate = { LEAVE, LEAVE } },
	{ "extra_query", .fate = { LEAVE, LEAVE } },
	{ "include", .fate = { LEAVE, LEAVE } },
	{ "max_retries", .fate = { LEAVE, LEAVE } },
	{ "model_name", .fate = { LEAVE, LEAVE } },
	{ "timeout", .fate = { LEAVE, LEAVE } },
	{ "truncation", .fate = { LEAVE, LEAVE } },
	{ "_type", .fate = { LEAVE, LEAVE } },
};
enum { SETTINGS = sizeof(settings) / sizeof(*settings) };

/* Does the value mean the same as no value? */
static bool
is_default(const struct json_node *n)
{
	double d;
	if (convert_is_nothing(n) || n->kind == JSON_FALSE)
		return true;
	if (n->kind == JSON_OBJECT)
		return convert_is(json_get(n, "type"), "text") ||
		       convert_is(json_get(n, "type"), "disabled");
	if (n->kind != JSON_NUMBER || number_f64(n->text, &d) < 0)
		return false;
	return d == 0 ||
	       (d == 1 && (text_eq(n->key, TEXT("n")) || text_eq(n->key, TEXT("choice.count"))));
}

static int
refuse(struct convert *c, const struct json_node *n)
{
	return convert_refuse(c, n,
	    "%.*s has no such setting; --drop %.*s sends the request without it",
	    (int)llm_api_titles[c->api].n, llm_api_titles[c->api].p,
	    (int)(n->key.n < 40 ? n->key.n : 40), n->key.p);
}

static int
put_setting(struct convert *c, const struct json_node *n)
{
	struct buf *b = &c->out->body;
	size_t i = 0;
	while (i < SETTINGS && !text_eq(text_of(settings[i].name), n->key))
		i++;
	/* a setting that is not in the table may be newer: the API judges it */
	const enum fate fate = i < SETTINGS ? settings[i].fate[c->api] : SEND;
	switch (fate) {
	case SEND:
		json_name_text(b, n->key);
		json_put_compact(b, n->json);
		return 0;
	case RENAME:
		json_name(b, settings[i].as);
		json_put_compact(b, n->json);
		return 0;
	case READ: return 0;
	case LEAVE: convert_note_left_out(c, n->key, "the request"); return 0;
	case DEFAULT: return is_default(n) ? 0 : refuse(c, n);
	case REFUSE: return refuse(c, n);
	}
	return 0;
}

/* ---- settings that both have, under other names --------------------------------------------- */

static const struct json_node *
find(struct convert *c, const struct json_node *request, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct json_node *found = convert_setting(c, request, names[i]);
		if (found)
			return found;
	}
	return NULL;
}

static void
put_max_tokens(struct convert *c, const struct json_node *request)
{
	static const char *const names[] = { "max_completion_tokens", "max_tokens",
		"max_output_tokens", "max_tokens_to_sample", "maxTokens" };
	const struct json_node *n = find(c, request, names, 5);
	const bool new =
	    c->api == LLM_OPENAI &&
	    (llm_model_reasons(c->model) || (n && text_eq(n->key, TEXT("max_completion_tokens"))));
	if (n) {
		json_name(&c->out->body, new ? "max_completion_tokens" : "max_tokens");
		json_put_compact(&c->out->body, n->json);
	} else if (c->api == LLM_ANTHROPIC) {
		json_member_u64(&c->out->body, "max_tokens", LLM_MAX_TOKENS);
		convert_note(c,
		    "max_tokens is %d, because Anthropic requires one and none was "
		    "recorded",
		    LLM_MAX_TOKENS);
	}
}

static bool
is_blank(struct text t)
{
	return text_trim(t).n == 0;
}

/* OpenAI takes a string or up to four in an array; Anthropic an array, of texts that are not all
 * white space. */
static int
put_stop(struct convert *c, const struct json_node *request)
{
	static const char *const names[] = { "stop", "stop_sequences" };
	struct buf *b = &c->out->body;
	const struct json_node *n = find(c, request, names, 2);
	if (convert_is_nothing(n))
		return 0;
	if (c->api == LLM_OPENAI) {
		if (n->kind == JSON_ARRAY && n->count > 4)
			return convert_refuse(c, n, "OpenAI takes at most four texts to stop at");
		json_name(b, "stop");
		json_put_compact(b, n->json);
		return 0;
	}
	const struct json_node *s = n->kind == JSON_ARRAY ? n->child : n;
	json_member_begin(b, "stop_sequences", '[');
	for (; s; s = n->kind == JSON_ARRAY ? s->next : NULL) {
		if (s->kind != JSON_STRING || is_blank(s->text))
			return convert_refuse(c, s,
			    "Anthropic does not stop at white space alone; --drop %.*s sends the "
			    "request without it",
			    (int)n->key.n, n->key.p);
		json_add_string(b, s->text);
	}
	json_end(b, ']');
	return 0;
}

static int
put_temperature(struct convert *c, const struct json_node *request)
{
	static const char *const names[] = { "temperature" };
	const struct json_node *n = find(c, request, names, 1);
	double d;
	if (c->api != LLM_ANTHROPIC || !n)
		return 0;
	if (n->kind == JSON_NUMBER && number_f64(n->text, &d) == 0 && d > 1)
		return convert_refuse(c, n,
		    "Anthropic takes a temperature from 0 to 1; choose another one, or "
		    "--drop temperature");
	json_name(&c->out->body, "temperature");
	json_put_compact(&c->out->body, n->json);
	return 0;
}

/* OpenAI's user is a member of Anthropic's metadata; OpenAI's metadata are the caller's labels. */
static void
put_user(struct convert *c, const struct json_node *request)
{
	static const char *const user_names[] = { "user" }, *const metadata_names[] = {
		"metadata"
	};
	struct buf *b = &c->out->body;
	const struct json_node *user = find(c, request, user_names, 1);
	const struct json_node *metadata = find(c, request, metadata_names, 1);
	const struct text id = convert_string(metadata, "user_id");
	if (c->api == LLM_OPENAI) {
		if (id.p && metadata->count == 1 && !user)
			json_member_string(b, "user", id);
		else if (metadata)
			json_member_raw(b, "metadata", metadata->json);
		return;
	}
	const struct text sent = id.p ? id : user && user->kind == JSON_STRING ? user->text : id;
	if (metadata && (!id.p || metadata->count > 1))
		convert_note_left_out(c, TEXT("metadata"), "the request");
	if (!sent.p)
		return;
	json_member_begin(b, "metadata", '{');
	json_member_string(b, "user_id", sent);
	json_end(b, '}');
}

/* The APIs have the setting, but few values in common. */
static void
put_service_tier(struct convert *c, const struct json_node *request)
{
	const struct json_node *n = convert_setting(c, request, "service_tier");
	if (!n)
		return;
	const bool anthropic = convert_is(n, "standard_only");
	const bool openai = convert_is(n, "default") || convert_is(n, "flex") ||
			    convert_is(n, "priority") || convert_is(n, "scale");
	if (c->api == LLM_OPENAI ? anthropic : openai)
		convert_note_left_out(c, n->key, "the request");
	else
		json_member_raw(&c->out->body, "service_tier", n->json);
}

static void
put_stream(struct convert *c, const struct json_node *request)
{
	const struct json_node *recorded = convert_setting(c, request, "stream");
	struct buf *b = &c->out->body;
	c->out->stream = c->options->stream || (recorded && recorded->kind == JSON_TRUE);
	if (!c->out->stream)
		return;
	json_member_bool(b, "stream", true);
	if (c->api == LLM_OPENAI)
		json_member_raw(b, "stream_options", TEXT("{\"include_usage\":true}"));
}

int
convert_put_settings(struct convert *c, const struct json_node *request)
{
	put_max_tokens(c, request);
	if (put_temperature(c, request) < 0 || put_stop(c, request) < 0)
		return -1;
	put_user(c, request);
	put_service_tier(c, request);
	if (request->kind == JSON_OBJECT) {
		for (const struct json_node *n = request->child; n; n = n->next) {
			if (n->kind == JSON_NULL)
				continue;
			if (convert_is_dropped(c, n->key))
				convert_note(c, "left out '%.*s', as --drop says",
				    (int)(n->key.n < 40 ? n->key.n : 40), n->key.p);
			else if (put_setting(c, n) < 0)
				return -1;
		}
	}
	put_stream(c, request);
	return 0;
}
