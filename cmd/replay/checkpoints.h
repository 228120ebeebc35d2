/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_CHECKPOINTS_H
#define REPLAY_CHECKPOINTS_H

#include "cmd/replay/command.h"

/*
 * A job's checkpoints: jobs/JOB.checkpoint, replaced every now and then while the job decides and
 * gone when it is complete, so that --resume need not decide again what was decided.  A replay
 * outside of a store has none, nor has one whose inputs cannot be read again.
 *
 * A report needs nothing else.  Decisions and changes are output on the way: jobs that write those
 * have checkpoints only where --checkpoint was given, and then the files are written in place and
 * cut back to the checkpoint.
 *
 *	checkpoints_open(c, &options)           where to go on
 *	run_begin_as(&c->run, …)                in place, or not (checkpoints_output)
 *	c->replay = replay_new(…, &options, …)
 *	checkpoints_begin(c)                    what was decided comes back
 *	…                                       checkpoints_pause is called
 *	checkpoints_drop(c)                     before the job is Complete
 */

/* Are the output, the changes, gone on with? */
bool checkpoints_output(const struct command *c);
bool checkpoints_changes(const struct command *c);

void checkpoints_open(struct command *c, struct replay_options *o);
int checkpoints_begin(struct command *c); /* 0, or -1 where the run was stopped */
void checkpoints_drop(struct command *c);

#endif
