/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_REPORT_H
#define REPLAY_REPORT_H

#include "cmd/replay/job_run.h"

/* The report on a run whose exit status is known as far as it goes; color: of text. */
void report_make(struct job_run *j, int status, bool color, struct buf *b);

/* Why the run failed, as far as somebody said it.  In the arena. */
struct text report_reason(struct job_run *j);

#endif
