/* SPDX-License-Identifier: MIT */
/* A replay compared with its recording, for people and as JSON. */
#include "llm/comparison.h"

#include "json/write.h"
#include "tests/unit/unit.h"
#include "trace/record.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

#define MS INT64_C(1000000)

static struct llm_span
span(const char *name, const char *output, int64_t tokens, const char *cost, int64_t ms)
{
	struct llm_span s = { .name = text_of(name),
		.input = TEXT("{}"),
		.output = text_of(output),
		.tokens = tokens,
		.has_cost = cost != NULL,
		.duration_ns = ms < 0 ? TRACE_NO_TIME : ms * MS,
		.served_by = TEXT("recording") };
	if (cost)
		trace_cost_read(text_of(cost), &s.cost);
	return s;
}

static const char expected[] = "Replay Comparison Summary\n"
			       "========================\n"
			       "\n"
			       "Total Spans: 6\n"
			       "Spans with Differences: 5\n"
			       "\n"
			       "Changes:\n"
			       "- Output differences: 3 spans\n"
			       "- Input differences: 1 span\n"
			       "- Token changes: 2 spans (+30 tokens)\n"
			       "- Cost changes: 1 span (+$0.0045)\n"
			       "- Duration changes: 2 spans (+369ms)\n"
			       "- Status changes: 1 span\n"
			       "- Only on one side: 1 span\n"
			       "\n"
			       "Span-by-Span Differences:\n"
			       "\n"
			       "1. anthropic.messages.create\n"
			       "   ✗ Output changed (semantic similarity: 81.8%): similar\n"
			       "   ✗ Tokens: 450 → 600 (+150)\n"
			       "   ✗ Cost: $0.0090 → $0.0135 (+$0.0045)\n"
			       "   ✗ Duration: 823ms → 1057ms (+234ms)\n"
			       "\n"
			       "2. langchain.tool.search\n"
			       "   ✓ No differences (cached data used)\n"
			       "\n"
			       "3. anthropic.messages.create\n"
			       "   ✗ Output changed (semantic similarity: 0.0%): different\n"
			       "   ✓ Tokens unchanged\n"
			       "   ✗ Duration: 756ms → 891ms (+135ms)\n"
			       "\n"
			       "4. \\x1bfails\n"
			       "   ✗ Output changed (semantic similarity: 0.0%): different\n"
			       "   ✗ Status: success → error (TypeError: no)\n"
			       "\n"
			       "5. changed\n"
			       "   ✗ Input changed (semantic similarity: 87.5%): similar\n"
			       "   ✗ Tokens: 120 → 0 (-120)\n"
			       "\n"
			       "6. gone\n"
			       "   ✗ Only in the recording\n";

static void
check_text(void)
{
	struct llm_comparison k;
	struct buf b = { 0 };
	llm_comparison_begin(&k);
	struct llm_span a[] = { span("anthropic.messages.create", "\"Hello World\"", 450, "0.009",
				    823),
		span("langchain.tool.search", "[1,2.0]", -1, NULL, 5),
		span("anthropic.messages.create", "\"apple\"", 10, "1", 756),
		span("\x1b"
		     "fails",
		    "1", -1, NULL, -1),
		span("changed", "1", 120, "0.00009", 100), span("gone", "1", 0, NULL, 0) };
	struct llm_span r[] = { span("anthropic.messages.create", "\"hello world\"", 600, "0.0135",
				    1057),
		span("langchain.tool.search", "[1,2]", 7, "1", 5),
		span("anthropic.messages.create", "\"dubious\"", 10, NULL, 891),
		span("\x1b"
		     "fails",
		    NULL, -1, NULL, 5),
		span("changed", "1", 0, "0.0001", 105) };
	r[3].failed = true;
	r[3].error = TEXT("TypeError: no");
	a[4].input = TEXT("{\"q\":\"1\"}");
	r[4].input = TEXT("{\"q\":1}");
	for (size_t i = 0; i < COUNT(a); i++)
		llm_comparison_add(&k, &a[i], i < COUNT(r) ? &r[i] : NULL);
	llm_comparison_put_text(&k, &b, true);
	CHECK_TEXT(buf_as_text(&b), expected);
	CHECK(k.least == 0);
	llm_comparison_free(&k);
	buf_free(&b);
}

static double
half(void *context, struct text a, struct text b)
{
	(void)context;
	return a.n == 3 && b.n == 2 ? 0.95 : 0;
}

static const char expected_json[] =
    "{\"summary\":{\"total_spans\":1,\"changed_spans\":1,\"output_differences\":1,"
    "\"input_differences\":0,\"token_changes\":1,\"token_delta\":-4,\"cost_changes\":1,"
    "\"cost_delta_usd\":-0.3,\"duration_changes\":0,\"duration_delta_ms\":0,\"status_changes\":0,"
    "\"existence_changes\":0},\"differences\":[{\"span_name\":\"n\",\"field\":\"output\","
    "\"original_value\":\"a\\nb\",\"modified_value\":\"ab\",\"exact_match\":false,"
    "\"semantic_similarity\":0.95,\"word_similarity\":0,\"span\":1,\"band\":\"nearly identical\"},"
    "{\"span_name\":\"n\",\"field\":\"tokens\",\"original_value\":5,\"modified_value\":1,"
    "\"exact_match\":false,\"semantic_similarity\":null,\"word_similarity\":null,\"span\":1},"
    "{\"span_name\":\"n\",\"field\":\"cost\",\"original_value\":0.4,\"modified_value\":0.1,"
    "\"exact_match\":false,\"semantic_similarity\":null,\"word_similarity\":null,\"span\":1}],"
    "\"semantic_similarity_available\":true,\"semantic_similarity_model\":\"mine\"}";

static void
check_json(void)
{
	struct llm_comparison k;
	struct buf b = { 0 };
	llm_comparison_begin(&k);
	const struct llm_span a = span("n", "\"a\\nb\"", 5, "0.4", 100);
	const struct llm_span r = span("n", "\"ab\"", 1, "0.1", 109);
	llm_comparison_add(&k, &a, &r);
	CHECK(k.least == 0.8);
	llm_comparison_embed(&k, TEXT("mine"), half, NULL);
	CHECK(k.least == 0.95);
	json_begin(&b, '{');
	llm_comparison_put(&k, &b);
	json_end(&b, '}');
	CHECK_TEXT(buf_as_text(&b), expected_json);
	llm_comparison_free(&k);
	buf_free(&b);
}

int
main(void)
{
	check_text();
	check_json();
	return unit_end();
}
