/* SPDX-License-Identifier: MIT */
/* Recorded requests of all kinds, converted for the two APIs; what has no counterpart is refused.
 */
#include "llm/convert.h"

#include "tests/unit/unit.h"

#define GPT LLM_OPENAI, "gpt-4o"
#define O3 LLM_OPENAI, "o3-mini"
#define CLAUDE LLM_ANTHROPIC, "claude-x"

static const struct {
	const char *name;
	enum llm_api api;
	const char *model, *request;
	const char *body;  /* without the model; NULL: it is refused */
	const char *words; /* in the notes, or in the error; NULL: there are no notes */
} rows[] = {
#include "tests/unit/llm_convert_rows.h"
};

static void
check_row(size_t i)
{
	struct arena a = { 0 };
	struct err e = { { 0 }, 0 };
	struct buf expected = { 0 };
	struct llm_converted c = { { 0 }, { 0 }, false };
	static const struct text drop[] = { { "seed", 4 }, { "verbosity", 9 } };
	const struct llm_convert_options options = { rows[i].api, .drop = drop, .drops = 2 };
	unit_row(rows[i].name);
	const struct json_node *request = json_tree(&a, text_of(rows[i].request), &e);
	CHECK(request != NULL);
	const int result =
	    request ? llm_convert(&c, &a, request, text_of(rows[i].model), &options, &e) : -1;
	CHECK(result == (rows[i].body ? 0 : -1));
	if (result == 0 && rows[i].body) {
		buf_printf(&expected, "{\"model\":\"%s\",%s}", rows[i].model, rows[i].body);
		buf_char(&expected, '\0');
		CHECK_TEXT(buf_as_text(&c.body), expected.p);
		CHECK(json_tree(&a, buf_as_text(&c.body), &e) != NULL);
	}
	const struct text said = result == 0 ? buf_as_text(&c.notes) : text_of(e.text);
	CHECK(rows[i].words ? text_contains(said, text_of(rows[i].words)) : said.n == 0);
	if (rows[i].words ? !text_contains(said, text_of(rows[i].words)) : said.n > 0)
		printf("said: %.*s\n", (int)said.n, said.p);
	llm_converted_free(&c);
	buf_free(&expected);
	arena_free(&a);
}

/* A request in the form of an API, sent to that API, is not changed. */
static void
check_unchanged(void)
{
	static const struct {
		enum llm_api api;
		const char *request;
	} same[] = {
		{ LLM_OPENAI,
		    "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"s\"},"
		    "{\"role\":\"user\",\"name\":\"ada\",\"content\":[{\"type\":\"text\",\"text\":"
		    "\"t\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\"}}]},{\"role\":"
		    "\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"type\":"
		    "\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\": 1}\"}}]}"
		    ",{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"r\"}],\"tools\":[{"
		    "\"type\":\"function\",\"function\":{\"name\":\"f\",\"strict\":true,"
		    "\"parameters\":{\"type\":\"object\"}}}],\"tool_choice\":\"auto\","
		    "\"max_tokens\":9,\"stop\":[\"x\"],\"user\":\"u\",\"top_p\":1.0,"
		    "\"temperature\":0,\"response_format\":{\"type\":\"json_object\"},"
		    "\"unheard_of\":[1]}" },
		{ LLM_ANTHROPIC,
		    "{\"model\":\"m\",\"system\":[{\"type\":\"text\",\"text\":\"s\","
		    "\"cache_control\":{\"type\":\"ephemeral\"}}],\"messages\":[{\"role\":\"user\","
		    "\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"url\"}},{\"type\":"
		    "\"text\",\"text\":\"t\"}]},{\"role\":\"assistant\",\"content\":[{\"type\":"
		    "\"thinking\",\"thinking\":\"h\",\"signature\":\"s\"},{\"type\":\"tool_use\","
		    "\"id\":\"t\",\"name\":\"f\",\"input\":{\"a\":1}}]},{\"role\":\"user\","
		    "\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":[{"
		    "\"type\":\"text\",\"text\":\"r\"}],\"is_error\":true}]}],\"tools\":[{"
		    "\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}},{\"type\":"
		    "\"web_search_20250305\",\"name\":\"web_search\"}],\"tool_choice\":{\"type\":"
		    "\"tool\",\"name\":\"f\"},\"max_tokens\":9,\"temperature\":1.0,"
		    "\"stop_sequences\":[\"x\"],\"metadata\":{\"user_id\":\"u\"},\"top_k\":5,"
		    "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}}" },
	};
	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
		struct arena a = { 0 };
		struct err e;
		struct llm_converted c;
		const struct llm_convert_options options = { .api = same[i].api };
		const struct json_node *request = json_tree(&a, text_of(same[i].request), &e);
		unit_row(llm_api_names[same[i].api].p);
		CHECK(llm_convert(&c, &a, request, TEXT("m"), &options, &e) == 0);
		const struct json_node *body = json_tree(&a, buf_as_text(&c.body), &e);
		CHECK(body && body->count == request->count && c.notes.n == 0);
		for (const struct json_node *n = request->child; n; n = n->next) {
			struct buf was = { 0 };
			const struct json_node *is = json_get(body, n->key.p);
			buf_text(&was, n->json);
			buf_char(&was, '\0');
			CHECK_TEXT(is ? is->json : TEXT(""), was.p);
			buf_free(&was);
		}
		llm_converted_free(&c);
		arena_free(&a);
	}
}

static void
check_apis(void)
{
	static const struct {
		const char *model;
		int api; /* -1: none */
		bool embeds, reasons;
	} models[] = {
		{ "gpt-4o", LLM_OPENAI, false, false },
		{ "gpt-3.5-turbo", LLM_OPENAI, false, false },
		{ "gpt-5-mini", LLM_OPENAI, false, true },
		{ "gpt-oss", LLM_OPENAI, false, false },
		{ "ft:gpt-4o:acme", LLM_OPENAI, false, false },
		{ "chatgpt-4o-latest", LLM_OPENAI, false, false },
		{ "o1", LLM_OPENAI, false, true },
		{ "o1-preview", LLM_OPENAI, false, true },
		{ "o3-mini", LLM_OPENAI, false, true },
		{ "o4-mini", LLM_OPENAI, false, true },
		{ "text-embedding-3-small", LLM_OPENAI, true, false },
		{ "claude-sonnet-4-5", LLM_ANTHROPIC, false, false },
		{ "claude-3-opus-20240229", LLM_ANTHROPIC, false, false },
		{ "gemini-2.5-pro", -1, false, false },
		{ "anthropic/claude-x", -1, false, false },
		{ "llama3", -1, false, false },
		{ "o", -1, false, false },
		{ "", -1, false, false },
	};
	for (size_t i = 0; i < sizeof(models) / sizeof(*models); i++) {
		const struct text model = text_of(models[i].model);
		enum llm_api api = LLM_OPENAI;
		unit_row(models[i].model);
		CHECK(llm_api_of_model(model, &api) == (models[i].api >= 0));
		CHECK(models[i].api < 0 || (int)api == models[i].api);
		CHECK(llm_model_embeds(model) == models[i].embeds);
		CHECK(llm_model_reasons(model) == models[i].reasons);
	}
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		check_row(i);
	check_unchanged();
	check_apis();
	return unit_end();
}
