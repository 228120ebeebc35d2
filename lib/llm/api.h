/* SPDX-License-Identifier: MIT */
#ifndef LLM_API_H
#define LLM_API_H

#include <stdbool.h>

#include "base/text.h"

/* The APIs that esper-llm speaks: OpenAI chat completions and Anthropic messages. */
enum llm_api { LLM_OPENAI, LLM_ANTHROPIC };
enum { LLM_APIS = LLM_ANTHROPIC + 1 };

extern const struct text llm_api_names[LLM_APIS];  /* "openai", "anthropic": as in options */
extern const struct text llm_api_titles[LLM_APIS]; /* "OpenAI", "Anthropic": for people */

/* Sets *api to the API that serves a model, by the beginning of its name.  Returns false for a
 * name with no known beginning; the caller must then be told the API. */
bool llm_api_of_model(struct text model, enum llm_api *api);

/* Is it a model that returns embeddings and not text? */
bool llm_model_embeds(struct text model);

/* Does the model think before it answers?  Such models of OpenAI take max_completion_tokens and
 * refuse max_tokens. */
bool llm_model_reasons(struct text model);

#endif
