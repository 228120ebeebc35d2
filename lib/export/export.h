/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_EXPORT_H
#define EXPORT_EXPORT_H

#include <stdint.h>

#include "base/text.h"
#include "trace/compare.h"
#include "trace/model.h"

/*
 * Writes the traces of a model in the formats of other tools.  chrome, speedscope, folded and otlp
 * each have a header that says what becomes of a call.
 *
 * The output goes out in parts, so it needs memory for one trace, and for what a format repeats:
 * the frames of speedscope, and the stacks of folded.
 */
enum export_format { EXPORT_CHROME, EXPORT_SPEEDSCOPE, EXPORT_FOLDED, EXPORT_OTLP };
#define EXPORT_FORMATS (EXPORT_OTLP + 1)
extern const struct text export_format_names[EXPORT_FORMATS]; /* "chrome", … */

struct export_to {
	int (*put)(void *context, struct text part); /* returns 0, or -1 to stop the export */
	void *context;
};

/* What the format could not say. */
struct export_told {
	uint64_t without_start; /* calls whose start is not known */
	uint64_t folded;        /* lines of folded stacks */
	size_t deepest;         /* names in the longest of these stacks */
};

/* Returns 0, or -1 if it was stopped. */
int export_traces(const struct trace_model *m, enum export_format format,
    const struct export_to *to, struct export_told *told);

/* Writes folded stacks of two sides. */
int export_sides(const struct trace_side *a, const struct trace_side *b, const struct export_to *to,
    struct export_told *told);

#endif
