/* SPDX-License-Identifier: MIT */
/* Answers of both APIs, whole and as events of a stream. */
#include "llm/reply.h"

#include "json/write.h"
#include "tests/unit/unit.h"

#define WHOLE(json) (const char *const[]){ json, NULL }, false
#define STREAM(...) (const char *const[]){ __VA_ARGS__, NULL }, true

#define CHOICE(json) "{\"choices\":[{\"message\":" json "}]}"
#define DELTA(json) "{\"choices\":[{\"index\":0,\"delta\":" json "}]}"
#define BLOCK(n, json)                                                                             \
	"{\"type\":\"content_block_start\",\"index\":" n ",\"content_block\":" json "}"
#define PIECE(n, json) "{\"type\":\"content_block_delta\",\"index\":" n ",\"delta\":" json "}"
#define STOP "{\"type\":\"message_stop\"}"

static const struct {
	const char *name;
	enum llm_api api;
	const char *const *events;
	bool streamed;
	const char *members; /* of the answer; NULL: it is none */
	bool complete, failed;
} rows[] = {
	{ "text", LLM_OPENAI, WHOLE(CHOICE("{\"content\":\"a\"}")), "\"output\":\"a\"", true,
	    false },
	{ "empty text", LLM_OPENAI, WHOLE(CHOICE("{\"content\":\"\"}")), "\"output\":\"\"", true,
	    false },
	{ "null", LLM_OPENAI, WHOLE(CHOICE("{\"content\":null}")), "\"output\":\"\"", true, false },
	{ "a refusal", LLM_OPENAI, WHOLE(CHOICE("{\"content\":null,\"refusal\":\"no\"}")),
	    "\"output\":\"no\"", true, false },
	{ "a function of the old kind", LLM_OPENAI,
	    WHOLE(CHOICE("{\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}}")),
	    "\"output\":[{\"id\":\"\",\"type\":\"function\",\"function\":{\"name\":\"f\","
	    "\"arguments\":\"{}\"}}],\"tool_calls\":[{\"id\":null,\"name\":\"f\",\"input\":{}}]",
	    true, false },
	{ "odd usage", LLM_OPENAI,
	    WHOLE(
		"{\"choices\":[{\"message\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":-1,"
		"\"completion_tokens\":1.5,\"prompt_tokens_details\":{\"cached_tokens\":2}}}"),
	    "\"output\":\"a\",\"usage\":{\"cache_read_tokens\":2}", true, false },
	{ "no message", LLM_OPENAI, WHOLE("{\"choices\":[]}"), NULL, true, false },
	{ "no object", LLM_OPENAI, WHOLE("[]"), NULL, false, false },
	{ "no JSON", LLM_OPENAI, WHOLE("{"), NULL, false, false },
	{ "blocks", LLM_ANTHROPIC,
	    WHOLE("{\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"tool_use\",\"id\":"
		  "\"t\",\"name\":\"f\",\"input\":{\"x\": 1}},{\"type\":\"text\",\"text\":\"b\"}],"
		  "\"usage\":{\"input_tokens\":1,\"cache_read_input_tokens\":null}}"),
	    "\"output\":\"ab\",\"tool_calls\":[{\"id\":\"t\",\"name\":\"f\",\"input\":{\"x\":1}}],"
	    "\"usage\":{\"input_tokens\":1}",
	    true, false },
	{ "no content", LLM_ANTHROPIC, WHOLE("{\"type\":\"message\"}"), NULL, true, false },
	{ "deltas", LLM_OPENAI,
	    STREAM(DELTA("{\"content\":\"a\"}"), DELTA("{\"content\":\"b\"}"), " [DONE] "),
	    "\"output\":\"ab\"", true, false },
	{ "another choice", LLM_OPENAI,
	    STREAM("{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"x\"}}]}",
		DELTA("{\"content\":\"a\"},\"finish_reason\":\"stop\"")),
	    "\"output\":\"a\",\"finish_reason\":\"stop\"", true, false },
	{ "calls in turn", LLM_OPENAI,
	    STREAM(DELTA("{\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\","
			 "\"arguments\":\"[\"}}]}"),
		DELTA(
		    "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\"}}]}"),
		DELTA("{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"]\"}}]}")),
	    "\"output\":[{\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"g\","
	    "\"arguments\":\"[]\"}},{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":"
	    "\"f\",\"arguments\":\"\"}}],\"tool_calls\":[{\"id\":\"b\",\"name\":\"g\",\"input\":"
	    "\"[]\"},{\"id\":\"a\",\"name\":\"f\",\"input\":{}}]",
	    false, false },
	{ "an index that is none", LLM_OPENAI,
	    STREAM(DELTA("{\"tool_calls\":[{\"index\":\"0\"}]}")), NULL, false, false },
	{ "an error inside", LLM_OPENAI, STREAM("{\"error\":{\"message\":\"m\",\"type\":\"t\"}}"),
	    "\"output\":\"\"", false, true },
	{ "an error that is text", LLM_OPENAI, STREAM("{\"error\":\"m\"}"), "\"output\":\"\"",
	    false, true },
	{ "an event that is none", LLM_OPENAI, STREAM("7"), NULL, false, false },
	{ "pieces of input", LLM_ANTHROPIC,
	    STREAM(BLOCK("0", "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}"),
		PIECE("0", "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":\"}"),
		PIECE("0", "{\"type\":\"input_json_delta\",\"partial_json\":\"1}\"}"),
		PIECE("9", "{\"type\":\"input_json_delta\",\"partial_json\":\"1}\"}"), STOP),
	    "\"output\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{\"a\":1}}],"
	    "\"tool_calls\":[{\"id\":\"t\",\"name\":\"f\",\"input\":{\"a\":1}}]",
	    true, false },
	{ "input in one piece", LLM_ANTHROPIC,
	    STREAM(BLOCK("0", "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":"
			      "{\"a\":1}}"),
		STOP),
	    "\"output\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{\"a\":1}}],"
	    "\"tool_calls\":[{\"id\":\"t\",\"name\":\"f\",\"input\":{\"a\":1}}]",
	    true, false },
	{ "usage that grows", LLM_ANTHROPIC,
	    STREAM("{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":5,"
		   "\"cache_creation_input_tokens\":2,\"output_tokens\":1}}}",
		"{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\"},"
		"\"usage\":{\"input_tokens\":5,\"cache_creation_input_tokens\":2,"
		"\"output_tokens\":9}}"),
	    "\"output\":\"\",\"usage\":{\"input_tokens\":7,\"output_tokens\":9,"
	    "\"cache_write_tokens\":2},\"finish_reason\":\"max_tokens\"",
	    false, false },
	{ "events of the future", LLM_ANTHROPIC, STREAM("{\"type\":\"news\"}", STOP),
	    "\"output\":\"\"", true, false },
};

static void
check_row(size_t i)
{
	struct llm_reply r;
	struct buf b = { 0 }, chunks = { 0 };
	struct err e;
	int result = 0;
	unit_row(rows[i].name);
	llm_reply_init(&r, rows[i].api);
	for (const char *const *event = rows[i].events; *event && result == 0; event++) {
		struct text chunk = TEXT("");
		result = rows[i].streamed
			     ? llm_reply_event(&r, TEXT("x"), text_of(*event), &chunk, &e)
			     : llm_reply_read(&r, text_of(*event), &e);
		buf_text(&chunks, chunk);
	}
	CHECK(result == (rows[i].members ? 0 : -1));
	CHECK(r.complete == rows[i].complete && r.failed == rows[i].failed);
	if (rows[i].members) {
		llm_reply_put(&b, &r);
		CHECK_TEXT(buf_as_text(&b), rows[i].members);
		CHECK(!rows[i].streamed || text_eq(buf_as_text(&chunks), buf_as_text(&r.text)));
	}
	buf_free(&b);
	buf_free(&chunks);
	llm_reply_free(&r);
}

static void
check_errors(void)
{
	static const struct {
		const char *body, *type, *message; /* message NULL: it is no error */
	} errors[] = {
		{ "{\"error\":{\"message\":\"m\",\"type\":\"t\"}}", "t", "m" },
		{ "{\"error\":{\"message\":\"m\",\"code\":\"c\"}}", "c", "m" },
		{ "{\"type\":\"error\",\"error\":{\"type\":\"t\",\"message\":\"m\"}}", "t", "m" },
		{ "{\"error\":\"m\"}", "", "m" },
		{ "{\"error\":{}}", "", "" },
		{ "{\"error\":7}", "", NULL },
		{ "{}", "", NULL },
		{ "<html>", "", NULL },
		{ "", "", NULL },
	};
	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
		struct llm_reply r;
		unit_row(errors[i].body);
		llm_reply_init(&r, LLM_OPENAI);
		CHECK(llm_reply_error(&r, text_of(errors[i].body)) == (errors[i].message != NULL));
		CHECK(r.failed == (errors[i].message != NULL));
		CHECK_TEXT(buf_as_text(&r.error_type), errors[i].type);
		CHECK_TEXT(
		    buf_as_text(&r.error_message), errors[i].message ? errors[i].message : "");
		llm_reply_free(&r);
	}
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		check_row(i);
	check_errors();
	return unit_end();
}
