/* SPDX-License-Identifier: MIT */
#ifndef TRACE_DIVERGENCE_H
#define TRACE_DIVERGENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "trace/model.h"

/*
 * Where two traces first differ, in the order of A's timeline.
 *
 * Their trees are aligned from the roots down.  What a call did, its child calls and the variables
 * and branches between them, is one sequence.  Two such sequences are aligned by name and value
 * first; what is left over between is aligned by name alone.  So a call that was inserted does not
 * make all later ones differ.  Times and ids are never compared.
 *
 * The traces may come from different formats.  What one of them has nowhere (input, output,
 * variables, branches) is not compared.
 */
struct trace_divergence {
	bool found;
	uint64_t position[2]; /* in A and B; 0: none */
	struct text name;     /* of the call; absent: it has none */
	struct buf what;      /* "argument rate", "missing call", "output.total", "status", … */
	struct buf expected, actual; /* JSON; empty: nothing */
	/* calls with all that is below them: of B and not of A, and the other way round */
	struct trace_lonely {
		uint32_t *call; /* the topmost ones */
		size_t n, cap;
		uint64_t calls; /* and those below */
	} inserted, removed;
};

/* Compares a trace of one model with one of another, or the same, model. */
void trace_find_divergence(struct trace_divergence *d, const struct trace_model *a, size_t trace_a,
    const struct trace_model *b, size_t trace_b);
void trace_divergence_free(struct trace_divergence *d);

/* Appends it as JSON: {position_a, position_b, name, what, expected, actual, inserted, removed,
 * inserted_calls, removed_calls, trace_a, trace_b}; or null. */
void trace_put_divergence(struct buf *b, const struct trace_divergence *d,
    const struct trace_model *in_a, size_t trace_a, const struct trace_model *in_b, size_t trace_b);

#endif
