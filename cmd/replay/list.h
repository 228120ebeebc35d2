/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_LIST_H
#define REPLAY_LIST_H

#include "cmd/replay/command.h"
#include "json/tree.h"
#include "store/job.h"
#include "store/store.h"

/* --list and --show.  They return the exit status; what is wrong has been said. */
int list_all(struct command *c);
int list_one(struct command *c);

/* Reads the job that the command line names.  1, or -1: what is wrong has been said. */
int list_find(struct command *c, struct store *s, struct job *j);

/* A job as JSON; progress: job_progress, or NULL. */
void list_put(struct buf *b, const struct job *j, const struct json_node *progress);

#endif
