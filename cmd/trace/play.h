/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_PLAY_H
#define CMD_TRACE_PLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/*
 * The pace of --play: how long to wait before a step is shown.
 *
 * Recorded times are passed at `speed` times the speed of the clock.  The wait before a step is
 * counted from when it should have been shown, so that slow output does not delay all that follows.
 */
struct play {
	bool on;
	bool max;         /* without waiting */
	double speed;     /* 1: as it happened */
	bool until_error; /* wait only behind the first error */
	int64_t skip_ns;  /* a longer wait is not waited for; 0: all are */

	bool begun;
	int64_t recorded_ns; /* the latest time that was shown, */
	int64_t due_ns;      /* and when that was due by the clock */
};

/* For the options --play SPEED (`10x`, `0.5x`, `max`), --until error and --skip DURATION. */
int play_read_speed(void *play, const char *argument, struct err *e);
int play_read_until(void *play, const char *argument, struct err *e);
int play_read_skip(void *play, const char *argument, struct err *e);

/* How long until a step of this time is due, if the clock says now_ns; at most 0: it is.  Times
 * that are not known, or earlier than one shown before, are due at once. */
int64_t play_wait_ns(struct play *p, int64_t recorded_ns, bool error, int64_t now_ns);

#endif
