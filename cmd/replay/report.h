/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_REPORT_H
#define REPLAY_REPORT_H

#include "cmd/replay/command.h"

/* The report on a run whose exit status is known as far as it goes; color: of text. */
void report_make(struct command *c, int status, bool color, struct buf *b);

/* --report: written when everything else is (a failure stops the run); complete after the output
 * is, or left alone where the run was stopped.  The last returns the exit status. */
void report_ready(struct command *c);
int report_end(struct command *c, int status);

/* Why the run failed, as far as somebody said it.  In the arena. */
struct text report_reason(struct command *c);

#endif
