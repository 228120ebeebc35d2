/* SPDX-License-Identifier: MIT */
#ifndef TRACE_ROOT_CAUSE_H
#define TRACE_ROOT_CAUSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "trace/model.h"

/*
 * Why a trace failed: the call in which the failure began.
 *
 * Candidates are failed calls without a failed child.  One that a failed root is connected with by
 * failed calls alone comes before the others, and one whose parent went well, which therefore
 * handled the failure, comes last.  Among equals it is the one that failed first; of several, the
 * deepest; of several, the first in the input.
 */
struct root_cause {
	uint32_t call;                                   /* the origin */
	const struct trace_event *event;                 /* its error; NULL: no event says so */
	const struct trace_text *type, *message, *where; /* NULL: not known */
	int64_t at_ns; /* when it failed; TRACE_NO_TIME: not known */
	bool handled;
};

/* Returns false if no call of the trace failed. */
bool trace_root_cause(const struct trace_model *m, size_t trace, struct root_cause *r);

/* Is a call a candidate?  If so, its failure; *r is set otherwise, too. */
bool trace_failure(const struct trace_model *m, uint32_t call, struct root_cause *r);

struct trace_variable {
	const struct trace_text *name, *value; /* value: JSON; NULL: null */
};

/*
 * The variables of a call with their last values before the failure: before the origin's error, or
 * before the call of `child`, a child on the way to the origin (TRACE_NONE: the call is the
 * origin).  In the order in which they were first set.  The caller frees *variable.
 */
size_t trace_values_before(const struct trace_model *m, const struct root_cause *r, uint32_t call,
    uint32_t child, struct trace_variable **variable);

/* Appends one sentence, without a full stop, about what to look at for this kind of error: plain
 * text, names of the input included.  Returns false if there is nothing to say. */
bool trace_hint(struct buf *b, const struct trace_model *m, const struct root_cause *r);

#endif
