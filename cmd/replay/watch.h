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
 * A job under SIGINT, SIGTERM and SIGHUP: a thread waits for them, takes the claims' files away,
 * says its last words on standard error and ends the process by the signal, so that the shell sees
 * what it expects.  What the job was writing vanishes; its record stays as it was, which is that of
 * a job whose process ended.
 *
 *	watch_hold();                  from here on a signal waits, too: the job is put on record
 *	watch_begin(&watch);           claims and words (with a newline) are filled in
 *	…                               the job
 *	watch_end(&watch);              from here on a signal waits; once more is no harm
 *	…                               what must not be interrupted
 *	watch_leave(&watch);            and is dealt with
 */
struct watch {
	const struct claim *claim[2]; /* NULL: none */
	struct buf words;
	sigset_t signals;
	pthread_t thread;
	bool on, ended;
};

/* Where no job follows: watch_release. */
void watch_hold(void);
void watch_release(void);

void watch_begin(struct watch *w);
void watch_end(struct watch *w);
void watch_leave(struct watch *w);

#endif
