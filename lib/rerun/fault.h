/* SPDX-License-Identifier: MIT */
#ifndef RERUN_FAULT_H
#define RERUN_FAULT_H

#include "rerun/outcome.h"
#include "rerun/scope.h"

/*
 * A fault that is put in place of calls: SCOPE=error:TYPE, SCOPE=timeout, SCOPE=empty; or
 * SCOPE=slow:2s, which only delays.
 */
enum rerun_fault_type {
	RERUN_FAULT_ERROR,
	RERUN_FAULT_TIMEOUT,
	RERUN_FAULT_SLOW,
	RERUN_FAULT_EMPTY
};

struct rerun_fault {
	struct rerun_scope scope;
	enum rerun_fault_type type;
	struct text error_type;
	int64_t delay_ns;
	uint64_t matched; /* calls and questions in its scope; changed atomically */
};

/* Reads an argument, which is borrowed.  Returns 0, or -1 and fills *e. */
int rerun_fault_read(struct text argument, struct rerun_fault *f, struct err *e);

/* What the fault gives in place of a call (NULL: none is recorded).  Not for RERUN_FAULT_SLOW. */
struct rerun_outcome rerun_fault_outcome(
    const struct rerun_fault *f, const struct trace_call *c, struct arena *a);

#endif
