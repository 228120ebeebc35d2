/* SPDX-License-Identifier: MIT */
#include "llm/api.h"

const struct text llm_api_names[LLM_APIS] = {
	[LLM_OPENAI] = { "openai", 6 },
	[LLM_ANTHROPIC] = { "anthropic", 9 },
};

const struct text llm_api_titles[LLM_APIS] = {
	[LLM_OPENAI] = { "OpenAI", 6 },
	[LLM_ANTHROPIC] = { "Anthropic", 9 },
};

/* The beginnings of models' names.  The first one that fits counts. */
static const struct {
	const char *prefix;
	enum llm_api api;
	bool embeds, reasons;
} models[] = {
	{ "gpt-3", LLM_OPENAI, .embeds = false },
	{ "gpt-4", LLM_OPENAI, .embeds = false },
	{ "gpt-5", LLM_OPENAI, .reasons = true },
	{ "gpt-", LLM_OPENAI, .embeds = false }, /* any other one */
	{ "ft:gpt-", LLM_OPENAI, .embeds = false },
	{ "chatgpt-", LLM_OPENAI, .embeds = false },
	{ "o1", LLM_OPENAI, .reasons = true },
	{ "o3", LLM_OPENAI, .reasons = true },
	{ "o4", LLM_OPENAI, .reasons = true },
	{ "text-embedding-", LLM_OPENAI, .embeds = true },
	{ "claude-", LLM_ANTHROPIC, .embeds = false },
};
enum { MODELS = sizeof(models) / sizeof(*models) };

/* Returns the first row whose prefix the name has, or MODELS. */
static size_t
row_of(struct text model)
{
	size_t i = 0;
	for (; i < MODELS; i++) {
		const struct text prefix = text_of(models[i].prefix);
		const struct text head = { model.p, prefix.n };
		if (model.n >= prefix.n && text_eq(head, prefix))
			break;
	}
	return i;
}

bool
llm_api_of_model(struct text model, enum llm_api *api)
{
	const size_t i = row_of(model);
	if (i == MODELS)
		return false;
	*api = models[i].api;
	return true;
}

bool
llm_model_embeds(struct text model)
{
	const size_t i = row_of(model);
	return i < MODELS && models[i].embeds;
}

bool
llm_model_reasons(struct text model)
{
	const size_t i = row_of(model);
	return i < MODELS && models[i].reasons;
}
