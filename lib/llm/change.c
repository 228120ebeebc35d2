/* SPDX-License-Identifier: MIT */
#include "llm/change.h"

#include "base/number.h"
#include "base/utf8.h"
#include "json/write.h"
#include "llm/edit.h"
#include "llm/request.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

enum { QUOTED_MOST = 48 };

/* A request that is being changed. */
struct changing {
	const struct llm_change *change;
	struct llm_request request;
	struct text recorded_model;
	struct arena *arena;
	struct edits edits;
	struct buf *details;
	struct buf settings; /* members for an object of settings that is not there yet */
	bool changed;
};

bool
llm_change_is_none(const struct llm_change *c)
{
	return !c->model.p && !c->temperature.p && !c->max_tokens.p && !c->system_prompt.p;
}

/* ---- pieces of JSON ------------------------------------------------------------------------- */

static struct text
keep(struct changing *c, struct buf *b)
{
	const struct text t = arena_text(c->arena, buf_as_text(b));
	buf_free(b);
	return t;
}

static struct text
as_string(struct changing *c, struct text t)
{
	struct buf b = { 0 };
	json_put_string(&b, t);
	return keep(c, &b);
}

/* `"name":value` */
static struct text
as_member(struct changing *c, const char *name, struct text json)
{
	struct buf b = { 0 };
	json_name(&b, name);
	buf_text(&b, json);
	return keep(c, &b);
}

/* ---- what is said of a change --------------------------------------------------------------- */

static void
put_quoted(struct buf *b, struct text t)
{
	size_t n = 0;
	buf_char(b, '"');
	for (size_t shown = 0; n < t.n && shown < QUOTED_MOST; shown++) {
		uint32_t cp;
		const size_t step = utf8_decode(t.p + n, t.n - n, &cp);
		n += step > 0 ? step : 1;
	}
	buf_text(b, (struct text){ t.p, n });
	BUF_LIT(b, "\"");
	if (n < t.n)
		BUF_LIT(b, "…");
}

/* from: absent: there was none */
static void
say(struct changing *c, const char *what, struct text from, struct text to, bool quoted)
{
	struct buf *b = c->details;
	if (b->n > 0)
		BUF_LIT(b, ", ");
	buf_text(b, text_of(what));
	BUF_LIT(b, ": ");
	if (from.p && quoted)
		put_quoted(b, from);
	else
		buf_text(b, from.p ? from : TEXT("none"));
	BUF_LIT(b, " → ");
	if (quoted)
		put_quoted(b, to);
	else
		buf_text(b, to);
	c->changed = true;
}

/* ---- model and settings --------------------------------------------------------------------- */

/* The recorded model, or an absent text. */
static struct text
model_of(const struct changing *c)
{
	const struct json_node *node = c->request.model;
	return node && node->kind == JSON_STRING ? node->text : c->recorded_model;
}

static void
change_model(struct changing *c)
{
	const struct json_node *node = c->request.model;
	const struct text to = c->change->model;
	const struct text from = model_of(c);
	if (!to.p || (from.p && text_eq(from, to)))
		return;
	if (node)
		edit_value(&c->edits, node, as_string(c, to));
	else
		edit_add_first(
		    &c->edits, c->request.root, as_member(c, "model", as_string(c, to)), c->arena);
	say(c, "model", from, to, false);
}

/* Adds a setting where the form of the request has it. */
static void
add_setting(struct changing *c, const char *name, struct text json)
{
	const struct text member = as_member(c, name, json);
	const struct llm_request *r = &c->request;
	if (!r->gemini && !r->bedrock) {
		edit_add_last(&c->edits, r->root, member, c->arena);
	} else if (r->config) {
		edit_add_last(&c->edits, r->config, member, c->arena);
	} else {
		if (c->settings.n > 0)
			buf_char(&c->settings, ',');
		buf_text(&c->settings, member);
	}
}

static void
change_number(struct changing *c, const char *what, struct text to, const struct text *names,
    size_t n, const char *name)
{
	const struct json_node *node = llm_request_setting(&c->request, names, n);
	if (!to.p)
		return;
	if (node && node->kind == JSON_NUMBER && number_cmp(node->text, to) == 0)
		return;
	if (node)
		edit_value(&c->edits, node, to);
	else
		add_setting(c, name, to);
	say(c, what, node && node->kind != JSON_NULL ? node->text : TEXT_ABSENT, to, false);
}

static bool
begins(struct text t, const char *with)
{
	const size_t n = strlen(with);
	return t.n >= n && memcmp(t.p, with, n) == 0;
}

/* The model that is asked in the end. */
static struct text
asked_model(const struct changing *c)
{
	return c->change->model.p ? c->change->model : model_of(c);
}

/* What a request in which no limit is recorded calls it. */
static const char *
limit_name(const struct changing *c)
{
	static const char *const reasoning[] = { "o1", "o3", "o4", "gpt-5" };
	const struct text model = asked_model(c);
	if (c->request.gemini)
		return "maxOutputTokens";
	if (c->request.bedrock || c->request.mcp)
		return "maxTokens";
	if (c->request.responses)
		return "max_output_tokens";
	for (size_t i = 0; i < COUNT(reasoning); i++)
		if (begins(model, reasoning[i]))
			return "max_completion_tokens";
	return "max_tokens";
}

static const struct text limits[] = { TEXT("max_tokens"), TEXT("max_completion_tokens"),
	TEXT("max_output_tokens"), TEXT("maxOutputTokens"), TEXT("maxTokens"),
	TEXT("max_tokens_to_sample"), TEXT("max_new_tokens"), TEXT("num_predict") };

static void
change_settings(struct changing *c)
{
	static const struct text temperature[] = { TEXT("temperature") };
	change_number(c, "temperature", c->change->temperature, temperature, 1, "temperature");
	change_number(c, "max_tokens", c->change->max_tokens, limits, COUNT(limits), limit_name(c));
	if (c->settings.n == 0)
		return;
	buf_char(&c->settings, '}');
	struct buf b = { 0 };
	json_name(&b, "generationConfig");
	buf_char(&b, '{');
	buf_text(&b, buf_as_text(&c->settings));
	edit_add_last(&c->edits, c->request.root, keep(c, &b), c->arena);
}

/* ---- the system prompt ---------------------------------------------------------------------- */

/* The text of a prompt that consists of nothing else, or an absent text. */
static struct text
prompt_in(const struct json_node *n)
{
	if (n->kind == JSON_OBJECT && json_get(n, "parts"))
		n = json_get(n, "parts");
	if (n->kind == JSON_STRING)
		return n->text;
	if (n->kind != JSON_ARRAY || n->count != 1)
		return TEXT_ABSENT;
	if (n->child->kind == JSON_STRING)
		return n->child->text;
	const struct json_node *text = json_get(n->child, "text");
	if (!text)
		text = json_get(n->child, "content");
	return text && text->kind == JSON_STRING ? text->text : TEXT_ABSENT;
}

/* The parts that a new prompt is, where the recorded one was the parts of `list`. */
static struct text
as_parts(struct changing *c, const struct json_node *list)
{
	const struct json_node *first = list->child;
	const struct json_node *type = first ? json_get(first, "type") : NULL;
	const struct text prompt = c->change->system_prompt;
	struct buf b = { 0 };
	json_begin(&b, '[');
	if (first && first->kind == JSON_STRING) {
		json_add_string(&b, prompt);
	} else {
		json_begin(&b, '{');
		if (type && type->kind == JSON_STRING)
			json_member_string(&b, "type", type->text);
		json_member_string(&b,
		    first && !json_get(first, "text") && json_get(first, "content") ? "content"
										    : "text",
		    prompt);
		json_end(&b, '}');
	}
	json_end(&b, ']');
	return keep(c, &b);
}

/* Replaces a prompt, whose form stays: a string, or an array of parts. */
static void
replace_prompt(struct changing *c, const struct json_node *node)
{
	const struct json_node *parts = node->kind == JSON_OBJECT ? json_get(node, "parts") : node;
	const struct text from = prompt_in(node);
	if (from.p && text_eq(from, c->change->system_prompt))
		return;
	if (parts && parts->kind == JSON_ARRAY)
		edit_value(&c->edits, parts, as_parts(c, parts));
	else
		edit_value(&c->edits, node, as_string(c, c->change->system_prompt));
	say(c, "system_prompt", from.p ? from : node->json, c->change->system_prompt, true);
}

/* A message for the beginning of the list, in the form of the others. */
static struct text
as_message(struct changing *c, bool typed)
{
	struct buf b = { 0 };
	json_begin(&b, '{');
	if (typed)
		json_member_string(&b, "type", TEXT("message"));
	json_member_string(&b, "role", typed ? TEXT("developer") : TEXT("system"));
	if (typed) {
		json_member_begin(&b, "content", '[');
		json_begin(&b, '{');
		json_member_string(&b, "type", TEXT("input_text"));
		json_member_string(&b, "text", c->change->system_prompt);
		json_end(&b, '}');
		json_end(&b, ']');
	} else {
		json_member_string(&b, "content", c->change->system_prompt);
	}
	json_end(&b, '}');
	return keep(c, &b);
}

/* A member that has the prompt: a string, or what is around it in the form of the request. */
static struct text
as_prompt_member(struct changing *c, const char *name, const char *before, const char *after)
{
	struct buf b = { 0 };
	json_name(&b, name);
	buf_text(&b, text_of(before));
	json_put_string(&b, c->change->system_prompt);
	buf_text(&b, text_of(after));
	return keep(c, &b);
}

static void
add_prompt(struct changing *c)
{
	const struct llm_request *r = &c->request;
	const struct json_node *first = r->messages ? r->messages->child : NULL;
	const struct json_node *type = first ? json_get(first, "type") : NULL;
	struct text member;
	say(c, "system_prompt", TEXT_ABSENT, c->change->system_prompt, true);
	if (r->gemini)
		member = as_prompt_member(c, "systemInstruction", "{\"parts\":[{\"text\":", "}]}");
	else if (r->responses)
		member = as_prompt_member(c, "instructions", "", "");
	else if (r->mcp)
		member = as_prompt_member(c, "systemPrompt", "", "");
	else if (r->bedrock)
		member = as_prompt_member(c, "system", "[{\"text\":", "}]");
	else if (first && json_get(first, "parts"))
		member = as_prompt_member(c, "system", "[{\"type\":\"text\",\"content\":", "}]");
	else if (!r->messages || begins(asked_model(c), "claude"))
		member = as_prompt_member(c, "system", "", "");
	else {
		const bool typed =
		    type && type->kind == JSON_STRING && text_eq(type->text, TEXT("message"));
		edit_add_first(&c->edits, r->messages, as_message(c, typed), c->arena);
		return;
	}
	edit_add_last(&c->edits, r->root, member, c->arena);
}

static void
change_system(struct changing *c)
{
	if (!c->change->system_prompt.p)
		return;
	const struct json_node *content =
	    c->request.message ? llm_message_content(c->request.message) : NULL;
	if (c->request.system)
		replace_prompt(c, c->request.system);
	else if (content)
		replace_prompt(c, content);
	else
		add_prompt(c);
}

/* ---- the request ---------------------------------------------------------------------------- */

static struct text
wrap(struct text messages, struct text model, struct arena *a)
{
	struct buf b = { 0 };
	json_begin(&b, '{');
	if (model.p)
		json_member_string(&b, "model", model);
	json_member_raw(&b, "messages", messages);
	json_end(&b, '}');
	const struct text t = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return t;
}

struct text
llm_request_object(struct text request, struct text recorded_model, struct arena *a, struct err *e)
{
	const char first = request.n > 0 ? request.p[0] : '\0';
	struct buf b = { 0 };
	if (first == '{')
		return request;
	if (first == '[' && request.n > 1 && (request.p[1] == '{' || request.p[1] == '['))
		return wrap(request, recorded_model, a);
	if (first == '"') {
		json_begin(&b, '[');
		json_begin(&b, '{');
		json_member_string(&b, "role", TEXT("user"));
		json_member_raw(&b, "content", request);
		json_end(&b, '}');
		json_end(&b, ']');
		const struct text t = wrap(buf_as_text(&b), recorded_model, a);
		buf_free(&b);
		return t;
	}
	if (request.n == 0 || text_eq(request, TEXT("null")))
		err_set(e, "its request is not recorded");
	else
		err_set(e, "its input is not a request to a model");
	return TEXT_ABSENT;
}

enum llm_changed
llm_change_request(const struct llm_change *change, struct text request, struct text recorded_model,
    struct arena *a, struct buf *out, struct buf *details, struct err *e)
{
	struct changing c = {
		.change = change, .recorded_model = recorded_model, .arena = a, .details = details
	};
	const struct text object = llm_request_object(request, recorded_model, a, e);
	if (!object.p)
		return LLM_NOT_A_REQUEST;
	const struct json_node *root = json_tree(a, object, e);
	if (!root)
		return LLM_NOT_A_REQUEST;
	struct buf own = { 0 };
	c.details = &own;
	c.edits.document = object;
	llm_request_read(&c.request, root);
	change_model(&c);
	change_settings(&c);
	change_system(&c);
	if (c.changed) {
		edits_put(&c.edits, out);
		buf_text(details, buf_as_text(&own));
	}
	buf_free(&own);
	buf_free(&c.settings);
	return c.changed ? LLM_CHANGED : LLM_SAME;
}

int64_t
llm_request_limit(struct text request, struct arena *a)
{
	struct llm_request r;
	struct err e;
	int64_t limit;
	const struct json_node *root =
	    request.n > 0 && request.p[0] == '{' ? json_tree(a, request, &e) : NULL;
	if (!root)
		return -1;
	llm_request_read(&r, root);
	const struct json_node *n = llm_request_setting(&r, limits, COUNT(limits));
	if (!n || n->kind != JSON_NUMBER || number_i64(n->text, &limit) < 0 || limit < 0)
		return -1;
	return limit;
}

/* ---- retrievals ----------------------------------------------------------------------------- */

/* The query of a retrieval's input, or NULL. */
static const struct json_node *
query_in(const struct json_node *root)
{
	static const char *const names[] = { "query", "question", "q", "search_query", "query_text",
		"search", "text", "prompt", "input" };
	if (root->kind == JSON_STRING)
		return root;
	for (size_t i = 0; i < COUNT(names); i++) {
		const struct json_node *n = json_get(root, names[i]);
		if (n && n->kind == JSON_STRING)
			return n;
	}
	return NULL;
}

enum llm_changed
llm_change_query(struct text query, struct text input, struct arena *a, struct buf *out,
    struct buf *details, struct err *e)
{
	struct changing c = { .arena = a, .details = details, .edits.document = input };
	const struct json_node *root = input.n > 0 ? json_tree(a, input, e) : NULL;
	const struct json_node *node = root ? query_in(root) : NULL;
	if (!node) {
		err_set(e, "its query is not recorded");
		return LLM_NOT_A_REQUEST;
	}
	if (text_eq(node->text, query))
		return LLM_SAME;
	edit_value(&c.edits, node, as_string(&c, query));
	edits_put(&c.edits, out);
	say(&c, "query", node->text, query, true);
	return LLM_CHANGED;
}
