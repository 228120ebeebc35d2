/* SPDX-License-Identifier: MIT */
#ifndef LLM_REQUEST_H
#define LLM_REQUEST_H

#include "json/tree.h"

/* Where things are in a recorded request, by the names that the vendors give them. */
struct llm_request {
	const struct json_node *root; /* an object */
	const struct json_node
	    *model; /* may be null.  NULL: there is none, as for those that follow */
	const struct json_node *messages;     /* an array */
	const struct json_node *system;       /* what only the system prompt is in */
	const struct json_node *message;      /* the first one of the role system or developer */
	const struct json_node *config;       /* an object in which the vendor has the settings */
	bool gemini, responses, bedrock, mcp; /* forms that are not those of chat completions */
};

/* Finds them.  The root must be an object. */
void llm_request_read(struct llm_request *r, const struct json_node *root);

/* Finds a setting at the top, or in an object there that vendors have for settings.  It may be
 * null. NULL: there is none. */
const struct json_node *llm_request_setting(
    const struct llm_request *r, const struct text *names, size_t n);

/* The role of a message, in any vendor's form, or an absent text. */
struct text llm_message_role(const struct json_node *message);

/* What a message says: a string, or an array of parts.  NULL: nothing. */
const struct json_node *llm_message_content(const struct json_node *message);

#endif
