/* SPDX-License-Identifier: MIT */
#include "llm/convert_private.h"

#include "json/write.h"

/* ---- calls and results ---------------------------------------------------------------------- */

static struct text
make_id(struct convert *c)
{
	struct buf b = { 0 };
	buf_printf(&b, "call_%u", ++c->made_ids);
	const struct text id = arena_text(c->arena, buf_as_text(&b));
	buf_free(&b);
	return id;
}

/* Sets the input of a call.  OpenAI and others record it as a string that holds JSON; a string that
 * holds no object is kept as it is. */
static void
set_input(struct convert *c, struct chat_part *p, const struct json_node *input)
{
	struct err e;
	p->words = TEXT_ABSENT;
	p->input = TEXT("{}");
	if (convert_is_nothing(input))
		return;
	p->input = input->json;
	if (input->kind != JSON_STRING)
		return;
	const struct json_node *inner = json_tree(c->arena, input->text, &e);
	if (inner && inner->kind == JSON_OBJECT)
		p->input = inner->json;
	else
		p->words = input->text;
}

int
convert_add_call(struct convert *c, struct chat_message *m, const struct json_node *node,
    struct text id, struct text name, const struct json_node *input)
{
	if (!name.p)
		return convert_refuse(c, node, "a call of a tool without a name");
	if (m->role != CHAT_ASSISTANT)
		return convert_refuse(c, node, "a call of a tool that is not the assistant's");
	struct chat_part *p = convert_add_part(c, m, CHAT_CALL, node);
	const bool has_id = id.p && id.n > 0;
	p->id = has_id ? id : make_id(c);
	p->name = name;
	set_input(c, p, input);
	if (!has_id && c->unnamed_n < CONVERT_UNNAMED)
		c->unnamed[c->unnamed_n++] = p;
	return 0;
}

/* Finds the first call without an id whose result has not come yet; name: of its tool, or absent.
 * Returns an absent text if there is none. */
static struct text
take_unnamed(struct convert *c, struct text name)
{
	for (size_t i = 0; i < c->unnamed_n; i++) {
		const struct text id = c->unnamed[i]->id;
		if (name.p && !text_eq(c->unnamed[i]->name, name))
			continue;
		memmove(&c->unnamed[i], &c->unnamed[i + 1],
		    (c->unnamed_n - i - 1) * sizeof(*c->unnamed));
		c->unnamed_n--;
		return id;
	}
	return TEXT_ABSENT;
}

int
convert_add_result(struct convert *c, struct chat_message *m, const struct json_node *node,
    struct text id, struct text name, const struct json_node *content)
{
	struct buf text = { 0 };
	const struct json_node *failed = json_get(node, "is_error");
	if (!id.p || id.n == 0)
		id = take_unnamed(c, name);
	if (!id.p)
		return convert_refuse(c, node, "a result of a tool without the id of its call");
	if (convert_content_text(c, content, &text) < 0) {
		buf_free(&text);
		return -1;
	}
	struct chat_part *p = convert_add_part(c, m, CHAT_RESULT, node);
	p->id = id;
	p->name = name;
	p->text = arena_text(c->arena, buf_as_text(&text));
	p->failed =
	    (failed && failed->kind == JSON_TRUE) || convert_is(json_get(node, "status"), "error");
	buf_free(&text);
	return 0;
}

/* {id, function: {name, arguments}}, {id, name, args} or {id, function: NAME, arguments}. */
static int
read_tool_call(struct convert *c, struct chat_message *m, const struct json_node *call)
{
	static const char *const inputs[] = { "arguments", "args", "input" };
	const struct json_node *function = json_get(call, "function");
	const struct json_node *at = function && function->kind == JSON_OBJECT ? function : call;
	const struct json_node *input = NULL;
	struct text name = convert_string(at, "name");
	if (!name.p)
		name = convert_string(call, "function");
	for (size_t i = 0; i < 3 && !input; i++)
		input = json_get(at, inputs[i]);
	return convert_add_call(c, m, call, convert_string(call, "id"), name, input);
}

static int
read_tool_calls(struct convert *c, struct chat_message *m, const struct json_node *calls)
{
	if (convert_is_nothing(calls))
		return 0;
	if (calls->kind != JSON_ARRAY)
		return convert_refuse(c, calls, "not a list of calls");
	for (const struct json_node *call = calls->child; call; call = call->next)
		if (read_tool_call(c, m, call) < 0)
			return -1;
	return 0;
}

/* Gemini CLI records results with their calls. */
static int
read_own_results(struct convert *c, const struct json_node *calls)
{
	struct chat_message *m = NULL;
	for (const struct json_node *call = calls ? calls->child : NULL; call; call = call->next) {
		const struct json_node *result = json_get(call, "result");
		const struct json_node *first =
		    result && result->kind == JSON_ARRAY && result->count == 1 ? result->child
									       : result;
		const struct json_node *response = json_get(first, "functionResponse");
		if (!result)
			continue;
		if (!m)
			m = convert_add_message(c, CHAT_USER, call);
		if (convert_add_result(c, m, call, convert_string(call, "id"),
			convert_string(call, "name"),
			response ? json_get(response, "response") : result) < 0)
			return -1;
	}
	return 0;
}

/* ---- one message ---------------------------------------------------------------------------- */

/* The names of roles, as recorded.  native: OpenAI's own. */
static const struct {
	const char *name;
	enum chat_role role;
	bool tool, openai;
} roles[] = {
	{ "system", CHAT_SYSTEM, false, true },
	{ "developer", CHAT_SYSTEM, false, true },
	{ "SystemMessage", CHAT_SYSTEM, false, false },
	{ "user", CHAT_USER, false, true },
	{ "human", CHAT_USER, false, false },
	{ "HumanMessage", CHAT_USER, false, false },
	{ "assistant", CHAT_ASSISTANT, false, true },
	{ "ai", CHAT_ASSISTANT, false, false },
	{ "AIMessage", CHAT_ASSISTANT, false, false },
	{ "AIMessageChunk", CHAT_ASSISTANT, false, false },
	{ "model", CHAT_ASSISTANT, false, false },
	{ "gemini", CHAT_ASSISTANT, false, false },
	{ "tool", CHAT_USER, true, true },
	{ "function", CHAT_USER, true, true },
	{ "ToolMessage", CHAT_USER, true, false },
	{ "FunctionMessage", CHAT_USER, true, false },
};
enum { ROLES = sizeof(roles) / sizeof(*roles) };

static size_t
role_row(struct text name)
{
	size_t i = 0;
	while (i < ROLES && !text_eq(text_of(roles[i].name), name))
		i++;
	return i;
}

static bool
tool_calls_are_native(const struct json_node *calls)
{
	if (convert_is_nothing(calls))
		return true;
	for (const struct json_node *call = calls->child; call; call = call->next) {
		const struct json_node *function = json_get(call, "function");
		if (!convert_string(call, "id").p || !convert_string(function, "name").p ||
		    !convert_string(function, "arguments").p ||
		    json_get(call, "index")) /* of a stream */
			return false;
	}
	return calls->kind == JSON_ARRAY;
}

static bool
is_native(enum llm_api api, const struct json_node *m, size_t row)
{
	const struct json_node *content = json_get(m, "content");
	const struct json_node *calls = json_get(m, "tool_calls");
	if (!json_get(m, "role") || json_get(m, "parts") || json_get(m, "toolCalls") ||
	    (content && !convert_content_is_native(api, content)))
		return false;
	switch (api) {
	case LLM_OPENAI:
		if (roles[row].tool && !convert_string(m, "tool_call_id").p)
			return convert_string(m, "name").p &&
			       convert_is(json_get(m, "role"), "function");
		return roles[row].openai && (content || !convert_is_nothing(calls)) &&
		       tool_calls_are_native(calls);
	case LLM_ANTHROPIC:
		return content && !convert_is_nothing(content) && !roles[row].tool &&
		       roles[row].role != CHAT_SYSTEM && roles[row].openai &&
		       convert_is_nothing(calls) &&
		       convert_is_nothing(json_get(m, "function_call"));
	}
	return false;
}

/* The input of a custom tool is a text.  Other calls have objects, so it becomes a member of one.
 */
static void
wrap_input(struct convert *c, struct chat_part *p, const struct json_node *input)
{
	struct buf b = { 0 };
	if (!input || input->kind != JSON_STRING)
		return;
	BUF_LIT(&b, "{\"input\":");
	buf_text(&b, input->json);
	buf_char(&b, '}');
	p->input = arena_text(c->arena, buf_as_text(&b));
	p->words = TEXT_ABSENT;
	buf_free(&b);
	convert_note(c, "the input of a custom tool is sent as the member 'input' of an object");
}

/* An item of OpenAI's responses that is no message.  Returns 1 if it is none of these. */
static int
read_item(struct convert *c, const struct json_node *item, struct text type)
{
	const struct text id = convert_string(item, "call_id");
	struct chat_message *m;
	if (text_eq(type, TEXT("function_call")) || text_eq(type, TEXT("custom_tool_call"))) {
		const struct json_node *input = json_get(item, "arguments");
		m = convert_add_message(c, CHAT_ASSISTANT, item);
		if (convert_add_call(c, m, item, id, convert_string(item, "name"), input) < 0)
			return -1;
		if (text_eq(type, TEXT("custom_tool_call")))
			wrap_input(c, m->part, json_get(item, "input"));
		return 0;
	}
	if (text_eq(type, TEXT("function_call_output")) ||
	    text_eq(type, TEXT("custom_tool_call_output"))) {
		m = convert_add_message(c, CHAT_USER, item);
		return convert_add_result(c, m, item, id, TEXT_ABSENT, json_get(item, "output"));
	}
	if (text_eq(type, TEXT("reasoning"))) {
		convert_note_left_out(c, type, "the messages");
		return 0;
	}
	return 1;
}

/* LangChain writes a message as {lc, id: [..., CLASS], kwargs} or {type, data}.  Returns the
 * message inside, and sets *role to its class. */
static const struct json_node *
unwrap(const struct json_node *m, struct text *role)
{
	const struct json_node *inside = json_get(m, "kwargs");
	const struct json_node *id = json_get(m, "id");
	if (inside && id && id->kind == JSON_ARRAY) {
		for (const struct json_node *n = id->child; n; n = n->next)
			*role = n->kind == JSON_STRING ? n->text : *role;
		return inside;
	}
	inside = json_get(m, "data");
	if (inside && inside->kind == JSON_OBJECT && json_get(inside, "content")) {
		*role = convert_string(m, "type");
		return inside;
	}
	*role = convert_string(m, "role");
	if (!role->p)
		*role = convert_string(m, "type");
	return m;
}

/* SWE-agent has an array with one id. */
static struct text
tool_call_id(const struct json_node *message)
{
	const struct json_node *ids = json_get(message, "tool_call_ids");
	const struct text id = convert_string(message, "tool_call_id");
	if (!id.p && ids && ids->kind == JSON_ARRAY && ids->count == 1 &&
	    ids->child->kind == JSON_STRING)
		return ids->child->text;
	return id;
}

static int
read_inside(struct convert *c, struct chat_message *m, const struct json_node *node, size_t row)
{
	const struct json_node *content = json_get(node, "content");
	const struct json_node *more = json_get(node, "additional_kwargs");
	const struct json_node *calls = json_get(node, "tool_calls");
	const struct json_node *function = json_get(node, "function_call");
	if (!content)
		content = json_get(node, "parts");
	if (roles[row].tool && tool_call_id(node).p)
		return convert_add_result(c, m, node, tool_call_id(node), TEXT_ABSENT, content);
	if (roles[row].tool && convert_string(node, "name").p)
		return convert_add_result(
		    c, m, node, TEXT_ABSENT, convert_string(node, "name"), content);
	if (convert_is_nothing(calls))
		calls = json_get(more, "tool_calls");
	if (convert_is_nothing(calls))
		calls = json_get(node, "toolCalls");
	if (convert_content(c, m, content) < 0)
		return -1;
	for (const struct chat_part *p = m->part; p; p = p->next) {
		if (p->kind == CHAT_CALL) /* it is among the calls, too */
			return 0;
		if (p->kind == CHAT_TEXT && roles[row].tool)
			return convert_refuse(
			    c, node, "a result of a tool without the id of its call");
	}
	if (!convert_is_nothing(function) && read_tool_call(c, m, function) < 0)
		return -1;
	if (read_tool_calls(c, m, calls) < 0)
		return -1;
	return json_get(node, "toolCalls") ? read_own_results(c, calls) : 0;
}

static int
read_message(struct convert *c, const struct json_node *node)
{
	struct text role;
	if (node->kind != JSON_OBJECT)
		return convert_refuse(c, node, "not a message");
	const struct text type = convert_string(node, "type");
	const int item = type.p ? read_item(c, node, type) : 1;
	if (item <= 0)
		return item;
	const struct json_node *inside = unwrap(node, &role);
	const size_t row = role_row(role);
	if (row == ROLES) {
		struct buf b = { 0 };
		buf_visible(&b, role.p ? role : TEXT(""));
		convert_refuse(c, node, "messages and items of this kind are not converted: '%.*s'",
		    (int)(b.n < 60 ? b.n : 60), b.p ? b.p : "");
		buf_free(&b);
		return -1;
	}
	struct chat_message *m = convert_add_message(c, roles[row].role, node);
	if (inside == node && is_native(c->api, node, row)) {
		m->native = node;
		return 0;
	}
	return read_inside(c, m, inside, row);
}

int
convert_messages(struct convert *c, const struct json_node *list)
{
	for (const struct json_node *node = list->child; node; node = node->next)
		if (read_message(c, node) < 0)
			return -1;
	return 0;
}

int
convert_system(struct convert *c, const struct json_node *system)
{
	struct chat_message *m = convert_add_message(c, CHAT_SYSTEM, system);
	const struct json_node *parts = json_get(system, "parts");
	if (c->api == LLM_ANTHROPIC && convert_content_is_native(c->api, system)) {
		m->native = system;
		return 0;
	}
	return convert_content(c, m, parts ? parts : system);
}
