/* SPDX-License-Identifier: MIT */
#ifndef TRACE_COMPARE_SPLIT_H
#define TRACE_COMPARE_SPLIT_H

#include "base/arena.h"
#include "trace/compare.h"

/*
 * Splits the traces of a model by the value of an argument, attribute or variable, such as the
 * variant of an experiment.  The value of a trace is the first one, depth first.  The side whose
 * value comes first in byte order is A.
 */
struct compare_split {
	struct trace_side side[2];
	struct text value[2];
	uint32_t *trace;     /* of both sides */
	uint32_t example[3]; /* the first trace of each value */
	size_t without;      /* traces that have no value */
	struct text more;    /* a third value; then nothing is split.  Absent: there is none */
	size_t values;       /* how many there are, 0 to 3 */
	struct arena arena;
};

void compare_split(struct compare_split *s, const struct trace_model *m, struct text key);

/* Reads the values again, in a model whose texts were replaced.  The sides stay as they are. */
void compare_split_reread(struct compare_split *s, const struct trace_model *m, struct text key);
void compare_split_free(struct compare_split *s);

#endif
