/* SPDX-License-Identifier: MIT */
#include "llm/request.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct text model_names[] = { TEXT("model"), TEXT("model_name"), TEXT("modelName"),
	TEXT("model_id"), TEXT("modelId") };
static const struct text list_names[] = { TEXT("messages"), TEXT("contents"), TEXT("input"),
	TEXT("prompt") };
static const struct text system_names[] = { TEXT("system"), TEXT("instructions"),
	TEXT("system_instruction"), TEXT("systemInstruction"), TEXT("system_instructions"),
	TEXT("system_prompt"), TEXT("systemPrompt") };
static const struct text config_names[] = { TEXT("generationConfig"), TEXT("generation_config"),
	TEXT("inferenceConfig"), TEXT("inference_config"), TEXT("options"), TEXT("parameters"),
	TEXT("config"), TEXT("kwargs"), TEXT("invocation_params"), TEXT("model_kwargs"),
	TEXT("modelParameters") };

/* The first of the names that the object has a member for.  One that is null counts only if there
 * is no other. */
static const struct json_node *
any_of(const struct json_node *object, const struct text *names, size_t n)
{
	const struct json_node *null = NULL;
	for (size_t i = 0; i < n; i++) {
		const struct json_node *found = json_get(object, names[i].p);
		if (found && found->kind != JSON_NULL)
			return found;
		null = null ? null : found;
	}
	return null;
}

/* The same, if it is not null. */
static const struct json_node *
first_of(const struct json_node *object, const struct text *names, size_t n)
{
	const struct json_node *found = any_of(object, names, n);
	return found && found->kind != JSON_NULL ? found : NULL;
}

/* ---- messages ------------------------------------------------------------------------------- */

static bool
is_text(const struct json_node *n, struct text text)
{
	return n && n->kind == JSON_STRING && text_eq(n->text, text);
}

/* What LangChain writes of an object of Python: {"lc":1, "id":[…, "SystemMessage"], "kwargs":{…}}.
 * Returns the name of its class, or an absent text. */
static struct text
class_of(const struct json_node *message)
{
	const struct json_node *id = json_get(message, "id"), *last = NULL;
	if (!json_get(message, "lc") || !id || id->kind != JSON_ARRAY)
		return TEXT_ABSENT;
	for (const struct json_node *n = id->child; n; n = n->next)
		last = n;
	return last && last->kind == JSON_STRING ? last->text : TEXT_ABSENT;
}

struct text
llm_message_role(const struct json_node *message)
{
	const struct json_node *role = json_get(message, "role");
	const struct text class = class_of(message);
	if (text_eq(class, TEXT("SystemMessage")))
		return TEXT("system");
	if (text_eq(class, TEXT("HumanMessage")))
		return TEXT("user");
	if (text_eq(class, TEXT("AIMessage")) || text_eq(class, TEXT("AIMessageChunk")))
		return TEXT("assistant");
	if (role && role->kind == JSON_STRING)
		return text_eq(role->text, TEXT("model")) ? TEXT("assistant") : role->text;
	if (is_text(json_get(message, "type"), TEXT("system")))
		return TEXT("system");
	if (is_text(json_get(message, "type"), TEXT("ai")))
		return TEXT("assistant");
	return TEXT_ABSENT;
}

const struct json_node *
llm_message_content(const struct json_node *message)
{
	static const struct text names[] = { TEXT("content"), TEXT("parts"), TEXT("text") };
	if (class_of(message).p)
		message = json_get(message, "kwargs");
	return message ? first_of(message, names, COUNT(names)) : NULL;
}

static bool
is_system(const struct json_node *message)
{
	const struct text role = llm_message_role(message);
	return text_eq(role, TEXT("system")) || text_eq(role, TEXT("developer"));
}

/* A list of lists of messages has one list, as a rule. */
static const struct json_node *
list_in(const struct json_node *list)
{
	if (!list || list->kind != JSON_ARRAY)
		return NULL;
	return list->child && list->child->kind == JSON_ARRAY ? list->child : list;
}

/* ---- the request ---------------------------------------------------------------------------- */

static void
read_form(struct llm_request *r)
{
	const struct json_node *root = r->root;
	r->gemini = json_get(root, "contents") != NULL;
	r->responses = json_get(root, "input") && !json_get(root, "messages");
	r->bedrock = json_get(root, "inferenceConfig") != NULL;
	r->mcp = json_get(root, "maxTokens") || json_get(root, "systemPrompt");
}

void
llm_request_read(struct llm_request *r, const struct json_node *root)
{
	*r = (struct llm_request){ .root = root };
	read_form(r);
	r->model = any_of(root, model_names, COUNT(model_names));
	r->messages = list_in(first_of(root, list_names, COUNT(list_names)));
	r->system = first_of(root, system_names, COUNT(system_names));
	const struct json_node *config = first_of(root, config_names, 4);
	r->config = config && config->kind == JSON_OBJECT ? config : NULL;
	if (!r->messages)
		return;
	for (const struct json_node *n = r->messages->child; n && !r->message; n = n->next)
		r->message = is_system(n) ? n : NULL;
}

const struct json_node *
llm_request_setting(const struct llm_request *r, const struct text *names, size_t n)
{
	const struct json_node *top = any_of(r->root, names, n), *found = NULL;
	if (top && top->kind != JSON_NULL)
		return top;
	for (size_t i = 0; i < COUNT(config_names) && !found; i++) {
		const struct json_node *config = json_get(r->root, config_names[i].p);
		if (config && config->kind == JSON_OBJECT)
			found = any_of(config, names, n);
	}
	return found ? found : top;
}
