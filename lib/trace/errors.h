/* SPDX-License-Identifier: MIT */
#ifndef TRACE_ERRORS_H
#define TRACE_ERRORS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/siphash.h"
#include "trace/model.h"
#include "trace/root_cause.h"

/*
 * The failures of a model, alike ones together.
 *
 * A failure is a failed call without a failed child: the candidates of trace/root_cause.h.  Two are
 * alike if the names of their calls, their error types, where they are in the code, and their
 * messages as trace_put_message writes them are the same.
 */
struct trace_error_group {
	const struct trace_text *name, *type, *where; /* NULL: not known */
	struct text message;                          /* without what differs; absent: unknown */
	uint64_t count, traces;                       /* failures, and traces that have one */
	uint64_t handled;                             /* failures whose parent went well */
	int64_t first_ns, last_ns;                    /* TRACE_NO_TIME: no time is known */
	uint32_t call;                    /* an example: the first in the order of positions */
	uint32_t trace;                   /* private: the last that was counted, */
	uint32_t number;                  /* and its number before they are sorted */
	uint64_t position;                /* of the example */
	const struct trace_text *example; /* its message; NULL: none */
};

/* The groups, most frequent first; of equal ones, that with the first position. */
struct trace_errors {
	struct trace_error_group *group;
	size_t n;
	uint64_t count, traces; /* of all */
	struct trace_errors_private *private;
};

struct trace_errors *trace_errors_new(const struct trace_model *m, struct siphash_key key);
void trace_errors_free(struct trace_errors *e);

/* The number of the group that a failure of the model is in (trace_failure, trace_root_cause). */
size_t trace_errors_group(
    struct trace_errors *e, const struct trace_model *m, const struct root_cause *r);

/* Appends a group as one object, and a newline. */
void trace_put_error_group(
    struct buf *b, const struct trace_model *m, const struct trace_error_group *g);

#endif
