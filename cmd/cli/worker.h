/* SPDX-License-Identifier: MIT */
#ifndef CLI_WORKER_H
#define CLI_WORKER_H

#include "cmd/cli/batch.h"
#include "cmd/cli/run.h"
#include "cmd/cli/source.h"
#include "json/index.h"

/* One thread's scratch memory for making batches of blocks. */
struct worker {
	const struct run_stage *stage;
	void *own; /* the program's */
	struct json_index index;
};

void worker_begin(struct worker *w, const struct run_stage *stage);
void worker_end(struct worker *w);

/* Makes a batch of an item.  `first_line` is the number of its first line in the input, for serial
 * stages. */
void worker_do(struct worker *w, const struct source_item *item, uint64_t first_line,
    size_t max_line, struct batch *out);

/* Frees the memory of a large index. */
void worker_index_done(struct json_index *index);

/* Begins and ends a batch with the stage's part. */
void worker_batch_begin(const struct run_stage *stage, struct batch *b);
void worker_batch_end(const struct run_stage *stage, struct batch *b);

/* Discards the program's part of a batch and gives it an empty one, as after settling. */
void worker_batch_drop(const struct run_stage *stage, struct batch *b);

#endif
