/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_LIST_H
#define REPLAY_LIST_H

#include "cmd/replay/command.h"
#include "json/tree.h"

/* --list and --show.  They return the exit status; what is wrong has been said. */
int list_all(struct command *c);
int list_one(struct command *c);

/* A job as JSON; progress: job_progress, or NULL. */
void list_put(struct buf *b, const struct job *j, const struct json_node *progress);

#endif
