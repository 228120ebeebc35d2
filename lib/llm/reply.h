/* SPDX-License-Identifier: MIT */
#ifndef LLM_REPLY_H
#define LLM_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "llm/api.h"

/*
 * The answer of a model, read from the body of a response or assembled from the events of a stream,
 * and written as members of an answer of the replay protocol.
 */
#define LLM_REPLY_VALUES ((size_t)1 << 22) /* JSON with more values is no answer */

struct llm_reply_call {
	uint64_t index;             /* its place in the stream */
	struct buf id, name, input; /* input: JSON, or what the model made instead */
};

/* Tokens in Esper's terms: input includes cached ones, output includes reasoning. */
enum llm_usage { LLM_INPUT, LLM_OUTPUT, LLM_CACHE_READ, LLM_CACHE_WRITE, LLM_REASONING };
enum { LLM_USAGES = LLM_REASONING + 1 };

struct llm_reply {
	enum llm_api api;
	struct buf text;
	bool has_text;
	struct llm_reply_call *call;
	size_t calls, calls_cap;
	uint64_t usage[LLM_USAGES];
	bool known[LLM_USAGES]; /* which of them were given */
	struct buf finish;      /* the API's reason for the end; empty: unknown */
	size_t choices;         /* how many answers there were; only the first one is kept */
	bool complete;          /* a stream has come to its end */
	bool failed;            /* the API reported an error; see the next two */
	struct buf error_type, error_message;
	struct arena arena; /* scratch */
};

void llm_reply_init(struct llm_reply *r, enum llm_api api);
void llm_reply_free(struct llm_reply *r);

/* Reads the body of a response.  Returns 0, or -1 with *e filled if it is no answer of the API. */
int llm_reply_read(struct llm_reply *r, struct text body, struct err *e);

/* Takes an event of a stream.  Sets *chunk to the text that it adds, which is empty for most
 * events and valid until the next call.  Returns 0, or -1 with *e filled. */
int llm_reply_event(
    struct llm_reply *r, struct text name, struct text data, struct text *chunk, struct err *e);

/* Reads the body of an error.  Sets failed, error_type and error_message.  Returns false if it has
 * not the form of either API. */
bool llm_reply_error(struct llm_reply *r, struct text body);

/*
 * Appends the members output, tool_calls, usage and finish_reason to an object that is begun.  The
 * output is the text, or the calls in the form of the API if there is no text.
 */
void llm_reply_put(struct buf *b, const struct llm_reply *r);

#endif
