/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_TOLD_H
#define IMPORT_TOLD_H

#include "trace/model.h"

/*
 * Requests to models whose messages stand in events and logs only, by the conventions of gen_ai:
 * gen_ai.client.inference.operation.details, gen_ai.user.message and its like, gen_ai.choice,
 * gen_ai.content.prompt and gen_ai.content.completion.
 *
 * Adds messages to the input of llm calls that have none, and an output to those that have none.
 * The events stay.  Call when all records are in the model, and before it is built.
 */
void import_told(struct trace_model *m);

#endif
