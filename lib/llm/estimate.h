/* SPDX-License-Identifier: MIT */
#ifndef LLM_ESTIMATE_H
#define LLM_ESTIMATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "llm/prices.h"
#include "trace/model.h"

/*
 * Is a call a request to a model of language?  An llm call that only contains others is not, except
 * if a tool or an agent is between them: the client library around a request is often recorded as
 * an llm call, too.
 */
bool llm_is_request(const struct trace_model *m, uint32_t call);

/* The recorded model, or an absent text. */
struct text llm_model_of(const struct trace_call *c);

/* What the recorded requests of a trace would cost with another model. */
struct llm_estimate {
	struct text model;
	uint64_t calls;
	number_wide usage[TRACE_USAGES]; /* -1: no call recorded it */
	struct trace_cost recorded, estimated;
	struct trace_cost baseline; /* what was recorded, else what the recorded model costs */
	uint64_t with_recorded;     /* calls whose cost is recorded */
	uint64_t with_baseline;     /* and whose cost is known in one way or the other */
	uint64_t without_usage;     /* calls that cannot be estimated */
	bool unknown;               /* the table has no price of the model */
};

/* Nothing yet, for this model. */
void llm_estimate_begin(struct llm_estimate *e, const struct prices *p, struct text model);

/* Adds a request.  Of one that asked this model already, a recorded cost counts. */
void llm_estimate_add(
    struct llm_estimate *e, const struct prices *p, const struct trace_call *request);

/* Adds what another estimate, for the same model, has added up. */
void llm_estimate_join(struct llm_estimate *e, const struct llm_estimate *more);

/* Appends {trace_id, model, calls, usage, recorded_cost_usd, estimated_cost_usd, …} and a newline.
 * What is not known is null. */
void llm_estimate_put(const struct llm_estimate *e, struct text trace_id, struct buf *b);

/* What a recorded call cost: the recorded cost, else the price of its tokens.  Returns false if
 * neither is known. */
bool llm_cost_of(const struct prices *p, const struct trace_call *c, struct trace_cost *cost);

#endif
