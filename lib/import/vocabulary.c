/* SPDX-License-Identifier: MIT */
#include "import/vocabulary.h"

#include <string.h>

#include "base/number.h"

/* ---- names ---------------------------------------------------------------------------------- */

/* Names of token counts; of one count the earlier name has precedence. */
static const struct {
	const char *name;
	unsigned count;
} count_names[] = {
	{ "gen_ai.usage.input_tokens", TRACE_INPUT_TOKENS },
	{ "gen_ai.usage.prompt_tokens", TRACE_INPUT_TOKENS },
	{ "llm.token_count.prompt", TRACE_INPUT_TOKENS },
	{ "ai.usage.inputTokens", TRACE_INPUT_TOKENS },
	{ "ai.usage.promptTokens", TRACE_INPUT_TOKENS },
	{ "ai.usage.tokens", TRACE_INPUT_TOKENS },
	{ "llm.usage.prompt_tokens", TRACE_INPUT_TOKENS },
	{ "llm.input_tokens", TRACE_INPUT_TOKENS },
	{ "llm.prompt_tokens", TRACE_INPUT_TOKENS },
	{ "gen_ai.usage.output_tokens", TRACE_OUTPUT_TOKENS },
	{ "gen_ai.usage.completion_tokens", TRACE_OUTPUT_TOKENS },
	{ "llm.token_count.completion", TRACE_OUTPUT_TOKENS },
	{ "ai.usage.outputTokens", TRACE_OUTPUT_TOKENS },
	{ "ai.usage.completionTokens", TRACE_OUTPUT_TOKENS },
	{ "llm.usage.completion_tokens", TRACE_OUTPUT_TOKENS },
	{ "llm.output_tokens", TRACE_OUTPUT_TOKENS },
	{ "llm.completion_tokens", TRACE_OUTPUT_TOKENS },
	{ "gen_ai.usage.cache_read.input_tokens", TRACE_CACHE_READ_TOKENS },
	{ "gen_ai.usage.cache_read_input_tokens", TRACE_CACHE_READ_TOKENS },
	{ "llm.token_count.prompt_details.cache_read", TRACE_CACHE_READ_TOKENS },
	{ "ai.usage.cachedInputTokens", TRACE_CACHE_READ_TOKENS },
	{ "gen_ai.usage.cache_creation.input_tokens", TRACE_CACHE_WRITE_TOKENS },
	{ "gen_ai.usage.cache_creation_input_tokens", TRACE_CACHE_WRITE_TOKENS },
	{ "llm.token_count.prompt_details.cache_write", TRACE_CACHE_WRITE_TOKENS },
	{ "gen_ai.usage.reasoning.output_tokens", TRACE_REASONING_TOKENS },
	{ "gen_ai.usage.reasoning_tokens", TRACE_REASONING_TOKENS },
	{ "llm.token_count.completion_details.reasoning", TRACE_REASONING_TOKENS },
	{ "ai.usage.reasoningTokens", TRACE_REASONING_TOKENS },
	{ "gen_ai.usage.total_tokens", IMPORT_TOTAL_TOKENS },
	{ "llm.token_count.total", IMPORT_TOTAL_TOKENS },
	{ "llm.usage.total_tokens", IMPORT_TOTAL_TOKENS },
	{ "llm.total_tokens", IMPORT_TOTAL_TOKENS },
};
enum { COUNT_NAMES = sizeof(count_names) / sizeof(*count_names) };

/* Does the name begin with a word that one of ours begins with?  Most attributes do not. */
static bool
is_candidate(struct text key)
{
	static const struct text first[] = { { "gen_ai", 6 }, { "llm", 3 }, { "ai", 2 },
		{ "http", 4 }, { "db", 2 }, { "span", 4 }, { "input", 5 }, { "output", 6 },
		{ "openinference", 13 }, { "traceloop", 9 }, { "embedding", 9 } };
	const char *dot = key.n > 0 ? memchr(key.p, '.', key.n) : NULL;
	if (!dot)
		return false;
	const struct text word = { key.p, (size_t)(dot - key.p) };
	return text_among(word, first, sizeof(first) / sizeof(*first)) <
	       sizeof(first) / sizeof(*first);
}

static void
find_count(struct import_words *w, unsigned *rank, const struct import_attribute *a)
{
	for (unsigned i = 0; i < COUNT_NAMES; i++) {
		const unsigned count = count_names[i].count;
		if (!text_eq(a->key, text_of(count_names[i].name)))
			continue;
		if (!w->count[count] || i <= rank[count]) {
			w->count[count] = a;
			rank[count] = i;
		}
		return;
	}
}

void
import_words_find(struct import_words *w, const struct import_attributes *as)
{
	static const struct text names[] = {
#define NAME(id, spelled) { (spelled), sizeof(spelled) - 1 },
		IMPORT_WORDS(NAME)
#undef NAME
	};
	static const struct text request = { "gen_ai.request.", 15 };
	unsigned rank[IMPORT_COUNTS] = { 0 };
	*w = (struct import_words){ .any = false };
	for (size_t i = 0; i < as->n; i++) {
		struct import_attribute *a = &as->at[i];
		if (a->taken || !is_candidate(a->key))
			continue;
		w->any = true;
		w->request |= a->key.n > request.n && memcmp(a->key.p, request.p, request.n) == 0;
		const size_t word = text_among(a->key, names, IMPORT_WORD_COUNT);
		if (word < IMPORT_WORD_COUNT)
			w->of[word] = a;
		else
			find_count(w, rank, a);
	}
}

/* ---- kind ----------------------------------------------------------------------------------- */

struct kind_name {
	struct text name;
	enum trace_kind kind;
};

/* The kind that an attribute names.  Returns false if it is none, or another. */
static bool
kind_named(struct import_in *in, const struct import_attribute *a, const struct kind_name *names,
    size_t n, enum trace_kind *kind)
{
	const struct text name = import_attribute_text(in, a);
	for (size_t i = 0; name.p && i < n; i++) {
		if (!text_eq_nocase(name, names[i].name))
			continue;
		*kind = names[i].kind;
		return true;
	}
	return false;
}

/* What vocabularies for models and agents call the span. */
static bool
kind_by_name(struct import_in *in, const struct import_words *w, enum trace_kind *kind)
{
	static const struct kind_name operations[] = {
		{ { "chat", 4 }, TRACE_LLM },
		{ { "generate_content", 16 }, TRACE_LLM },
		{ { "text_completion", 15 }, TRACE_LLM },
		{ { "embeddings", 10 }, TRACE_EMBEDDING },
		{ { "retrieval", 9 }, TRACE_RETRIEVAL },
		{ { "execute_tool", 12 }, TRACE_TOOL },
		{ { "create_agent", 12 }, TRACE_AGENT },
		{ { "invoke_agent", 12 }, TRACE_AGENT },
		{ { "invoke_workflow", 15 }, TRACE_SPAN },
	};
	static const struct kind_name open_inference[] = {
		{ { "LLM", 3 }, TRACE_LLM },
		{ { "EMBEDDING", 9 }, TRACE_EMBEDDING },
		{ { "RETRIEVER", 9 }, TRACE_RETRIEVAL },
		{ { "RERANKER", 8 }, TRACE_RETRIEVAL },
		{ { "TOOL", 4 }, TRACE_TOOL },
		{ { "AGENT", 5 }, TRACE_AGENT },
		{ { "CHAIN", 5 }, TRACE_SPAN },
		{ { "GUARDRAIL", 9 }, TRACE_SPAN },
		{ { "EVALUATOR", 9 }, TRACE_SPAN },
		{ { "PROMPT", 6 }, TRACE_SPAN },
	};
	static const struct kind_name traceloop[] = {
		{ { "agent", 5 }, TRACE_AGENT },
		{ { "tool", 4 }, TRACE_TOOL },
		{ { "workflow", 8 }, TRACE_SPAN },
		{ { "task", 4 }, TRACE_SPAN },
	};
	static const struct kind_name requests[] = {
		{ { "chat", 4 }, TRACE_LLM },
		{ { "completion", 10 }, TRACE_LLM },
		{ { "embedding", 9 }, TRACE_EMBEDDING },
		{ { "rerank", 6 }, TRACE_RETRIEVAL },
	};
#define NAMED(word, names)                                                                         \
	kind_named(in, w->of[word], (names), sizeof(names) / sizeof(*(names)), kind)
	return NAMED(WORD_OPERATION, operations) || NAMED(WORD_OI_KIND, open_inference) ||
	       NAMED(WORD_TL_REQUEST, requests) || NAMED(WORD_TL_KIND, traceloop);
#undef NAMED
}

static bool
ends_in(struct text t, struct text tail)
{
	return t.n >= tail.n && memcmp(t.p + t.n - tail.n, tail.p, tail.n) == 0;
}

/* The outer spans of the Vercel AI SDK, such as ai.generateText, repeat the usage of the inner
 * ones, which are the requests. */
static bool
kind_by_sdk(struct import_in *in, const struct import_words *w, enum trace_kind *kind)
{
	const struct text id = import_attribute_text(in, w->of[WORD_AI_OPERATION]);
	if (!id.p)
		return false;
	*kind = TRACE_SPAN;
	if (ends_in(id, TEXT(".doGenerate")) || ends_in(id, TEXT(".doStream")))
		*kind = TRACE_LLM;
	else if (ends_in(id, TEXT(".doEmbed")))
		*kind = TRACE_EMBEDDING;
	else if (text_eq(id, TEXT("ai.toolCall")))
		*kind = TRACE_TOOL;
	return true;
}

static enum trace_kind
kind_of(struct import_in *in, const struct import_words *w)
{
	enum trace_kind kind = TRACE_SPAN;
	if (kind_by_sdk(in, w, &kind) || kind_by_name(in, w, &kind))
		return kind;
	if (w->of[WORD_REQUEST_MODEL] || w->of[WORD_OI_MODEL])
		return TRACE_LLM;
	if (w->of[WORD_TOOL_NAME])
		return TRACE_TOOL;
	if (w->of[WORD_DB_SYSTEM] || w->of[WORD_DB_OLD_SYSTEM])
		return TRACE_DATABASE;
	const bool http = w->of[WORD_HTTP_METHOD] || w->of[WORD_HTTP_OLD_METHOD];
	const struct text side = import_attribute_text(in, w->of[WORD_SPAN_KIND]);
	return http && side.p && text_eq_nocase(side, TEXT("client")) ? TRACE_HTTP : TRACE_SPAN;
}

/* ---- llm ------------------------------------------------------------------------------------ */

static struct text
first_text(
    struct import_in *in, const struct import_words *w, const enum import_word *word, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct text t = import_attribute_text(in, w->of[word[i]]);
		if (t.n > 0)
			return t;
	}
	return TEXT_ABSENT;
}

static int64_t
count_of(struct import_in *in, const struct import_attribute *a)
{
	const struct text t = import_attribute_text(in, a);
	int64_t n;
	number_wide wide;
	if (!t.p || !number_is_json(t) || !number_floor(t, 0, &wide))
		return -1;
	n = wide >= 0 && wide <= INT64_MAX / 4 ? (int64_t)wide : -1;
	return n;
}

/*
 * The conventions count cached tokens as input tokens, but some instrumentations pass on what the
 * vendor counts, and Anthropic counts them beside.  The numbers tell which if the sum is recorded,
 * or if there are more cached tokens than input tokens.  The same holds for reasoning.
 */
void
import_usage_settle(int64_t n[IMPORT_COUNTS])
{
	const int64_t read = n[TRACE_CACHE_READ_TOKENS], write = n[TRACE_CACHE_WRITE_TOKENS];
	const int64_t cached = (read > 0 ? read : 0) + (write > 0 ? write : 0);
	const int64_t reasoning = n[TRACE_REASONING_TOKENS] > 0 ? n[TRACE_REASONING_TOKENS] : 0;
	const int64_t input = n[TRACE_INPUT_TOKENS], output = n[TRACE_OUTPUT_TOKENS],
		      total = n[IMPORT_TOTAL_TOKENS];
	const bool both = input >= 0 && output >= 0 && total >= 0;
	if (input >= 0 && cached > 0 &&
	    (input < cached || (both && total >= input + output + cached)))
		n[TRACE_INPUT_TOKENS] = input + cached;
	if (output >= 0 && reasoning > 0 &&
	    (output < reasoning || (both && total == n[TRACE_INPUT_TOKENS] + output + reasoning)))
		n[TRACE_OUTPUT_TOKENS] = output + reasoning;
}

static void
set_usage(struct import_in *in, const struct import_words *w, int64_t usage[TRACE_USAGES])
{
	int64_t n[IMPORT_COUNTS];
	for (size_t i = 0; i < IMPORT_COUNTS; i++)
		n[i] = count_of(in, w->count[i]);
	import_usage_settle(n);
	for (size_t i = 0; i < TRACE_USAGES; i++)
		if (usage[i] < 0)
			usage[i] = n[i];
}

static struct text
number_of(const struct import_attribute *a)
{
	return a && number_is_json(a->value) ? a->value : TEXT_ABSENT;
}

static void
set_llm(struct import_in *in, const struct import_words *w, struct trace_record *r)
{
	static const enum import_word models[] = { WORD_REQUEST_MODEL, WORD_OI_REQUEST_MODEL,
		WORD_OI_MODEL, WORD_OI_EMBEDDING_MODEL, WORD_AI_MODEL, WORD_PRELA_REQUEST_MODEL,
		WORD_PRELA_MODEL };
	/* Prela's llm.system is the system prompt, and OpenInference's the vendor */
	static const enum import_word vendors[] = { WORD_PROVIDER, WORD_SYSTEM, WORD_PRELA_VENDOR,
		WORD_OI_SYSTEM, WORD_OI_PROVIDER, WORD_AI_PROVIDER };
	struct trace_more *more = import_more(in, r);
	more->llm = true;
	if (!more->model.p)
		more->model = first_text(in, w, models, sizeof(models) / sizeof(*models));
	if (!more->vendor.p)
		more->vendor = first_text(in, w, vendors, sizeof(vendors) / sizeof(*vendors));
	if (!more->cost_usd.p)
		more->cost_usd = number_of(w->of[WORD_COST]);
	if (!more->cost_usd.p)
		more->cost_usd = number_of(w->of[WORD_OI_COST]);
	set_usage(in, w, more->usage);
}

void
import_attributes_apply(struct import_in *in, struct import_attributes *as, struct trace_record *r)
{
	struct import_words w;
	import_attributes_merge(in, as);
	import_words_find(&w, as);
	if (w.any && r->kind == TRACE_SPAN)
		r->kind = kind_of(in, &w);
	if (r->kind == TRACE_LLM || r->kind == TRACE_EMBEDDING)
		set_llm(in, &w, r);
	if (!w.any && r->kind == TRACE_SPAN)
		return;
	import_words_input(in, as, &w, r);
	import_words_output(in, as, &w, r);
}
