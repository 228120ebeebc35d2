/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_MODELS_H
#define CMD_TRACE_MODELS_H

#include "cmd/trace/command.h"
#include "cmd/trace/replay_gates.h"
#include "rerun/grid.h"

/*
 * Replays in which models are asked again, for cmd/trace/replay:
 *
 *	models_begin(command, &options, &models);
 *	for each cell: models_select, a replay of all traces; of each result: models_make,
 *models_join models_end(models); models_free(models);
 *
 * Without a change there is one cell, and the results are those of any replay.
 */
struct models;

/*
 * Finds out what is to be sent, and adds to the options what changes and executes requests.
 * Returns 0, or -1 if the run is stopped: there are more traces than was asked for, or nothing can
 * execute them.
 */
int models_begin(struct command *c, struct rerun_options *o, struct models **models);
void models_free(struct models *m); /* NULL is valid */

size_t models_cells(const struct models *m);
void models_select(struct models *m, size_t cell);

/* What is made of a result, by the worker that has it. */
struct models_part {
	struct rerun_row row;
	double duration_ns[2]; /* recorded and replayed; NaN: not known */
};

/* Appends a result as JSON and for people; either may be NULL. */
void models_make(const struct models *m, const struct rerun_result *r, struct buf *json,
    struct buf *text, struct models_part *part);

void models_join(struct models *m, const struct models_part *part); /* in order */

/* Appends what is said of all results for people.  text: NULL: it is said on standard error. */
void models_end(struct models *m, struct buf *text);

/* What all results add up to; *t must not move. */
void models_totals(const struct models *m, struct replay_totals *t);

/* A chunk of an answer has come. */
void models_chunk(struct models *m, const struct rerun_subject *s, struct text chunk);

/* Was the run interrupted while requests were sent?  Until the signals take effect. */
bool models_is_interrupted(const struct command *c);

/* Is the output a result, so that it has the answers of models for --resume? */
bool models_is_resumable(const struct command *c);

/* Signals that waited while requests were sent take effect.  Call at the end of the program. */
void models_take_signals(struct command *c);

#endif
