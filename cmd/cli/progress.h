/* SPDX-License-Identifier: MIT */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cmd/cli/batch.h"
#include "cmd/cli/settings.h"

/*
 * The progress of a run, on standard error (--progress).  On a terminal it is one line that is
 * redrawn, and erased at the end; elsewhere it is a line a second and one at the end.  All zero is
 * a valid progress that shows nothing.
 *
 *	esper-encode: 12%, 2s left, 61000 events, 357k/s, 2 failed, 86.4 of 704 MB, 412 MB/s
 *
 * Failed and skipped events are not among the events.  A phase is named first: `second pass: 12%,
 * …`.
 */
struct progress {
	const struct voice *voice;
	bool on, terminal;
	bool shares;       /* the output also goes to a terminal */
	const char *phase; /* the name of the phase; NULL: the run has no phases yet */
	int64_t begun_ns;  /* when the run began, on the monotonic clock */
	int64_t since_ns;  /* when the phase began */
	int64_t next_ns;   /* when to show progress next */
	size_t drawn;      /* columns of the terminal's line in use now */
};

void progress_begin(struct progress *p, const struct settings *s);

/* Begins a phase: from now on, bytes count from 0 and belong to the phase of that name. */
void progress_phase(struct progress *p, const char *name);

/* Is it time to show progress?  Reads the clock. */
bool progress_due(const struct progress *p);

/* Shows the progress.  Bytes are as stored; a total of 0 is unknown. */
void progress_show(struct progress *p, const struct books *books, uint64_t bytes, uint64_t total);

/* Erases the line.  Call before writing anything else to standard error. */
void progress_clear(struct progress *p);

/* Erases the line, or prints the last one if standard error is not a terminal. */
void progress_end(struct progress *p, const struct books *books, uint64_t bytes);

int64_t progress_clock_ns(void); /* the monotonic clock */

#endif
