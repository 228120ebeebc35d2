/* SPDX-License-Identifier: MIT */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cmd/cli/batch.h"
#include "cmd/cli/settings.h"

/*
 * How far a run is, on standard error (--progress): on a terminal one line that is drawn anew and
 * taken away at the end, elsewhere a line a second and one at the end.  All zero is one that shows
 * nothing.
 *
 *	esper-encode: 12%, 2s left, 86.4 of 704 MB, 412 MB/s, 61000 events, 2 failed
 *
 * The events are those that were processed: not the failed and the skipped ones.  A phase is named
 * first: `second pass: 12%, …`.
 */
struct progress {
	const struct voice *voice;
	bool on, terminal;
	bool shares;       /* the output goes to a terminal, too */
	const char *phase; /* what is done a second time; NULL: nothing */
	int64_t begun_ns;  /* on the monotonic clock */
	int64_t since_ns;  /* the same of the phase */
	int64_t next_ns;   /* when to show it next */
	size_t drawn;      /* columns of the terminal's line that are taken now */
};

void progress_begin(struct progress *p, const struct settings *s);

/* From now on the bytes are those of a phase of that name, counted anew. */
void progress_phase(struct progress *p, const char *name);

/* Is it time to show something?  Asks the clock. */
bool progress_due(const struct progress *p);

/* Shows it; bytes are as stored, total 0 is an unknown one. */
void progress_show(struct progress *p, const struct books *books, uint64_t bytes, uint64_t total);

/* Takes the line away, before something else is written there. */
void progress_clear(struct progress *p);

/* The last words, where there are any. */
void progress_end(struct progress *p, const struct books *books, uint64_t bytes);

int64_t progress_clock_ns(void); /* the monotonic clock */

#endif
