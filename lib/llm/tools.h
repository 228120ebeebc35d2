/* SPDX-License-Identifier: MIT */
#ifndef LLM_TOOLS_H
#define LLM_TOOLS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"
#include "json/tree.h"
#include "llm/chain.h"

/*
 * The tools that an answer of a model asks for, in the forms of OpenAI (chat completions and
 * responses), Anthropic, Gemini, gen_ai and LangChain.
 */
struct llm_tools {
	struct llm_tool {
		struct text name;
		struct text input; /* JSON in its canonical spelling (trace/canonical.h) */
	} * tool;
	size_t n, cap;
};

/* Adds what a value asks for: an answer, a message, a list of tool calls.  Texts are in the arena.
 */
void llm_tools_add(struct llm_tools *t, struct text json, struct arena *a);
void llm_tools_free(struct llm_tools *t);

/* Do both ask for the same tools with the same input, in whatever order?  Sorts both. */
bool llm_tools_are_same(struct llm_tools *a, struct llm_tools *b);

/*
 * Adds what the recorded answer of a call asked for.  Where it has a text, the tools stand only in
 * the messages of a later call: of the next one in its chain, or of one of the same trace whose
 * messages go on where this one's end.
 */
void llm_tools_add_recorded(struct llm_tools *t, const struct trace_model *m,
    const struct llm_chains *chains, uint32_t call, struct arena *a);

#endif
