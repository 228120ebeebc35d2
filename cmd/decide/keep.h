/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_KEEP_H
#define DECIDE_KEEP_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "cmd/cli/options.h"
#include "cmd/cli/run.h"
#include "cmd/cli/settings.h"
#include "cmd/decide/inputs.h"
#include "cmd/decide/lock.h"
#include "state/save.h"

/*
 * State that outlives a run: --state, --checkpoint, --resume, --again.  Without --state, keep_begin
 * must not be called, and the other functions do nothing.
 *
 *	keep_open(&keep, &settings, state, &mode);      lock, read the snapshot, find the place
 *	run_begin_as(&run, &settings, mode);
 *	keep_begin(&keep, &run);                        hold signals back, cut the outputs back
 *	run_inputs(...);                                with keep_quota, keep_settle, keep_pause
 *	keep_mark(&keep);                               note how far the run is
 *	status = run_end(...);
 *	status = keep_close(&keep, status);             write the snapshot
 *	keep_leave(&keep, status);                      die by the signal that ended the run, if any
 */
struct keep {
	/* The options. */
	const char *file; /* NULL: no state is kept */
	bool resume, again;
	struct option_interval every; /* --checkpoint */

	const struct settings *settings;
	struct run *run;
	struct state *state;
	struct arena arena;
	struct lock lock;
	sigset_t signals; /* held back during the run, which they end cleanly */
	int signal_fd;
	bool open, surveyed, begun;
	struct position position; /* the snapshot's at first, then the run's */
	struct inputs inputs;
	uint64_t checked;   /* events in at the last checkpoint */
	int64_t checked_ns; /* when that was, on the monotonic clock */
};

/* Returns NULL if the options fit together, or what is wrong. */
const char *keep_conflict(const struct keep *k, const struct settings *s);

/* Fills *mode and returns 0, or prints what is wrong and returns -1. */
int keep_open(struct keep *k, const struct settings *s, struct state *state, struct run_mode *mode);
int keep_begin(struct keep *k, struct run *r); /* returns 0, or -1 if the run was stopped */

uint64_t keep_quota(const struct keep *k); /* see struct run_stage */
void keep_settle(struct keep *k, const struct run_turn *turn);
int keep_pause(struct keep *k);

void keep_mark(struct keep *k);
int keep_close(struct keep *k, int status); /* returns the exit status */
void keep_leave(struct keep *k, int status);

#endif
