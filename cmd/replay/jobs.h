/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_JOBS_H
#define REPLAY_JOBS_H

#include "cmd/cli/actor.h"
#include "cmd/replay/job_run.h"
#include "store/store.h"

/* Has the store room for what a StateRebuild came to?  Puts it there, where it waits for the job's
 * end.  0, or -1: that has been said, and the job fails. */
int jobs_prepare(struct job_run *j);

/* How far the run is, for --show, every now and then. */
void jobs_tell(struct job_run *j);

/* Who changes the store, and when. */
struct change_author jobs_author(struct command *c);

#endif
