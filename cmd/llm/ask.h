/* SPDX-License-Identifier: MIT */
#ifndef LLM_ASK_H
#define LLM_ASK_H

#include "cmd/helper/protocol.h"
#include "cmd/helper/transfer.h"
#include "cmd/llm/endpoint.h"

/* What the questions of a run have in common. */
struct asking {
	struct protocol *protocol;
	struct transfer *transfer;
	struct endpoint endpoint[LLM_APIS];
	const enum llm_api *api; /* --api; NULL: the model's name tells */
	bool stream;             /* --stream */
	const struct text *drop; /* --drop */
	size_t drops;
};

/* Executes a recorded call: asks the model and answers the request. */
void ask(struct asking *a, const struct request *r);

/* Answers {"id","text"} with {"id","embedding"}. */
void ask_embedding(struct asking *a, const struct request *r, struct text model);

/* Answers with an error of a type, from a printf(3) format. */
void ask_refuse(struct asking *a, const struct request *r, const char *type, const char *format,
    ...) __attribute__((format(printf, 4, 5)));

/* Finds the endpoint for a model, or answers with an error and returns NULL. */
const struct endpoint *ask_endpoint(struct asking *a, const struct request *r, struct text model);

/* Answers with the error that an exchange ended in.  Call if it did not succeed.  Masks secrets in
 * the response. */
void ask_fail(struct asking *a, const struct request *r, const struct endpoint *at,
    struct transfer_response *got);

/* Executes a recorded call of a model of embeddings. */
void ask_embeddings(struct asking *a, const struct request *r, struct text model);

#endif
