/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_EXCHANGE_H
#define IMPORT_EXCHANGE_H

#include <stdbool.h>

#include "import/reader.h"

/*
 * A request over HTTP and its answer, if they are those of a model: the chat completions, the older
 * completions, the responses and the embeddings of OpenAI, the messages of Anthropic, and the
 * contents of Gemini, as these vendors document them and others imitate them.  Private to the
 * layer.
 *
 * All bodies are JSON without white space between tokens.
 */
struct import_exchange {
	struct text host, path; /* of the URL; the path is without a query */
	struct text request;    /* absent: none, or it is no JSON */
	struct text answer;     /* the same */
	struct text stream;     /* an answer of the type text/event-stream, as text; or absent */
};

/*
 * Sets kind, llm, input and output of the record, and what the model says of an error.  Returns
 * false, and sets nothing, if it is no such exchange.  The input is the request as a whole.  The
 * output is the text of the answer, else its tool calls; of embeddings, the answer as a whole.
 */
bool import_exchange(struct import_in *in, const struct import_exchange *x, struct trace_record *r);

#endif
