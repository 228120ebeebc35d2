/* SPDX-License-Identifier: MIT */
/* Which tools an answer asks for, in all vendors' forms; and the requests of a session's chain. */
#include "llm/tools.h"

#include "tests/unit/unit.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* All ask for the tool find with {"id":7}, and nothing else. */
static const char *const find_7[] = {
	"[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"find\",\"arguments\":"
	"\"{\\\"id\\\": 7.0}\"}}]",
	"[{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"find\",\"input\":{\"id\":7}}]",
	"[{\"type\":\"text\",\"text\":\"I look.\"},"
	"{\"type\":\"tool_use\",\"name\":\"find\",\"input\":{\"id\":7}}]",
	"{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"type\":\"function\","
	"\"function\":{\"name\":\"find\",\"arguments\":\"{\\\"id\\\":7}\"}}]}",
	"{\"type\":\"function_call\",\"name\":\"find\",\"arguments\":\"{\\\"id\\\":7}\","
	"\"call_id\":\"c\"}",
	"{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"find\",\"args\":{\"id\":7}}}]}",
	"{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"name\":\"find\","
	"\"arguments\":{\"id\":7}}]}",
	"{\"choices\":[{\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"find\","
	"\"arguments\":\"{\\\"id\\\":7}\"}}]}}]}",
	"{\"lc\":1,\"kwargs\":{\"content\":\"\",\"tool_calls\":[{\"name\":\"find\",\"args\":"
	"{\"id\":7}}],\"additional_kwargs\":{\"tool_calls\":[{\"function\":{\"name\":\"find\","
	"\"arguments\":\"{\\\"id\\\":7}\"}}]}}}",
};

static const char *const nothing[] = { "\"find\"", "null", "7", "[]", "{}",
	"{\"role\":\"assistant\",\"content\":\"find\"}", "[{\"type\":\"text\",\"text\":\"a\"}]",
	"{\"name\":\"find\"}", "" };

static const char *const other[] = {
	"[{\"type\":\"tool_use\",\"name\":\"find\",\"input\":{\"id\":8}}]",
	"[{\"type\":\"tool_use\",\"name\":\"seek\",\"input\":{\"id\":7}}]",
	("[{\"type\":\"tool_use\",\"name\":\"find\",\"input\":{\"id\":7}},"
	 "{\"type\":\"tool_use\",\"name\":\"find\",\"input\":{\"id\":7}}]"),
};

static bool
are_same(const char *a, const char *b)
{
	struct llm_tools x = { 0 }, y = { 0 };
	struct arena arena = { 0 };
	llm_tools_add(&x, text_of(a), &arena);
	llm_tools_add(&y, text_of(b), &arena);
	const bool same = llm_tools_are_same(&x, &y);
	llm_tools_free(&x);
	llm_tools_free(&y);
	arena_free(&arena);
	return same;
}

static void
check_forms(void)
{
	for (size_t i = 0; i < COUNT(find_7); i++) {
		unit_row(find_7[i]);
		CHECK(are_same(find_7[0], find_7[i]));
		for (size_t k = 0; k < COUNT(nothing); k++)
			CHECK(!are_same(find_7[i], nothing[k]));
		for (size_t k = 0; k < COUNT(other); k++)
			CHECK(!are_same(find_7[i], other[k]));
	}
	for (size_t k = 0; k < COUNT(nothing); k++) {
		unit_row(nothing[k]);
		CHECK(are_same(nothing[k], "\"a text\""));
	}
	unit_row("any order");
	CHECK(are_same("[{\"name\":\"a\",\"input\":1},{\"name\":\"b\",\"input\":2}]",
	    "[{\"name\":\"b\",\"input\":2},{\"name\":\"a\",\"input\":1}]"));
}

/* ---- a session ------------------------------------------------------------------------------ */

static const struct {
	const char *id, *after, *input, *output;
	const char *request, *tool; /* of the recorded answer; NULL: an error, or none */
} session[] = {
	{ "1", NULL, "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}",
	    "\"I look.\"", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}",
	    "find" },
	{ "2", "1",
	    "{\"model\":\"n\",\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"text\","
	    "\"text\":\"I look.\"},{\"type\":\"tool_use\",\"name\":\"find\",\"input\":{}}]}],"
	    "\"x\":1}",
	    "\"done\"",
	    "{\"model\":\"n\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
	    "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"I look.\"},"
	    "{\"type\":\"tool_use\",\"name\":\"find\",\"input\":{}}]}],\"x\":1}",
	    NULL },
	{ "3", "2", "{\"model\":\"m\",\"messages\":[]}", "[{\"name\":\"stop\",\"input\":{}}]",
	    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
	    "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"I look.\"},"
	    "{\"type\":\"tool_use\",\"name\":\"find\",\"input\":{}}]}]}",
	    "stop" },
	{ "4", "none", "{\"model\":\"m\",\"messages\":[]}", "\"x\"", NULL, NULL },
	{ "5", "5", "{\"model\":\"m\",\"messages\":[]}", "\"x\"", NULL, NULL },
	{ "6", "7", "{\"model\":\"m\",\"messages\":[]}", "\"x\"", NULL, NULL },
	{ "7", "6", "{\"model\":\"m\",\"messages\":[]}", "\"x\"", NULL, NULL },
	{ "8", "9", "{\"model\":\"m\",\"messages\":[]}", "\"x\"", NULL, NULL },
	{ "9", NULL, NULL, "\"x\"", "null", NULL },
};

static void
check_session(void)
{
	struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
	struct arena arena = { 0 };
	struct err e;
	for (size_t i = 0; i < COUNT(session); i++) {
		struct trace_more more = TRACE_MORE_INIT;
		more.llm = true;
		more.after = text_of(session[i].after);
		trace_add(m, &(struct trace_record){ .what = TRACE_CALL,
				 .kind = TRACE_LLM,
				 .status = TRACE_OK,
				 .trace_id = TEXT("t"),
				 .call_id = text_of(session[i].id),
				 .name = TEXT("chat"),
				 .start_ns = (int64_t)i,
				 .end_ns = (int64_t)i + 1,
				 .duration_ns = TRACE_NO_TIME,
				 .input = text_of(session[i].input),
				 .output = text_of(session[i].output),
				 .more = &more,
				 .records = 1 });
	}
	trace_build(m);
	struct llm_chains *chains = llm_chains_new(m, (struct siphash_key){ 3, 4 });
	CHECK(m->listed == COUNT(session));
	for (uint32_t i = 0; i < COUNT(session); i++) {
		struct llm_tools tools = { 0 };
		unit_row(session[i].id);
		const struct text request = llm_chain_request(chains, i, &arena, &e);
		CHECK((request.p != NULL) == (session[i].request != NULL));
		if (request.p && session[i].request)
			CHECK_TEXT(request, session[i].request);
		llm_tools_add_recorded(&tools, m, chains, i, &arena);
		CHECK(tools.n == (session[i].tool != NULL));
		if (tools.n > 0 && session[i].tool)
			CHECK_TEXT(tools.tool[0].name, session[i].tool);
		llm_tools_free(&tools);
	}
	CHECK(llm_chain_has(chains, 0));
	llm_chains_free(chains);
	trace_model_free(m);
	arena_free(&arena);
}

int
main(void)
{
	check_forms();
	check_session();
	return unit_end();
}
