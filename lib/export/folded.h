/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_FOLDED_H
#define EXPORT_FOLDED_H

#include <stdint.h>

#include "export/out.h"
#include "trace/compare.h"

/*
 * Folded stacks, the input of flamegraph.pl: a line for each stack of names, from the root, with
 * the sum of the self times (trace/self_times.h) of its calls in nanoseconds.  Stacks of all traces
 * are merged.  Lines are in the order of their bytes; those of 0 are left out.
 *
 * In a name, `;` becomes `:`, and a control character a space.  A space before a number at the end
 * of a name becomes `_`, since flamegraph.pl would take the number for a second column.
 *
 * Sets told->folded and told->deepest.
 */
void export_folded(struct export_out *o, const struct trace_model *m, struct export_told *told);

/* The same of two sides, for a differential flame graph: what difffolded.pl prints.  A line has the
 * sum of A and then that of B, and is left out only if both are 0. */
void export_folded_sides(struct export_out *o, const struct trace_side *a,
    const struct trace_side *b, struct export_told *told);

/* Appends a name as it stands in a stack. */
void export_put_folded_name(struct buf *b, struct text name);

#endif
