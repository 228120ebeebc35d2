/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "json/tree.h"
#include "json/write.h"
#include "llm/change.h"
#include "llm/prices.h"
#include "llm/similarity.h"
#include "llm/tools.h"
#include "rerun/paid.h"
#include "tests/fuzz/fuzz.h"

/*
 * Recorded requests that are changed, tables of prices, results of replays, and texts that are
 * compared.  The first byte says which: `p`, `r`, `s`, or anything else for a request.
 */
static const struct llm_change changes[] = {
	{ .model = { "other", 5 } },
	{ .temperature = { "0", 1 }, .max_tokens = { "7", 1 } },
	{ .system_prompt = { "Be \"kind\".", 10 } },
	{ { "claude-x", 8 }, { "1.5", 3 }, { "9", 1 }, { "", 0 } },
};

/* A request that was changed is JSON, and the same change makes no difference to it. */
static void
change(struct text request, const struct llm_change *how)
{
	struct arena a = { 0 };
	struct buf out = { 0 }, details = { 0 }, again = { 0 };
	struct err e = { 0 };
	switch (llm_change_request(how, request, TEXT("m"), &a, &out, &details, &e)) {
	case LLM_SAME: MUST(out.n == 0 && details.n == 0); break;
	case LLM_NOT_A_REQUEST: MUST(out.n == 0 && e.text[0]); break;
	case LLM_CHANGED:
		MUST(details.n > 0);
		MUST(json_tree(&a, buf_as_text(&out), NULL) != NULL);
		MUST(llm_change_request(
			 how, buf_as_text(&out), TEXT("m"), &a, &again, &details, &e) == LLM_SAME);
		break;
	}
	llm_request_limit(request, &a);
	buf_free(&out);
	buf_free(&details);
	buf_free(&again);
	arena_free(&a);
}

static void
read_request(struct text t)
{
	struct arena a = { 0 };
	struct buf compact = { 0 }, out = { 0 }, details = { 0 };
	struct llm_tools x = { 0 }, y = { 0 };
	struct err e = { 0 };
	const struct json_node *root = json_tree(&a, t, NULL);
	if (root) {
		json_put_compact(&compact, root->json);
		const struct text request = buf_as_text(&compact);
		for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++)
			change(request, &changes[i]);
		llm_tools_add(&x, request, &a);
		llm_tools_add(&y, request, &a);
		MUST(llm_tools_are_same(&x, &y));
		if (llm_change_query(TEXT("q\n"), request, &a, &out, &details, &e) == LLM_CHANGED)
			MUST(json_tree(&a, buf_as_text(&out), NULL) != NULL);
	}
	llm_tools_free(&x);
	llm_tools_free(&y);
	buf_free(&compact);
	buf_free(&out);
	buf_free(&details);
	arena_free(&a);
}

static void
read_prices(struct text t)
{
	struct arena a = { 0 };
	struct errs all = { 0 };
	const struct prices *p = prices_load(&a, t, &all);
	MUST((p != NULL) == (all.n == 0));
	for (size_t i = 0; p && i < p->n; i++) {
		const int64_t usage[TRACE_USAGES] = { 5, 6, 7, INT64_MAX, -1 };
		const struct price *price = prices_find(p, p->row[i].name);
		struct trace_cost cost;
		MUST(p->row[i].name.n == 0 || (price != NULL) == p->row[i].known ||
		     !p->row[i].known);
		if (price)
			MUST(price_of(price, usage, &cost));
	}
	arena_free(&a);
}

static void
read_result(struct text t)
{
	const struct siphash_key key = { 1, 2 };
	struct rerun_paid *p = rerun_paid_new(key);
	struct err e = { 0 };
	if (rerun_paid_add(p, t, &e) < 0)
		MUST(e.text[0] && e.offset <= t.n);
	rerun_paid_free(p);
}

/* Two texts, one after the other. */
static void
compare(struct text t)
{
	const char *half = t.n > 0 ? memchr(t.p, '\n', t.n) : NULL;
	const size_t n = half ? (size_t)(half - t.p) : t.n;
	const struct text a = { t.p, n }, b = { half ? half + 1 : t.p, half ? t.n - n - 1 : t.n };
	const struct similarity s = similarity_of(a, b);
	const double words = similarity_of_words(a, b);
	MUST(s.ratio >= 0 && s.ratio <= 1 && words >= 0 && words <= 1);
	MUST(!text_eq(a, b) || (s.ratio == 1 && words == 1));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct text t = { (const char *)data + 1, size > 0 ? size - 1 : 0 };
	if (size == 0)
		return 0;
	switch (data[0]) {
	case 'p': read_prices(t); break;
	case 'r': read_result(t); break;
	case 's': compare(t); break;
	default: read_request(t);
	}
	return 0;
}
