/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_OUTPUTS_H
#define REPLAY_OUTPUTS_H

#include "cmd/replay/attempt.h"

/* Checks that no output is also read: as an input, plan, rule set, list, labels or state.  Call
 * after inputs_find.  Returns 0, or -1 after printing which one is. */
int outputs_spare(struct command *c, const struct documents *d);

/* Checks that --output can be written, for a run that writes it only after long work.  Returns 0,
 * or -1 after printing why not. */
int outputs_try(struct command *c);

/*
 * The files of --report, --html and --changes.  outputs_open, before the run begins, returns 0, or
 * -1 after printing what is wrong, with neither open.  The replay writes the changes; outputs_ready
 * makes the report and the page, when everything else is written.  A failure stops the run.
 * outputs_end completes them after the output, or leaves the files alone if the run was stopped. It
 * returns the exit status, with --exit-code applied.
 */
int outputs_open(struct attempt *a);
void outputs_abort(struct attempt *a);
void outputs_begin(struct attempt *a);
void outputs_ready(struct attempt *a);
int outputs_end(struct attempt *a, int status);

/* Writes a part of --changes.  context: the attempt.  Returns 0, or -1 if the run is now stopped.
 */
int outputs_put_change(void *context, struct text part);

/* Appends the report.  `status` is the exit status so far; `color` is for text. */
void outputs_put_report(struct attempt *a, int status, bool color, struct buf *b);

#endif
