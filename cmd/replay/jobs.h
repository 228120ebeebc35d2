/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_JOBS_H
#define REPLAY_JOBS_H

#include "base/err.h"
#include "cmd/replay/command.h"
#include "json/tree.h"
#include "store/store.h"

/*
 * Jobs of a store.  All return the exit status, unless it says otherwise; what is wrong has been
 * said.
 */
int jobs_replay(struct command *c); /* a replay, recorded from beginning to end */
int jobs_submit(struct command *c);
int jobs_run_pending(struct command *c);
int jobs_again(struct command *c); /* --retry, --resume */
int jobs_list(struct command *c);
int jobs_show(struct command *c);

/* Opens the tenant.  0, or -1.  jobs_close in either case. */
int jobs_open(const struct command *c, struct store *s, enum store_access access);
void jobs_close(const struct command *c, struct store *s);

/* Has the store room for what a StateRebuild came to?  Puts it there, where it waits for the job's
 * end.  0, or -1: that has been said, and the job fails. */
int jobs_prepare(struct command *c);

/* How far the run is, for --show, every now and then. */
void jobs_tell(struct command *c);

/* A job as JSON; progress: job_progress, or NULL. */
void jobs_put(struct buf *b, const struct job *j, const struct json_node *progress);

/*
 * What a job's record has of the command line: the options that are about the job, and not about
 * who runs it.  record_take applies those of c->job, with its versions, range and inputs.
 */
void record_options(struct command *c);
int record_take(struct command *c); /* 0, or -1 */

#endif
