/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_TAKE_IN_H
#define REPLAY_TAKE_IN_H

#include "cmd/replay/job_run.h"

/* Takes the inputs into j->replay.  0, or -1 where the run was stopped. */
int take_in(struct job_run *j);

/* Decides what was taken in, for which inputs may be read again, and writes decisions where the job
 * is for them.  0, or -1 where the run was stopped. */
int decide(struct job_run *j);

#endif
