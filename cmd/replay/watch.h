/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_WATCH_H
#define REPLAY_WATCH_H

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "store/claim.h"

/*
 * A job under SIGINT, SIGTERM and SIGHUP.  A thread waits for them.  It removes the claims' files,
 * prints the last words on standard error and ends the process by the signal, so that the shell
 * sees the status that it expects.  Unfinished outputs disappear.  The job's record stays Running,
 * and is shown as Failed because its process has ended.
 *
 *	watch_hold();                  from here on, signals wait while the job is recorded
 *	watch_begin(&watch);           with `claim` and `words` (a line and its newline) set
 *	…                               the job runs, and a signal ends it
 *	watch_end(&watch);              from here on, signals wait again; may be called twice
 *	…                               what must not be interrupted
 *	watch_leave(&watch);            delivers a signal that waited
 */
struct watch {
	const struct claim *claim[2]; /* NULL: none */
	struct buf words;
	sigset_t signals;
	pthread_t thread;
	bool on, ended;
};

/* watch_release undoes watch_hold if no job follows. */
void watch_hold(void);
void watch_release(void);

void watch_begin(struct watch *w);
void watch_end(struct watch *w);
void watch_leave(struct watch *w);

#endif
