/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_VOCABULARY_H
#define IMPORT_VOCABULARY_H

#include "import/attributes.h"

/*
 * The names of attributes that mean something to the model, of all vocabularies.  Private to
 * import/attributes.h.
 */
#define IMPORT_WORDS(X)                                                                            \
	/* gen_ai */                                                                               \
	X(OPERATION, "gen_ai.operation.name")                                                      \
	X(PROVIDER, "gen_ai.provider.name")                                                        \
	X(SYSTEM, "gen_ai.system")                                                                 \
	X(REQUEST_MODEL, "gen_ai.request.model")                                                   \
	X(INPUT_MESSAGES, "gen_ai.input.messages")                                                 \
	X(OUTPUT_MESSAGES, "gen_ai.output.messages")                                               \
	X(INSTRUCTIONS, "gen_ai.system_instructions")                                              \
	X(DEFINITIONS, "gen_ai.tool.definitions")                                                  \
	X(TOOL_NAME, "gen_ai.tool.name")                                                           \
	X(ARGUMENTS, "gen_ai.tool.call.arguments")                                                 \
	X(RESULT, "gen_ai.tool.call.result")                                                       \
	X(QUERY, "gen_ai.retrieval.query.text")                                                    \
	X(DOCUMENTS, "gen_ai.retrieval.documents")                                                 \
	X(PROMPT, "gen_ai.prompt")                                                                 \
	X(COMPLETION, "gen_ai.completion")                                                         \
	X(COST, "gen_ai.usage.cost")                                                               \
	/* OpenInference */                                                                        \
	X(OI_KIND, "openinference.span.kind")                                                      \
	X(OI_MODEL, "llm.model_name")                                                              \
	X(OI_REQUEST_MODEL, "llm.request.model_name")                                              \
	X(OI_EMBEDDING_MODEL, "embedding.model_name")                                              \
	X(OI_SYSTEM, "llm.system")                                                                 \
	X(OI_PROVIDER, "llm.provider")                                                             \
	X(OI_PARAMETERS, "llm.invocation_parameters")                                              \
	X(OI_COST, "llm.cost.total")                                                               \
	X(INPUT, "input.value")                                                                    \
	X(INPUT_TYPE, "input.mime_type")                                                           \
	X(OUTPUT, "output.value")                                                                  \
	X(OUTPUT_TYPE, "output.mime_type")                                                         \
	/* OpenLLMetry */                                                                          \
	X(TL_KIND, "traceloop.span.kind")                                                          \
	X(TL_REQUEST, "llm.request.type")                                                          \
	X(TL_INPUT, "traceloop.entity.input")                                                      \
	X(TL_OUTPUT, "traceloop.entity.output")                                                    \
	/* the Vercel AI SDK */                                                                    \
	X(AI_OPERATION, "ai.operationId")                                                          \
	X(AI_MODEL, "ai.model.id")                                                                 \
	X(AI_PROVIDER, "ai.model.provider")                                                        \
	X(AI_MESSAGES, "ai.prompt.messages")                                                       \
	X(AI_TOOLS, "ai.prompt.tools")                                                             \
	X(AI_CHOICE, "ai.prompt.toolChoice")                                                       \
	X(AI_TEXT, "ai.response.text")                                                             \
	X(AI_OBJECT, "ai.response.object")                                                         \
	X(AI_CALLS, "ai.response.toolCalls")                                                       \
	X(AI_OLD_TEXT, "ai.result.text")                                                           \
	X(AI_OLD_OBJECT, "ai.result.object")                                                       \
	X(AI_OLD_CALLS, "ai.result.toolCalls")                                                     \
	X(AI_ARGS, "ai.toolCall.args")                                                             \
	X(AI_RESULT, "ai.toolCall.result")                                                         \
	/* Prela */                                                                                \
	X(PRELA_VENDOR, "llm.vendor")                                                              \
	X(PRELA_MODEL, "llm.model")                                                                \
	X(PRELA_REQUEST_MODEL, "llm.request.model")                                                \
	/* HTTP and databases */                                                                   \
	X(HTTP_METHOD, "http.request.method")                                                      \
	X(HTTP_OLD_METHOD, "http.method")                                                          \
	X(DB_SYSTEM, "db.system.name")                                                             \
	X(DB_OLD_SYSTEM, "db.system")                                                              \
	X(SPAN_KIND, "span.kind")

enum import_word {
#define IMPORT_WORD(id, name) WORD_##id,
	IMPORT_WORDS(IMPORT_WORD)
#undef IMPORT_WORD
	    IMPORT_WORD_COUNT
};

/* Token counts: how many names one can have, in order of precedence. */
enum { IMPORT_TOTAL_TOKENS = TRACE_USAGES, IMPORT_COUNTS };

struct import_words {
	struct import_attribute *of[IMPORT_WORD_COUNT]; /* NULL: not there */
	/* by enum trace_usage, and the total */
	const struct import_attribute *count[IMPORT_COUNTS];
	bool any;     /* at least one of `of` is there */
	bool request; /* a gen_ai.request.* is there */
};

/* Finds the words among the attributes. */
void import_words_find(struct import_words *w, const struct import_attributes *as);

/* Sets input and output of the record by them (import/request.c). */
void import_words_input(struct import_in *in, struct import_attributes *as,
    const struct import_words *w, struct trace_record *r);
void import_words_output(struct import_in *in, struct import_attributes *as,
    const struct import_words *w, struct trace_record *r);

/* Makes cached tokens a part of the input tokens, and reasoning a part of the output, if the
 * numbers tell that they are beside them.  -1: not recorded; each is at most INT64_MAX / 4. */
void import_usage_settle(int64_t n[IMPORT_COUNTS]);

#endif
