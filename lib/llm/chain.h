/* SPDX-License-Identifier: MIT */
#ifndef LLM_CHAIN_H
#define LLM_CHAIN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/siphash.h"
#include "base/text.h"
#include "trace/model.h"

/*
 * Requests of sessions.  A session records messages and no requests, so each llm call has only the
 * messages since the call before, which it names (`after`).  The request is all of them: those of
 * the chain, from its first call on.
 */
struct llm_chains;

/* The key is for a table of ids from the input. */
struct llm_chains *llm_chains_new(const struct trace_model *m, struct siphash_key key);
void llm_chains_free(struct llm_chains *k); /* NULL is valid */

/* The call that comes right after another one in its chain, or TRACE_NONE.  The first, if there are
 * several. */
uint32_t llm_chain_next(const struct llm_chains *k, uint32_t call);

/* Is a call part of a chain, so that only its messages are recorded? */
bool llm_chain_has(const struct llm_chains *k, uint32_t call);

/*
 * The whole request of a call: its input, with the messages of the chain before it.  The text is
 * the model's, or in the arena.  Returns an absent text and fills *e if a part of it is not
 * recorded.
 */
struct text llm_chain_request(
    const struct llm_chains *k, uint32_t call, struct arena *a, struct err *e);

/* The messages of a request, an array, or an absent text. */
struct text llm_messages_of(struct text request);

#endif
