/* SPDX-License-Identifier: MIT */
#ifndef TRACE_ADJUST_H
#define TRACE_ADJUST_H

#include "trace/skew.h"

/* A service of a trace whose clock was off, and what was added to its times. */
struct trace_moved {
	uint32_t trace;
	const struct trace_text *service;
	uint32_t call; /* one of its calls, if they were moved */
	int64_t offset_ns;
};

/* In the order of the traces.  All zero: none. */
struct trace_adjustment {
	struct trace_moved *moved;
	size_t n, cap;
};

/*
 * Moves the calls of each service, with their events, by its skew (trace/skew.h), and puts calls
 * and traces in order again.  What follows from a call of its trace is not moved, and neither is
 * what is below it, because nothing says how far it is from there.  Durations never change.
 */
void trace_adjust_clocks(struct trace_model *m, struct trace_adjustment *a);
void trace_adjustment_free(struct trace_adjustment *a);

/* Takes the names of services again from the model, whose texts were replaced. */
void trace_adjustment_rename(struct trace_adjustment *a, const struct trace_model *m);

/* Adds the services of a trace with a skew, without moving anything. */
void trace_add_skew(struct trace_adjustment *a, const struct trace_services *s);

/* The first of a trace; *n: how many there are. */
const struct trace_moved *trace_moved_of(const struct trace_adjustment *a, size_t trace, size_t *n);

#endif
