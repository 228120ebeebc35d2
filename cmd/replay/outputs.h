/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_OUTPUTS_H
#define REPLAY_OUTPUTS_H

#include "cmd/replay/attempt.h"

/* Is none of the outputs what is read: an input, a document, labels or a state?  The inputs have
 * been found.  0, or -1: which one is has been said. */
int outputs_spare(struct command *c, const struct documents *d);

/*
 * --report and --changes.  Opened before the run begins: 0, or -1 where what is wrong has been said
 * and none is open.  The replay fills the changes; the report is made when all else is written.  A
 * failure stops the run.  Complete after the output is, or left alone where the run was stopped;
 * outputs_end returns the exit status, in which --exit-code is.
 */
int outputs_open(struct attempt *a);
void outputs_abort(struct attempt *a);
void outputs_begin(struct attempt *a);
void outputs_ready(struct attempt *a);
int outputs_end(struct attempt *a, int status);

/* The report on a run whose exit status is known as far as it goes; color: of text. */
void outputs_put_report(struct attempt *a, int status, bool color, struct buf *b);

#endif
