/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_JOB_OPTIONS_H
#define REPLAY_JOB_OPTIONS_H

#include "cmd/replay/command.h"
#include "store/job.h"

/*
 * What a job's record has of the command line: the options that are about the job, and not about
 * who runs it.  job_options_take applies them, with the job's versions, range and inputs.
 */
void job_options_record(struct command *c, struct job *j);
int job_options_take(struct command *c, const struct job *j); /* 0, or -1 */

#endif
