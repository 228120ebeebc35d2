/* SPDX-License-Identifier: MIT */
#ifndef CLI_THREADS_H
#define CLI_THREADS_H

#include <stdbool.h>

#include "cmd/cli/run.h"
#include "cmd/cli/source.h"
#include "cmd/cli/worker.h"

/*
 * The rest of a run by several threads: the caller's, and up to `threads` - 1 more.
 *
 * No thread has a part of its own.  Each does what is most useful now: deals with the next batch in
 * order (run_settle), reads and decompresses the next block, or makes a batch of one; so a run
 * keeps as many processors busy as it has threads, wherever its time goes.  Reading and settling
 * are done by one thread at a time, in order; so are a serial stage's blocks.  What comes out is
 * the same as of one thread.
 *
 * The number of blocks on their way and the bytes of them are bounded.  Where the input drips,
 * what came of it is written before it is waited for, and a run that is stopped does not wait for
 * it.
 *
 * Returns 1, and has done nothing, where not one thread could be started; 0 at the end of the
 * inputs, -1 where the run was stopped.
 */
int threads_run(struct run *r, const struct run_stage *stage, struct source *source,
    struct worker *first, unsigned threads);

#endif
