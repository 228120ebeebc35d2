/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_WAITING_H
#define CMD_TRACE_WAITING_H

#include <stdbool.h>
#include <stdint.h>

#include "cmd/cli/settings.h"

/* SIGINT and SIGTERM wait until they are unblocked. */
void waiting_block(void);
void waiting_unblock(void);

/* Does one of them wait? */
bool waiting_is_interrupted(void);

/* Waits, but not any longer once one of them does. */
void waiting_pause(int64_t ns);

/*
 * Says what a run waits for once it is interrupted.  Signals wait while requests are sent, and an
 * answer may take minutes: a user who presses Ctrl-C learns that it was heard.
 */
struct waiting;

/* Call once SIGINT and SIGTERM are blocked.  Returns NULL if that cannot be watched. */
struct waiting *waiting_begin(const struct settings *s);
void waiting_end(struct waiting *w); /* NULL is valid */

#endif
