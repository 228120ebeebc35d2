/* SPDX-License-Identifier: MIT */
#ifndef LLM_CHANGE_H
#define LLM_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * Changes a recorded request to a model: another model, temperature, limit of tokens or system
 * prompt.  Everything else stays as it was recorded, byte for byte.
 *
 * A request is an object of any vendor, or what some formats have in its place: a list of messages,
 * or the text of the only message.  The members are found by the names that the vendors give them:
 *
 *	model		model, model_name, modelId, …
 *	temperature	temperature, also within generationConfig, inferenceConfig, options and
 *			others
 *	max_tokens	max_tokens, max_completion_tokens, max_output_tokens, maxOutputTokens,
 *			maxTokens, …; if there is none, the name that the request's form and the new
 *			model need
 *	system prompt	system, instructions, system_instruction, systemPrompt, …; else the first
 *			message of the role system or developer, whose content keeps its form; else
 *			one is added where the request's form has its place for it
 */
struct llm_change {
	struct text model;         /* absent: not changed */
	struct text temperature;   /* a JSON number, or absent */
	struct text max_tokens;    /* a JSON number, or absent */
	struct text system_prompt; /* plain text, or absent; may be empty */
};

bool llm_change_is_none(const struct llm_change *c);

enum llm_changed { LLM_SAME, LLM_CHANGED, LLM_NOT_A_REQUEST };

/*
 * Writes the changed request to *out and what differs to *details, for people:
 * `model: gpt-4 → gpt-4o, temperature: 0.7 → 0`.  recorded_model counts as the model of a request
 * that names none; it may be absent, too.
 *
 * Returns LLM_SAME if nothing would differ (1 and 1.0 are the same); then both are as they were.
 * LLM_NOT_A_REQUEST: it has none of the forms above, and *e says what it is.
 */
enum llm_changed llm_change_request(const struct llm_change *change, struct text request,
    struct text recorded_model, struct arena *a, struct buf *out, struct buf *details,
    struct err *e);

/* The most tokens that a request lets the model answer with, or -1 if it sets no limit. */
int64_t llm_request_limit(struct text request, struct arena *a);

/*
 * Puts another query into the input of a retrieval: a string, or an object that has the query as
 * `query`, `question`, `q` or the like.  Writes the input to *out and what differs to *details.
 */
enum llm_changed llm_change_query(struct text query, struct text input, struct arena *a,
    struct buf *out, struct buf *details, struct err *e);

/* The same request as an object: what a list of messages or a text becomes.  Returns an absent text
 * and fills *e if it is no request. */
struct text llm_request_object(
    struct text request, struct text recorded_model, struct arena *a, struct err *e);

#endif
