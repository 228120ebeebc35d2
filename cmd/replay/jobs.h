/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_JOBS_H
#define REPLAY_JOBS_H

#include "cmd/cli/actor.h"
#include "cmd/replay/command.h"
#include "store/store.h"

/* Opens the tenant.  0, or -1.  jobs_close in either case. */
int jobs_open(const struct command *c, struct store *s, enum store_access access);
void jobs_close(const struct command *c, struct store *s);

/* Has the store room for what a StateRebuild came to?  Puts it there, where it waits for the job's
 * end.  0, or -1: that has been said, and the job fails. */
int jobs_prepare(struct command *c);

/* How far the run is, for --show, every now and then. */
void jobs_tell(struct command *c);

/* Who changes the store, and when. */
struct store_author jobs_author(struct command *c);

#endif
