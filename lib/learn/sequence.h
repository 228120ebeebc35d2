/* SPDX-License-Identifier: MIT */
#ifndef LEARN_SEQUENCE_H
#define LEARN_SEQUENCE_H

#include "learn/words.h"
#include "trace/root_cause.h"

/*
 * The sequence of a trace: its calls in the order in which they begin, depth first, and its errors
 * where they happen, up to a point at which the trace is cut.
 */
struct learn_reading {
	const struct trace_model *model;
	struct learn_words *words;
	const uint32_t *word; /* by call: learn_words_of_calls */
	bool errors;          /* errors of failed calls count; those of other calls always do */
};

struct learn_cut {
	uint32_t trace;
	uint32_t call;                   /* the trace is cut in this call; TRACE_NONE: nowhere */
	const struct trace_event *event; /* before this event of it; NULL: */
	uint32_t children;               /* after this number of its children, or at its end */
	/* The call whose failure is to be foreseen.  Neither it nor what leads from it to `call`
	 * is in the sequence.  TRACE_NONE: none. */
	uint32_t at_risk;
	int64_t at_ns; /* calls that start later are left out; TRACE_NO_TIME: none is */
};

#define LEARN_AT_END UINT32_MAX /* children */

/* The whole trace. */
struct learn_cut learn_uncut(uint32_t trace);

/* All that is before the failure of a trace. */
struct learn_cut learn_cut_before(uint32_t trace, const struct root_cause *failure);

/* What is before the end of a call, or before its child number `children`, from 0. */
struct learn_cut learn_cut_in(const struct trace_model *m, uint32_t call, uint32_t children);

struct learn_sequence {
	uint32_t *word;
	size_t n, cap;
};

/* Replaces the content of *s. */
void learn_read_sequence(
    struct learn_sequence *s, const struct learn_reading *r, const struct learn_cut *cut);

#endif
