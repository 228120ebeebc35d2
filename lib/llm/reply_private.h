/* SPDX-License-Identifier: MIT */
#ifndef LLM_REPLY_PRIVATE_H
#define LLM_REPLY_PRIVATE_H

#include "json/tree.h"
#include "llm/reply.h"

/* The parts of a reply that the readers for the two APIs share. */

enum { REPLY_CALLS = 1024 }; /* no answer has more */

struct text reply_string(const struct json_node *object, const char *member); /* or absent */
void reply_set(struct buf *b, struct text t); /* unless t is absent */
void reply_add_text(struct llm_reply *r, struct text t);

/* Returns the call with this place in the stream, which is new if there is none, or NULL if there
 * are too many. */
struct llm_reply_call *reply_call(struct llm_reply *r, uint64_t index);

/* Sets a number of tokens if the member is one.  Returns whether it is. */
bool reply_count(
    struct llm_reply *r, enum llm_usage which, const struct json_node *object, const char *member);

/* Takes {type, message} of an error. */
void reply_fail(struct llm_reply *r, const struct json_node *error);

int reply_openai(struct llm_reply *r, const struct json_node *root, struct err *e);
int reply_openai_event(struct llm_reply *r, const struct json_node *root, struct err *e);
int reply_anthropic(struct llm_reply *r, const struct json_node *root, struct err *e);
int reply_anthropic_event(struct llm_reply *r, const struct json_node *root, struct err *e);

#endif
