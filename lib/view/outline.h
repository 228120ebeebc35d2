/* SPDX-License-Identifier: MIT */
#ifndef VIEW_OUTLINE_H
#define VIEW_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trace/model.h"

/*
 * The steps of a trace as rows, with what a timeline wants to know before it shows them: when each
 * happened, which calls overlap, and what repeats.
 *
 * Two rows have the same shape if they are alike in everything but their times and values: a call
 * with all that is in it, or an event.  If some siblings of a call, its children and events, are
 * there several times one after the other, the first of them is the head of a fold.
 */
struct outline_row {
	uint64_t shape; /* of the row with all that is below it */
	int64_t at_ns;  /* TRACE_NO_TIME: not known */
	uint32_t call;
	uint32_t event;    /* of a row of type TRACE_AT_EVENT: its number */
	uint32_t next;     /* the row behind it and all that is below it */
	uint32_t position; /* counted from the first of the trace, from 1; 0: none */
	uint32_t depth;    /* of the call; a root: 0 */
	uint32_t repeats;  /* of a fold that begins here: how many times; otherwise 0 */
	uint16_t period;   /* how many siblings are repeated */
	uint8_t type;      /* enum trace_step_type */
	bool parallel;     /* TRACE_ENTER: the call overlaps an earlier sibling */
};

struct outline {
	struct outline_row *row;
	size_t n, cap;
	uint64_t before;  /* the position before the first of the trace */
	uint64_t after;   /* that of its last */
	int64_t end_ns;   /* the latest time of a row; TRACE_NO_TIME: none is known */
	bool in_order;    /* are the rows in order of time, too? */
	uint32_t *sorted; /* outline_sort: the rows by time */
	struct outline_scratch {
		struct outline_open *open;
		uint32_t *sibling;
		size_t open_cap, sibling_cap;
	} scratch;
};

/* A fold has at least so many repetitions, and hides at least so many rows. */
#define OUTLINE_REPEATS_LEAST 5
#define OUTLINE_HIDDEN_LEAST 10

/* Fills the outline, which may have been used before, with the rows of a trace. */
void outline_make(struct outline *o, const struct trace_model *m, size_t trace, uint64_t before);

/* Sorts the rows by time into o->sorted.  A row without a time stays behind the one before it. */
void outline_sort(struct outline *o);

/* Is the row the beginning of an iteration of a loop? */
bool outline_is_iteration(const struct trace_model *m, const struct outline_row *r);

void outline_free(struct outline *o);

#endif
