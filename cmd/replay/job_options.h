/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_JOB_OPTIONS_H
#define REPLAY_JOB_OPTIONS_H

#include "cmd/replay/command.h"
#include "store/job.h"

/*
 * The options in a job's record: those that say what the job is, not how it is run.
 * job_options_take applies them, and the job's versions, range and inputs.  It returns 0, or -1
 * after printing what is wrong.
 */
void job_options_record(struct command *c, struct job *j);
int job_options_take(struct command *c, const struct job *j);

#endif
