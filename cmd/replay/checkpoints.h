/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_CHECKPOINTS_H
#define REPLAY_CHECKPOINTS_H

#include "cmd/replay/attempt.h"

/*
 * A job's checkpoints.  The file jobs/JOB.checkpoint is replaced from time to time while the job
 * decides, and removed when the job is Complete.  With it, --resume need not decide the same events
 * again.  A replay outside of a store has no checkpoints, and neither has one whose inputs cannot
 * be read again.
 *
 * A job that only writes a report needs nothing else.  Decisions and changes are written during the
 * run; a job that writes them has checkpoints only if --checkpoint was given.  These files are then
 * written in place, and --resume cuts them back to the checkpoint.
 *
 *	checkpoints_open(a, &options)           finds where to resume
 *	run_begin_as(&a->run, …)                in place if checkpoints_output(a)
 *	a->replay = replay_new(…, &options, …)  calls back to save checkpoints
 *	checkpoints_begin(a)                    restores what was decided
 *	…
 *	checkpoints_drop(a)                     before the job is Complete
 */

/* Is the output written in place, so that it can be resumed?  Are the changes? */
bool checkpoints_output(const struct attempt *a);
bool checkpoints_changes(const struct attempt *a);

void checkpoints_open(struct attempt *a, struct replay_options *o);
int checkpoints_begin(struct attempt *a); /* returns 0, or -1 if the run was stopped */
void checkpoints_drop(struct attempt *a);

#endif
