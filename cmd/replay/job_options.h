/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_JOB_OPTIONS_H
#define REPLAY_JOB_OPTIONS_H

#include "cmd/replay/command.h"

/*
 * What a job's record has of the command line: the options that are about the job, and not about
 * who runs it.  job_options_take applies those of c->job, with its versions, range and inputs.
 */
void job_options_record(struct command *c);
int job_options_take(struct command *c); /* 0, or -1 */

#endif
