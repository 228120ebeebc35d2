/* SPDX-License-Identifier: MIT */
#ifndef CLI_THREADS_H
#define CLI_THREADS_H

#include <stdbool.h>

#include "cmd/cli/run.h"
#include "cmd/cli/source.h"
#include "cmd/cli/worker.h"

/*
 * Does the rest of a run with several threads: the caller's, and up to `threads` - 1 more.
 *
 * No thread has a fixed role.  Each does what is most useful now: it settles the next batch
 * (run_settle), reads and decompresses the next block, or makes a batch of a block.  A run can
 * therefore use as many processors as it has threads, wherever its time goes.  Only one thread at a
 * time reads, only one settles, and both go in order; a serial stage also sees its blocks one at a
 * time.  The output is the same as with one thread.
 *
 * The number of blocks in flight and their bytes are bounded.  Before the run waits for slow input,
 * it writes the results so far.  A run that is stopped does not wait for input.
 *
 * Returns 0 at the end of the inputs, -1 if the run was stopped, or 1 if no thread could be started
 * and nothing was done.
 */
int threads_run(struct run *r, const struct run_stage *stage, struct source *source,
    struct worker *first, unsigned threads);

#endif
