/* SPDX-License-Identifier: MIT */
#include "llm/convert_private.h"

#include "json/write.h"

/* ---- definitions ---------------------------------------------------------------------------- */

static const struct json_node *
schema_of(const struct json_node *tool)
{
	static const char *const names[] = { "parameters", "input_schema", "inputSchema" };
	const struct json_node *schema = NULL;
	for (size_t i = 0; i < 3 && !schema; i++)
		schema = json_get(tool, names[i]);
	return schema && schema->kind == JSON_OBJECT ? schema : NULL;
}

static bool
is_native(enum llm_api api, const struct json_node *tool)
{
	const struct json_node *function = json_get(tool, "function");
	const struct text type = convert_string(tool, "type");
	switch (api) {
	case LLM_OPENAI:
		return (function && function->kind == JSON_OBJECT) || json_get(tool, "custom");
	case LLM_ANTHROPIC:
		/* a tool of its own has the type custom or none, one of Anthropic's has its version
		 */
		return !function && convert_string(tool, "name").p &&
		       (json_get(tool, "input_schema") ||
			   (type.n > 9 && type.p[type.n - 9] == '_' && type.p[type.n - 8] == '2'));
	}
	return false;
}

static void
put_definition(struct convert *c, const struct json_node *at)
{
	struct buf *b = &c->out->body;
	const struct json_node *schema = schema_of(at);
	const struct text description = convert_string(at, "description");
	const char *const name = c->api == LLM_OPENAI ? "parameters" : "input_schema";
	json_member_string(b, "name", convert_string(at, "name"));
	if (description.p)
		json_member_string(b, "description", description);
	if (schema) {
		json_name(b, name);
		json_put_compact(b, schema->json);
	} else if (c->api == LLM_ANTHROPIC) { /* which requires one */
		json_member_raw(b, name, TEXT("{\"type\":\"object\",\"properties\":{}}"));
	}
}

static int
put_tool(struct convert *c, const struct json_node *tool)
{
	struct buf *b = &c->out->body;
	const struct json_node *function = json_get(tool, "function");
	const struct json_node *at = function ? function : tool;
	const struct text type = convert_string(tool, "type");
	if (is_native(c->api, tool)) {
		json_add_raw(b, tool->json);
		return 0;
	}
	if (!convert_string(at, "name").p ||
	    (type.p && !text_eq(type, TEXT("function")) && !text_eq(type, TEXT("custom"))) ||
	    json_get(tool, "custom") || json_get(tool, "format"))
		return convert_refuse(c, tool, "a tool that %.*s does not have",
		    (int)llm_api_titles[c->api].n, llm_api_titles[c->api].p);
	if (json_get(tool, "cache_control"))
		convert_note_left_out(c, TEXT("cache_control"), "a tool");
	if (c->api == LLM_ANTHROPIC && json_get(at, "strict"))
		convert_note_left_out(c, TEXT("strict"), "a tool");
	json_begin(b, '{');
	if (c->api == LLM_OPENAI) {
		json_member_string(b, "type", TEXT("function"));
		json_member_begin(b, "function", '{');
	}
	put_definition(c, at);
	if (c->api == LLM_OPENAI)
		json_end(b, '}');
	json_end(b, '}');
	return 0;
}

int
convert_put_tools(struct convert *c, const struct json_node *tools)
{
	if (convert_is_nothing(tools))
		return 0;
	if (tools->kind != JSON_ARRAY)
		return convert_refuse(c, tools, "not a list of tools");
	json_member_begin(&c->out->body, "tools", '[');
	for (const struct json_node *tool = tools->child; tool; tool = tool->next)
		if (put_tool(c, tool) < 0)
			return -1;
	json_end(&c->out->body, ']');
	return 0;
}

/* ---- tool_choice ---------------------------------------------------------------------------- */

enum choice { AUTO, NONE, ANY, ONE, UNKNOWN };

/* The names that the APIs, and LangChain, have for the same choice. */
static enum choice
choice_of(const struct json_node *choice, struct text *tool)
{
	const struct json_node *function = json_get(choice, "function");
	struct text name =
	    choice->kind == JSON_STRING ? choice->text : convert_string(choice, "type");
	if (text_eq(name, TEXT("auto")))
		return AUTO;
	if (text_eq(name, TEXT("none")))
		return NONE;
	if (text_eq(name, TEXT("any")) || text_eq(name, TEXT("required")))
		return ANY;
	*tool = convert_string(function ? function : choice, "name");
	return tool->p ? ONE : UNKNOWN;
}

static void
put_openai_choice(struct buf *b, enum choice choice, struct text tool)
{
	static const struct text names[] = {
		[AUTO] = { "auto", 4 }, [NONE] = { "none", 4 }, [ANY] = { "required", 8 }
	};
	if (choice != ONE) {
		json_member_string(b, "tool_choice", names[choice]);
		return;
	}
	json_member_begin(b, "tool_choice", '{');
	json_member_string(b, "type", TEXT("function"));
	json_member_begin(b, "function", '{');
	json_member_string(b, "name", tool);
	json_end(b, '}');
	json_end(b, '}');
}

static void
put_anthropic_choice(struct buf *b, enum choice choice, struct text tool, bool one_at_a_time)
{
	static const struct text names[] = { [AUTO] = { "auto", 4 },
		[NONE] = { "none", 4 },
		[ANY] = { "any", 3 },
		[ONE] = { "tool", 4 } };
	json_member_begin(b, "tool_choice", '{');
	json_member_string(b, "type", names[choice]);
	if (choice == ONE)
		json_member_string(b, "name", tool);
	if (one_at_a_time && choice != NONE)
		json_member_bool(b, "disable_parallel_tool_use", true);
	json_end(b, '}');
}

int
convert_put_tool_choice(struct convert *c, const struct json_node *choice, bool one_at_a_time)
{
	struct buf *b = &c->out->body;
	struct text tool = TEXT_ABSENT;
	if (c->api == LLM_ANTHROPIC && convert_is_nothing(choice)) {
		if (one_at_a_time)
			put_anthropic_choice(b, AUTO, tool, true);
		return 0;
	}
	if (convert_is_nothing(choice))
		return 0;
	const struct json_node *serial = json_get(choice, "disable_parallel_tool_use");
	const enum choice what = choice_of(choice, &tool);
	if (what == UNKNOWN) {
		if (c->api != LLM_OPENAI || json_get(choice, "type") == NULL)
			return convert_refuse(c, choice, "a choice of tools that is not converted");
		json_member_raw(b, "tool_choice", choice->json); /* allowed_tools and the like */
		return 0;
	}
	if (serial && serial->kind == JSON_TRUE) {
		if (c->api == LLM_OPENAI && !one_at_a_time)
			json_member_bool(b, "parallel_tool_calls", false);
		one_at_a_time = true;
	}
	if (c->api == LLM_OPENAI)
		put_openai_choice(b, what, tool);
	else
		put_anthropic_choice(b, what, tool, one_at_a_time);
	return 0;
}
