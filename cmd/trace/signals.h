/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_SIGNALS_H
#define CMD_TRACE_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

/* SIGINT and SIGTERM wait while something runs that must say what it has done.  Threads that are
 * started meanwhile let them wait, too. */
void signals_hold(sigset_t *before);
bool signals_wait(void);

/* Lets signals through again.  Returns the one that waited, which is gone, or 0. */
int signals_release(const sigset_t *before);

#endif
