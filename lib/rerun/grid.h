/* SPDX-License-Identifier: MIT */
#ifndef RERUN_GRID_H
#define RERUN_GRID_H

#include "base/arena.h"
#include "llm/comparison.h"
#include "rerun/modify.h"
#include "view/table.h"

/* What the replays with one set of changes come to, over all traces. */
struct rerun_row {
	uint64_t traces, failed;
	uint64_t failing[2]; /* traces with a call that failed: recorded and replayed */
	uint64_t asked;      /* requests that were changed */
	uint64_t errors;     /* calls that failed, */
	uint64_t were;       /* and that failed in the recording */
	double similarity;   /* the sum, over outputs of changed requests */
	uint64_t outputs;    /* how many there are */
	double least;        /* the smallest; 1: there is none */
	int64_t tokens[2];   /* recorded and replayed; -1: not known, as for durations */
	struct trace_cost cost[2];
	bool has_cost[2];
	uint64_t calls[2];
	uint64_t departed;     /* traces */
	uint64_t first, steps; /* of the first of them: at which step, of how many */
};

#define RERUN_ROW_NONE                                                                             \
	(struct rerun_row)                                                                         \
	{                                                                                          \
		.least = 1, .tokens = { -1, -1 }                                                   \
	}

void rerun_row_join(struct rerun_row *to, const struct rerun_row *more);

/* Adds a replay, what the recording would have given, and how they compare. */
void rerun_row_add(struct rerun_row *row, const struct rerun_result *recorded,
    const struct rerun_result *replayed, const struct llm_comparison *k);

/* Compares two results of one trace.  y: what changed the replayed one. */
void rerun_compare(struct llm_comparison *k, const struct rerun_modify *y,
    struct rerun_result *recorded, const struct rerun_result *replayed);

/* A table of cells for people.  Measured durations are not in it, so it is the same every time. */
enum { RERUN_GRID_COLUMNS = 13 };
struct view_table rerun_grid_table(const struct view_style *style);

/* cell: NULL: the recording. */
void rerun_grid_cells(const struct rerun_cell *cell, const struct rerun_row *row,
    struct view_cell *cells, struct arena *a);

/* Appends where a trace departs from its recording, and how much is stale, if it does. */
void rerun_put_departure(struct buf *b, const struct rerun_result *r);

#endif
