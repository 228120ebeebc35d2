/* SPDX-License-Identifier: MIT */
#ifndef RERUN_MODIFY_H
#define RERUN_MODIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "llm/change.h"
#include "llm/prices.h"
#include "llm/retry.h"
#include "rerun/paid.h"
#include "rerun/rerun.h"

/*
 * A modified replay: requests to models, and queries of retrievals, are changed before their calls
 * are served.
 *
 *	struct rerun_modify *y = rerun_modify_new(model, key);
 *	rerun_modify_set(y, &cell);
 *	rerun_modify_hook(y, &options);		then rerun_trace as always
 *
 * It is an open loop: each call gets the history that was recorded.  From the first answer on that
 * asks for other tools than the recorded one, the trace would have gone another way: what comes
 * after it is stale.
 *
 * Several workers may share it, each with traces of its own.
 */

/* One set of changes. */
struct rerun_cell {
	struct llm_change change;
	struct text query;  /* of retrievals; absent: not changed */
	uint64_t from_step; /* requests before this one stay as they are; 0 and 1: none do */
};

bool rerun_cell_is_none(const struct rerun_cell *c);

/* Appends the changes as members of an object that has begun: model, temperature, … */
void rerun_cell_put(const struct rerun_cell *c, struct buf *b);

/* What a replay may cost.  Many cells share one. */
struct rerun_budget {
	bool limited;
	struct trace_cost most, spent;
	bool stopped; /* a request was not sent, and no other will be */
};

struct rerun_modify;
struct rerun_modify *rerun_modify_new(const struct trace_model *m, struct siphash_key key);
void rerun_modify_free(struct rerun_modify *y); /* NULL is valid */

/* What it works with; everything is borrowed. */
struct rerun_modify_with {
	const struct prices *prices;
	const struct rerun_paid *paid; /* NULL: nothing is paid for */
	struct rerun_budget *budget;
	struct llm_retry retry;
	bool (*interrupted)(void); /* no further request is sent; NULL: never */
	/* A model has answered a request; or what is paid for has.  Called in the thread of a
	 * worker; may be NULL. */
	void (*answered)(
	    void *context, const struct rerun_subject *s, const struct rerun_outcome *o);
	void (*resumed)(
	    void *context, const struct rerun_subject *s, const struct rerun_outcome *o);
	void *context; /* of these two */
};
void rerun_modify_use(struct rerun_modify *y, const struct rerun_modify_with *with);

void rerun_modify_set(struct rerun_modify *y, const struct rerun_cell *cell);

/* Sets the functions of the options that are about changes, and their context. */
void rerun_modify_hook(struct rerun_modify *y, struct rerun_options *o);

/* Changes nothing, but gives calls without a recorded cost the price of their tokens. */
void rerun_modify_hook_prices(struct rerun_modify *y, struct rerun_options *o);

/* The recorded request of a call with the changed settings: what a changed one (`request`) was
 * before the system prompt was replaced. */
struct text rerun_modify_prompt(
    const struct rerun_modify *y, uint32_t call, struct text request, struct arena *a);

/* What a replay of a trace would do. */
struct rerun_forecast {
	uint64_t requests;     /* that differ, and are sent to a model */
	uint64_t retrievals;   /* whose query differs */
	uint64_t same;         /* requests that would not differ */
	uint64_t not_recorded; /* requests that cannot be changed */
	uint64_t partial;      /* of sessions, which record messages alone */
	bool unpriced;         /* a request asks a model whose price is not known: */
	struct text model;     /* this one; absent: it is not recorded */
	struct text unserved;  /* a model that no API is known to serve; empty: it is not recorded;
				* absent: none */
};
void rerun_modify_forecast(struct rerun_modify *y, size_t trace, struct rerun_forecast *f);

#endif
