/* SPDX-License-Identifier: MIT */
#ifndef VIEW_TIMELINE_H
#define VIEW_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "trace/model.h"
#include "view/line.h"
#include "view/margin.h"

/*
 * The traces of a model for people, line by line, or as JSON lines.
 *
 *	struct timeline *t = timeline_new(model, &options, NULL);
 *	while (timeline_next(t, &buf, &at)) …
 *
 * A trace has a heading and its steps.  The first trace that failed is followed by its root cause.
 * Steps that repeat are folded, unless style.full is set.
 */
struct timeline_options {
	struct view_style style;
	enum margin_times times;
	bool numbers; /* show positions */
	bool by_time; /* strictly, instead of depth first */
	bool jsonl;
	uint32_t depth; /* how many levels of calls are shown; 0: all */
	/* Returns a line of source code, without its newline, or an absent text.  Or NULL. */
	struct text (*source)(void *context, struct text file, uint32_t line);
	void *context;
};

/* What a piece of the timeline is about. */
struct timeline_at {
	int64_t at_ns; /* TRACE_NO_TIME: not known, or no step */
	bool error;    /* it is an error, or the end of a call that failed */
};

/* Some of the traces, so that several timelines can share the work: what they append, one after the
 * other, is what one would. */
struct timeline_part {
	size_t first, last; /* the traces from first to the one before last */
	size_t failed;      /* the first trace of all that failed; that behind the last: none */
	uint64_t before;    /* the last position before them */
};

/* part: NULL is all traces.  The model must live as long as the timeline. */
struct timeline *timeline_new(const struct trace_model *m, const struct timeline_options *o,
    const struct timeline_part *part);
void timeline_free(struct timeline *t);

size_t timeline_failed(const struct trace_model *m); /* for a part */

/* Splits the `FILE:LINE` or `FUNCTION:LINE` of an error.  Returns false if it is neither. */
bool view_split_where(struct text where, struct text *file, uint32_t *line);

/* Appends the next piece: a line, or a few that belong together.  Returns false at the end. */
bool timeline_next(struct timeline *t, struct buf *b, struct timeline_at *at);

#endif
