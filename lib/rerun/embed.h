/* SPDX-License-Identifier: MIT */
#ifndef RERUN_EMBED_H
#define RERUN_EMBED_H

#include "base/err.h"
#include "rerun/child.h"

/*
 * A command that makes embeddings of texts: it reads lines {"id":1,"text":"…"} and answers each by
 * {"id":1,"embedding":[0.1,…]}, and perhaps a member `model`.  May be used by several threads.
 */
struct rerun_embedder;

/* Everything is borrowed.  timeout_ns: for an answer; INT64_MAX: none. */
struct rerun_embedder *rerun_embedder_new(
    const char *command, const struct rerun_watch *watch, int64_t timeout_ns);
void rerun_embedder_free(struct rerun_embedder *k); /* NULL is valid */

/*
 * The cosine of the embeddings of two texts, from -1 to 1; of a vector of zeros it is 0.  Once the
 * command has failed, it is NaN, and rerun_embedder_error says why.
 */
double rerun_embed_cosine(struct rerun_embedder *k, struct text a, struct text b);

/* What went wrong, or NULL. */
const char *rerun_embedder_error(const struct rerun_embedder *k);

/* The model that the last answer named, else the command. */
struct text rerun_embedder_name(const struct rerun_embedder *k);

#endif
