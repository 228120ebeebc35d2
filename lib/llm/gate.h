/* SPDX-License-Identifier: MIT */
#ifndef LLM_GATE_H
#define LLM_GATE_H

#include <stdbool.h>
#include <stddef.h>

#include "trace/gate.h"

/*
 * The gates of --fail-on for a replay: those of a comparison (trace/gate.h), where A is the
 * recording and B the replay, and `similarity<0.9`.  A load has `p99>500ms`, too.  There is nothing
 * to be significant: the totals of both sides are compared as they are.
 */
struct llm_gate {
	struct trace_gate gate;
	bool similarity; /* the smallest similarity of an output; then the metric means nothing */
	bool p99;        /* the metric is COMPARE_DURATION_P95, in which the p99 stands */
};

/* Reads a gate, whose text is borrowed.  Returns 0, or -1 and fills *e. */
int llm_gate_read(struct text text, struct llm_gate *g, struct err *e);

#endif
