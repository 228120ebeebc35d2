/* SPDX-License-Identifier: MIT */
#ifndef STEP_INDEX_PRIVATE_H
#define STEP_INDEX_PRIVATE_H

#include "step/index.h"

/* What the files of this folder share about the index. */

/* The variables of a call after its first events: values[from..from + n) are the events that set
 * them last, by their numbers in the call, in the order in which the variables were first set. */
struct step_checkpoint {
	uint32_t events, n;
	size_t from;
};

/* A call with checkpoints: checkpoint[from..from + n). */
struct step_long_call {
	uint32_t at; /* its number depth first */
	uint32_t n;
	size_t from;
};

struct step_index {
	const struct trace_model *model;
	size_t calls; /* listed */
	uint64_t positions;
	/* by call, depth first, and one more */
	uint64_t *enter;
	uint32_t *events_before, *exits_before;
	/* by event, call by call */
	uint32_t *event;       /* its number in model->event */
	uint32_t *boundary;    /* the number, depth first, of the call that is entered next */
	uint64_t *trace_first; /* by trace, and one more */
	uint64_t *error;
	size_t errors, error_cap;
	struct step_long_call *long_call; /* by `at` */
	size_t long_calls, long_call_cap;
	struct step_checkpoint *checkpoint;
	size_t checkpoints, checkpoint_cap;
	uint32_t *value;
	size_t values, value_cap;
};

/* The events of a call, depth first: event[events_before..). */
static inline uint32_t
step_event_count(const struct step_index *x, uint32_t at)
{
	return x->events_before[at + 1] - x->events_before[at];
}

/* How many positions the calls before this one have of their own. */
static inline uint64_t
step_own_before(const struct step_index *x, uint32_t at)
{
	return (uint64_t)at + x->events_before[at] + x->exits_before[at];
}

/* Fills in the checkpoints. */
void step_index_add_checkpoints(struct step_index *x);

#endif
