/* SPDX-License-Identifier: MIT */
#ifndef LLM_ENDPOINT_H
#define LLM_ENDPOINT_H

#include <stdbool.h>

#include "base/err.h"
#include "cmd/helper/protocol.h"
#include "cmd/helper/transfer.h"
#include "llm/api.h"

/* Where an API is, and the key to it, from the environment: OPENAI_BASE_URL, OPENAI_API_KEY,
 * ANTHROPIC_BASE_URL, ANTHROPIC_API_KEY. */
struct endpoint {
	enum llm_api api;
	struct text base;  /* without a slash at its end */
	const char *key;   /* NULL: none */
	bool loopback;     /* it is on this machine */
	const char *wrong; /* why it cannot be used; NULL: it can be */
};

void endpoint_find(struct endpoint *e, enum llm_api api);

/* Fills the URL, with a NUL at its end, and the headers of a request. */
void endpoint_address(
    const struct endpoint *e, const char *path, struct buf *url, struct transfer_request *q);

#endif
