/* SPDX-License-Identifier: MIT */
#ifndef CLI_RUN_SETTLE_H
#define CLI_RUN_SETTLE_H

#include <stdbool.h>

#include "cmd/cli/run.h"
#include "cmd/cli/source.h"
#include "cmd/cli/worker.h"

/* A run, item by item: the part that is the same with one thread and with several (threads.h). */

/* Settles an item and its batch, in their turn.  Returns 0, or -1 if the run was stopped. */
int run_settle(
    struct run *r, const struct run_stage *stage, const struct source_item *item, struct batch *b);

/* Makes the batch of an item and settles it, in several parts if the stage has a quota.  A run that
 * is woken ends between parts.  Returns 0, or -1 if the run was stopped. */
int run_item(struct run *r, struct worker *w, const struct source_item *item, struct batch *b);

/* Has mode.wake ended the run before its inputs? */
bool run_is_woken(struct run *r);

#endif
