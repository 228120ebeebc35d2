/* SPDX-License-Identifier: MIT */
#ifndef TRACE_NAMED_H
#define TRACE_NAMED_H

#include <stddef.h>
#include <stdint.h>

#include "trace/sets.h"

/*
 * The calls of records that name their trace, for records that name only the call.  It keeps 12
 * bytes for each call: whether anything names it is known only at the end of the input.  Private to
 * the layer.
 */
enum { TRACE_NAMED_RECENT = 512 };

struct trace_named {
	uint64_t *call;  /* hashes of ids */
	uint32_t *trace; /* the numbers of their traces in the sets */
	size_t n, call_cap, trace_cap;
	/* A call has several records, which come near to each other: its number by its hash. */
	uint32_t recent[TRACE_NAMED_RECENT];
};

void trace_named_free(struct trace_named *n);
void trace_named_add(struct trace_named *n, uint64_t call, uint32_t trace);

/*
 * Joins the sets of calls that were named, and neither begun nor ended, without a trace with those
 * of the calls of that id.  If several traces have such a call, two of them will do: then the
 * records belong to none, and the model has to see that.  Calls unknown() for ids of which there is
 * no call.
 */
void trace_named_join(struct trace_named *n, struct trace_sets *s,
    void (*unknown)(void *context, uint32_t id), void *context);

#endif
