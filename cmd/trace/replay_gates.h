/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_REPLAY_GATES_H
#define CMD_TRACE_REPLAY_GATES_H

#include "cmd/trace/command.h"

/* What is judged: the totals of the recorded traces (A) and of the replayed ones (B), and the
 * smallest similarity of an output. */
struct replay_totals {
	struct trace_comparison all;
	struct compare_metric metric[COMPARE_METRICS];
	double similarity;
	const char *noun;                /* what is counted: "trace" or "request" */
	const struct replay_totals *p99; /* of a load: the same with p99 in the place of p95 */
};

/* Begins totals of so many traces of which nothing else is known; *t must not move. */
void replay_totals_begin(struct replay_totals *t, size_t traces, double similarity);

/* Sets a metric (enum compare_metric_number), recorded and replayed. */
void replay_totals_set(
    struct replay_totals *t, size_t metric, const double value[2], const bool known[2]);

/* Reads the gates of --fail-on.  Returns -1, or the status of a usage error. */
int replay_gates_check(struct command *c);

/*
 * --fail-on with --replay.  Appends a line for each gate; text: NULL: no text for people is asked
 * for.  A gate that fails is named on standard error and makes the status 1.
 */
void replay_gates(struct command *c, const struct replay_totals *t, struct buf *text);

#endif
