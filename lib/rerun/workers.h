/* SPDX-License-Identifier: MIT */
#ifndef RERUN_WORKERS_H
#define RERUN_WORKERS_H

#include "rerun/rerun.h"

/*
 * Replays all traces of a model by several workers at once, each with its own copies of the
 * commands.  What is made of the results is put in the order of the traces.  How many results wait
 * to be put is bounded.
 */
struct rerun_crew {
	const struct rerun_options *options;
	const struct trace_model *model;
	unsigned workers; /* from 1; with one, everything is done in the caller's thread */
	size_t part;      /* bytes of what is made of a result, zeroed before its first use */
	/* In a worker's thread, before a trace; may be NULL. */
	void (*before)(void *context, size_t trace);
	/* In a worker's thread: makes a part of a result.  The part may have been used before. */
	void (*make)(void *context, const struct rerun_result *result, void *part);
	/* In the caller's thread, in order.  Returns 0, or -1 to stop. */
	int (*put)(void *context, size_t trace, void *part);
	void (*free_part)(void *part);
	void *context;
};

/* Returns 0, or -1 if put stopped it. */
int rerun_all(const struct rerun_crew *crew);

#endif
