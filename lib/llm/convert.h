/* SPDX-License-Identifier: MIT */
#ifndef LLM_CONVERT_H
#define LLM_CONVERT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "json/tree.h"
#include "llm/api.h"

/*
 * Makes the body of a request to an API from a recorded request.
 *
 * A recorded request is what a trace has as the input of an llm call: a request of OpenAI (chat
 * completions or responses) or Anthropic, {model, messages, system} with messages in parts as
 * OpenTelemetry has them, or a list of messages as LangChain, Gemini, Codex and others write them.
 *
 * A message, tool or setting that already has the form of the API is sent as recorded.  Any other
 * is converted.  What has no counterpart is an error, so that nothing is sent; only members that
 * are known to be without effect on the answer are left out, with a note.  Members that are null
 * are left out without a note.
 */
struct llm_convert_options {
	enum llm_api api;
	bool stream;             /* ask for a stream, whatever was recorded */
	const struct text *drop; /* settings that the operator leaves out */
	size_t drops;
};

#define LLM_MAX_TOKENS 4096 /* for Anthropic, which requires max_tokens, if none was recorded */

struct llm_converted {
	struct buf body;  /* the request, one JSON object */
	struct buf notes; /* what was left out or chosen, one line each */
	bool stream;      /* a stream is asked for */
};

/*
 * Fills *out, which the caller releases with llm_converted_free.  `request` is the recorded
 * request, `model` the model to ask; scratch memory is taken from the arena.  Returns 0, or -1 with
 * *e filled: what cannot be converted, with its path in the tree.
 */
int llm_convert(struct llm_converted *out, struct arena *a, const struct json_node *request,
    struct text model, const struct llm_convert_options *options, struct err *e);

void llm_converted_free(struct llm_converted *c);

#endif
