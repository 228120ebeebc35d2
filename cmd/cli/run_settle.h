/* SPDX-License-Identifier: MIT */
#ifndef CLI_RUN_SETTLE_H
#define CLI_RUN_SETTLE_H

#include <stdbool.h>

#include "cmd/cli/run.h"
#include "cmd/cli/source.h"
#include "cmd/cli/worker.h"

/* A run, item by item: what its threads have in common (threads.h), or the only one does. */

/* What happens to each item of the inputs in its turn, and the batch that was made of it.  0, or -1
 * where the run was stopped. */
int run_settle(
    struct run *r, const struct run_stage *stage, const struct source_item *item, struct batch *b);

/* Both at once, in parts where the stage wants that (quota); a run that is woken ends between them.
 * `index`: of the item's block, or NULL: it is built here.
 */
int run_item(struct run *r, struct worker *w, const struct source_item *item,
    const struct json_index *index, struct batch *b);

/* Shall the run end before its inputs do? */
bool run_is_woken(struct run *r);

#endif
