/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_LIST_H
#define REPLAY_LIST_H

#include "cmd/replay/command.h"
#include "json/tree.h"
#include "store/job.h"
#include "store/store.h"

/* --list and --show.  They print what is wrong and return the exit status. */
int list_all(struct command *c);
int list_one(struct command *c);

/* Reads the job that the command line names.  Returns 1, or -1 after printing what is wrong. */
int list_find(struct command *c, struct store *s, struct job *j);

/* Appends a job as JSON; `progress` is from job_progress, or NULL. */
void list_put(struct buf *b, const struct job *j, const struct json_node *progress);

#endif
