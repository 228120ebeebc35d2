/* SPDX-License-Identifier: MIT */
/* Which models a price stands for, and what tokens cost, exactly. */
#include "llm/prices.h"

#include "tests/unit/unit.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct {
	const char *model;
	int64_t input, output, cache_read, cache_write;
	const char *cost; /* NULL: not known */
} costs[] = {
	{ "gpt-4", 1000000, 0, -1, -1, "30" },
	{ "gpt-4-0613", 0, 1000000, -1, -1, "60" },
	{ "gpt-4-turbo-2024-04-09", 1000000, 1000000, -1, -1, "40" },
	{ "gpt-4-1106-preview", 1000000, 0, -1, -1, "10" },
	{ "gpt-4o", 24, 8, -1, -1, "0.00014" },
	{ "gpt-4o-2024-08-06", 1000000, 1000000, -1, -1, "12.5" },
	{ "gpt-4o-mini", 1, 1, -1, -1, "0.00000075" },
	{ "gpt-4o-mini-2024-07-18", 1000000, 0, 500000, -1, "0.1125" },
	{ "gpt-4.1", 1000000, 0, -1, -1, "2" },
	{ "gpt-4.1-mini-2025-04-14", 1000000, 0, -1, -1, "0.4" },
	{ "gpt-4.2", 1, 1, -1, -1, NULL },
	{ "gpt-4x", 1, 1, -1, -1, NULL },
	{ "gpt-4o-audio-preview", 1, 1, -1, -1, NULL },
	{ "gpt-5.9", 1, 1, -1, -1, NULL },
	{ "gpt-3.5-turbo", 1000000, 1000000, -1, -1, "2" },
	{ "gpt-3.5-turbo-0125", 1000000, 0, -1, -1, "0.5" },
	{ "o1-preview", 1000000, 1000000, -1, -1, "75" },
	{ "o1-mini", 1000000, 1000000, -1, -1, "5.5" },
	{ "o1-mini-2024-09-12", 1000000, 0, -1, -1, "1.1" },
	{ "o12", 1, 1, -1, -1, NULL },
	{ "claude-3-opus-20240229", 1000000, 1000000, -1, -1, "90" },
	{ "claude-3-sonnet-20240229", 1000000, 1000000, -1, -1, "18" },
	{ "claude-3-haiku", 1000000, 1000000, -1, -1, "1.5" },
	{ "claude-sonnet-4", 1000000, 1000000, -1, -1, "18" },
	{ "claude-sonnet-4-20250514", 1000000, 0, 600000, 100000, "1.455" },
	{ "claude-sonnet-4-6", 1, 1, -1, -1, NULL },
	{ "claude-opus-4-1-20250805", 1000000, 0, -1, -1, "15" },
	{ "openai/gpt-4o", 1000000, 0, -1, -1, "2.5" },
	{ "nobody/gpt-9", 1, 1, -1, -1, NULL },
	{ "", 1, 1, -1, -1, NULL },
	{ "gpt", 1, 1, -1, -1, NULL },
	{ "gpt-4", -1, 1, -1, -1, NULL },
	{ "gpt-4", 1, -1, -1, -1, NULL },
	{ "gpt-4", 0, 0, -1, -1, "0" },
	{ "gpt-4", 10, 0, 20, -1, "0.0006" }, /* more cached tokens than tokens */
	{ "gpt-4", INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, "120000000" },
};

static void
check_costs(const struct prices *p)
{
	char text[TRACE_COST_MAX];
	for (size_t i = 0; i < COUNT(costs); i++) {
		const int64_t usage[TRACE_USAGES] = { costs[i].input, costs[i].output,
			costs[i].cache_read, costs[i].cache_write, -1 };
		const struct price *price = prices_find(p, text_of(costs[i].model));
		struct trace_cost cost;
		unit_row(costs[i].model);
		const bool known = price && price_of(price, usage, &cost);
		CHECK(known == (costs[i].cost != NULL));
		if (known && costs[i].cost)
			CHECK_TEXT(
			    ((struct text){ text, trace_cost_put(&cost, text) }), costs[i].cost);
	}
}

static const struct {
	const char *document, *error; /* NULL: none */
} documents[] = {
	{ "{\"models\":{}}", NULL },
	{ "{\"date\":\"2025-01-01\",\"models\":{\"m\":{\"input\":1e-3,\"output\":0}}}", NULL },
	{ "{\"models\":{\"m\":{\"input\":1}}}", "$.models.m: no output" },
	{ "{\"models\":{\"m\":{\"input\":-1,\"output\":1}}}",
	    "$.models.m.input: not a price in USD per million tokens, such as 2.5" },
	{ "{\"models\":{\"m\":1}}", "$.models.m: not the prices of a model, and not null" },
	{ "{\"models\":[]}", "$.models: no object \"models\"" },
	{ "{}", "$: no object \"models\"" },
};

static void
check_documents(void)
{
	for (size_t i = 0; i < COUNT(documents); i++) {
		struct arena a = { 0 };
		struct errs all = { 0 };
		unit_row(documents[i].document);
		const struct prices *p = prices_load(&a, text_of(documents[i].document), &all);
		CHECK((p != NULL) == (documents[i].error == NULL));
		if (documents[i].error)
			CHECK_TEXT(text_of(all.err[0].text), documents[i].error);
		arena_free(&a);
	}
}

int
main(void)
{
	struct arena a = { 0 };
	struct errs all = { 0 };
	const struct prices *p = prices_load(&a, prices_shipped(), &all);
	CHECK(p != NULL);
	if (p)
		check_costs(p);
	arena_free(&a);
	check_documents();
	return unit_end();
}
