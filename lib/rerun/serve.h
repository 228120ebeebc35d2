/* SPDX-License-Identifier: MIT */
#ifndef RERUN_SERVE_H
#define RERUN_SERVE_H

#include "rerun/lookup.h"
#include "rerun/rerun.h"

/* Whom a command of a worker is heard for. */
struct rerun_hearing {
	const struct rerun_options *options;
	const struct rerun_exec *exec;
};

/* The worker of a replay, and what serves its calls.  Private to lib/rerun. */
struct rerun_worker {
	const struct rerun_options *options;
	struct rerun_command *command; /* by exec: this worker's copy */
	struct rerun_hearing *hearing; /* by exec */
	struct rerun_result result;
	size_t span_cap;
	struct rerun_mock_use use;
	size_t before_cap;
	uint64_t *before; /* the same, before a call that is executed twice */
	/* by span: the number of the question that used it last, from 1; 0: none.  And how often.
	 */
	size_t *used_by, *uses;
	size_t used_cap;
	struct rerun_lookup lookup;
};

/* What a command wrote to standard error; context: a rerun_hearing. */
void rerun_hear(void *context, struct text line);

/*
 * Serves a call or a question from a mock, a fault or a command.  asker: the span whose subtree a
 * command may ask for; SIZE_MAX: none.  Returns RERUN_NOTHING if it is left to the recording; then
 * *o is not set, except for a delay in duration_ns (0: none).
 */
enum rerun_served rerun_serve(struct rerun_worker *w, const struct rerun_subject *s, bool changed,
    size_t asker, struct rerun_outcome *o);

/* Counts that commands and faults are about a call or a question. */
void rerun_count_matches(const struct rerun_options *o, const struct rerun_subject *s);

/* Answers a question of the command that executes a span. */
void rerun_answer_question(
    struct rerun_worker *w, size_t span, const struct rerun_subject *question, struct buf *reply);

/* Marks the calls below a span that are not marked yet. */
void rerun_mark_below(struct rerun_result *r, size_t span, enum rerun_served served);

/* How many spans are in the subtree of one, itself included. */
static inline size_t
rerun_subtree(const struct rerun_result *r, size_t span)
{
	const struct trace_call *c = &r->model->call[r->span[span].call];
	return c->last - c->at;
}

#endif
