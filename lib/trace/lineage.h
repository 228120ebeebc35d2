/* SPDX-License-Identifier: MIT */
#ifndef TRACE_LINEAGE_H
#define TRACE_LINEAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "trace/model.h"
#include "trace/sought.h"

/*
 * Where a value came from and where it went (--find), and the values that a variable had
 * (--history).  Both go through the steps of all traces; a debugger asks for single steps.
 */

/* What of a call a value is in. */
enum trace_role {
	TRACE_ROLE_INPUT,     /* its arguments, at ENTER */
	TRACE_ROLE_OUTPUT,    /* what it returned, at EXIT */
	TRACE_ROLE_VARIABLE,  /* a value that a variable got */
	TRACE_ROLE_ATTRIBUTE, /* of the call, at ENTER; or of an event without a role of its own */
	TRACE_ROLE_LOG,       /* a log with its attributes */
	TRACE_ROLE_ERROR      /* an error event, with its attributes; or of the call, at EXIT */
};
#define TRACE_ROLES (TRACE_ROLE_ERROR + 1)

extern const struct text trace_role_names[TRACE_ROLES]; /* "input", "output", … */

/* A place of a value.  spot.path leads to it within the role; for a variable it begins with the
 * name of that, and for a log and an error with the member. */
struct trace_occurrence {
	struct trace_spot spot;
	uint64_t position;
	uint32_t call;
	enum trace_role role;
};

/*
 * Call found() for each place, in order, until it returns another value than 0.  Return that, or 0.
 * A call without EXIT has its output and its error at the last position before.
 */
int trace_find(const struct trace_model *m, struct trace_sought *s,
    int (*found)(void *context, const struct trace_occurrence *o), void *context);

/* The same for one step.  If that has no position, set that of the step before. */
int trace_find_in_step(const struct trace_model *m, struct trace_sought *s,
    const struct trace_step *step, int (*found)(void *context, const struct trace_occurrence *o),
    void *context);

/* A value that a variable got: by an event, or as an argument of a call that begins. */
struct trace_setting {
	uint64_t position;
	int64_t at_ns; /* TRACE_NO_TIME: not known */
	uint32_t call;
	enum trace_role role; /* input or variable */
	struct text value;    /* JSON */
	bool changed; /* it differs from the value before it in the trace, or is the first */
};

/* Does a step give a value to a variable of that name?  The name may be dotted, to go into objects
 * and arrays.  Does not set s->changed. */
bool trace_step_sets(const struct trace_model *m, const struct trace_step *step, struct text name,
    struct trace_setting *s);

/* The value that a dotted name leads to in JSON, through objects and arrays, or an absent text.
 * Keys may have dots; of several that fit, the longest is taken. */
struct text trace_value_at(struct text json, struct text name);

/* Calls set() for each value of the variable, as trace_find does. */
int trace_history(const struct trace_model *m, struct text name,
    int (*set)(void *context, const struct trace_setting *s), void *context);

#endif
