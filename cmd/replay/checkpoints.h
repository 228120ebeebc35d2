/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_CHECKPOINTS_H
#define REPLAY_CHECKPOINTS_H

#include "cmd/replay/attempt.h"

/*
 * A job's checkpoints: jobs/JOB.checkpoint, replaced every now and then while the job decides and
 * gone when it is complete, so that --resume need not decide again what was decided.  A replay
 * outside of a store has none, nor has one whose inputs cannot be read again.
 *
 * A report needs nothing else.  Decisions and changes are output on the way: jobs that write those
 * have checkpoints only where --checkpoint was given, and then the files are written in place and
 * cut back to the checkpoint.
 *
 *	checkpoints_open(a, &options)           where to go on
 *	run_begin_as(&a->run, …)                in place, or not (checkpoints_output)
 *	a->replay = replay_new(…, &options, …)
 *	checkpoints_begin(a)                    what was decided comes back
 *	…                                       checkpoints_pause is called
 *	checkpoints_drop(a)                     before the job is Complete
 */

/* Are the output, the changes, gone on with? */
bool checkpoints_output(const struct attempt *a);
bool checkpoints_changes(const struct attempt *a);

void checkpoints_open(struct attempt *a, struct replay_options *o);
int checkpoints_begin(struct attempt *a); /* 0, or -1 where the run was stopped */
void checkpoints_drop(struct attempt *a);

#endif
