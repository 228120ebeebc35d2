/* SPDX-License-Identifier: MIT */
/* Which mock answers a call; what a file of mocks may be. */
#include "rerun/mocks.h"

#include "tests/unit/unit.h"

static const struct siphash_key key = { 1, 2 };

static const char lines[] = "{\"name\":\"search\",\"input\":{\"q\":\"a\"},\"output\":1}\n"
			    "\n"
			    "{\"name\":\"se*\",\"output\":2}\n"
			    "{\"kind\":\"http\",\"output\":3}\n"
			    "{\"name\":\"search\",\"output\":4}\n"
			    "{\"name\":\"once\",\"times\":1,\"output\":5}\n"
			    "{\"name\":\"once\",\"output\":6}\n"
			    "{\"name\":\"mine\",\"trace_id\":\"t1\",\"output\":7}\n"
			    "{\"name\":\"list\",\"input\":{\"ids\":[1,2]},\"output\":8}\n"
			    "{\"name\":\"null\",\"input\":null,\"output\":9}";

static const struct {
	const char *name, *tool;
	enum trace_kind kind;
	bool any_kind;
	const char *trace_id, *input, *output; /* output NULL: no mock fits */
} calls[] = {
	{ "search", NULL, TRACE_TOOL, false, NULL, "{\"q\":\"a\",\"n\":1}", "1" },
	{ "search", NULL, TRACE_TOOL, false, NULL, "{\"q\":\"b\"}", "2" },
	{ "sell", NULL, TRACE_TOOL, false, NULL, NULL, "2" },
	{ "x", "search", TRACE_TOOL, false, NULL, "{\"q\":\"a\"}", "1" },
	{ "x", NULL, TRACE_HTTP, false, NULL, NULL, "3" },
	{ "x", NULL, TRACE_HTTP, true, NULL, NULL, "3" },
	{ "x", NULL, TRACE_TOOL, false, NULL, NULL, NULL },
	{ "once", NULL, TRACE_TOOL, false, NULL, NULL, "5" },
	{ "once", NULL, TRACE_TOOL, false, NULL, NULL, "6" },
	{ "once", NULL, TRACE_TOOL, false, NULL, NULL, "6" },
	{ "mine", NULL, TRACE_TOOL, false, "t1", NULL, "7" },
	{ "mine", NULL, TRACE_TOOL, false, "t2", NULL, NULL },
	{ "mine", NULL, TRACE_TOOL, false, NULL, NULL, NULL },
	{ "list", NULL, TRACE_TOOL, false, NULL, "{\"ids\":[1,2],\"more\":{}}", "8" },
	{ "list", NULL, TRACE_TOOL, false, NULL, "{\"ids\":[1,2,3]}", NULL },
	{ "list", NULL, TRACE_TOOL, false, NULL, NULL, NULL },
	{ "null", NULL, TRACE_TOOL, false, NULL, NULL, "9" },
	{ "null", NULL, TRACE_TOOL, false, NULL, "null", "9" },
	{ "null", NULL, TRACE_TOOL, false, NULL, "{}", NULL },
};

static void
find(void)
{
	struct rerun_mocks *m = rerun_mocks_new(key);
	struct rerun_mock_use use = { 0 };
	struct err e;
	CHECK(rerun_mocks_add(m, "file", TEXT(lines), &e) == 0);
	CHECK(rerun_mocks_count(m) == 9);
	CHECK(rerun_mocks_limited(m));
	rerun_mock_use_begin(&use, m);
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		const struct rerun_subject s = { .name = text_of(calls[i].name),
			.tool = text_of(calls[i].tool),
			.kind = calls[i].kind,
			.any_kind = calls[i].any_kind,
			.trace_id = text_of(calls[i].trace_id),
			.input = text_of(calls[i].input) };
		unit_row(calls[i].name);
		const struct rerun_mock *found = rerun_mock_find(m, &s, &use);
		CHECK((found != NULL) == (calls[i].output != NULL));
		if (found && calls[i].output)
			CHECK_TEXT(found->outcome.output, calls[i].output);
	}
	rerun_mock_use_begin(&use, m);
	const struct rerun_subject once = { .name = TEXT("once"), .kind = TRACE_TOOL };
	CHECK_TEXT(rerun_mock_find(m, &once, &use)->outcome.output, "5");
	rerun_mock_use_free(&use);
	CHECK(rerun_mock_at(m, 8)->used == 2);
	CHECK(rerun_mock_at(m, 3)->used == 0);
	CHECK(rerun_mock_at(m, 3)->line == 5);
	rerun_mocks_free(m);
}

static void
by_query(void)
{
	struct rerun_mocks *m = rerun_mocks_new(key);
	struct rerun_mock_use use = { 0 };
	struct err e;
	struct rerun_subject s = { .name = TEXT("kb"), .kind = TRACE_RETRIEVAL };
	CHECK(rerun_mocks_add(m, "file", TEXT("{\"a \\\"b\\\"\": [1],\n \"kb\": [2]}"), &e) == 0);
	CHECK_TEXT(rerun_mock_find(m, &s, &use)->outcome.output, "[2]");
	s.input = TEXT("\"a \\\"b\\\"\"");
	CHECK_TEXT(rerun_mock_find(m, &s, &use)->outcome.output, "[1]");
	s.input = TEXT("{\"k\":1,\"query\":\"a \\u0022b\\\"\"}");
	CHECK_TEXT(rerun_mock_find(m, &s, &use)->outcome.output, "[1]");
	s.kind = TRACE_TOOL;
	CHECK_TEXT(rerun_mock_find(m, &s, &use)->outcome.output, "[2]");
	rerun_mocks_free(m);
}

static void
none(void)
{
	const struct rerun_subject s = { .name = TEXT("a") };
	struct rerun_mock_use use = { 0 };
	struct rerun_mocks *m = rerun_mocks_new(key);
	struct err e;
	CHECK(!rerun_mock_find(NULL, &s, &use));
	CHECK(rerun_mocks_add(m, "file", TEXT(" \n"), &e) == 0);
	CHECK(rerun_mocks_add(m, "file", TEXT("{}"), &e) == 0);
	CHECK(!rerun_mock_find(m, &s, &use));
	CHECK(rerun_mocks_add(m, "file", TEXT("{\"name\":\"a\"}"), &e) < 0);
	rerun_mocks_free(m);
}

int
main(void)
{
	find();
	by_query();
	none();
	return unit_end();
}
