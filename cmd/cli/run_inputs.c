/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/cli/threads.h"
#include "cmd/cli/run.h"
#include "cmd/cli/run_settle.h"

/* Bytes that must be there, or come without a pause, before threads pay off.  One thread is enough
 * for slow input. */
#define WORTH_THREADS ((uint64_t)128 << 10)

/* Reads in this thread alone.  Returns 0 at the end, -1 if the run was stopped, or 1 once `enough`
 * bytes came without a pause. */
static int
run_alone(struct run *r, struct worker *w, struct source *source, uint64_t enough)
{
	struct block_memory memory = { 0 }, *own = w->stage->keeps ? &memory : NULL;
	struct source_item item;
	struct batch batch;
	uint64_t bytes = 0;
	int result = 0;
	worker_batch_begin(w->stage, &batch);
	while (result == 0 && bytes < enough && !run_is_woken(r)) {
		enum source_answer answer = source_next(source, false, own, &item);
		if (answer == SOURCE_WAIT || answer == SOURCE_HOLD) {
			if ((result = run_flush(r)) < 0)
				break;
			bytes = 0;
			answer = source_next(source, true, own, &item);
		}
		if (answer == SOURCE_END)
			break;
		bytes += item.block.n;
		result = run_item(r, w, &item, &batch);
		source_leave(source, r->left);
	}
	block_memory_free(&memory);
	worker_batch_end(w->stage, &batch);
	return result == 0 && bytes >= enough && !r->woken ? 1 : result;
}

/* Reads everything that the source has. */
static int
run_source(struct run *r, const struct run_stage *stage, struct source *source)
{
	const unsigned threads = settings_threads(r->settings);
	const bool large = source->total >= WORTH_THREADS; /* regular files, which do not pause */
	struct worker w;
	int result = 1;
	if (large)
		mem_expect_much();
	worker_begin(&w, stage);
	if (threads == 1 || !large)
		result = run_alone(r, &w, source, threads > 1 ? WORTH_THREADS : UINT64_MAX);
	if (result > 0 && !large)
		mem_expect_much();
	if (result > 0)
		result = threads_run(r, stage, source, &w, threads);
	if (result > 0) /* no thread could be started */
		result = run_alone(r, &w, source, UINT64_MAX);
	worker_end(&w);
	source_free(source);
	progress_clear(&r->progress);
	return result;
}

int
run_inputs(struct run *r, const struct run_stage *stage)
{
	struct source source;
	if (r->stopped)
		return -1;
	source_init(&source, r->settings, r->out, r->rejects, r->mode.gate, r->mode.wake);
	source.documents = stage->documents;
	source.arrays = stage->arrays;
	source.open_end = stage->open_end;
	source.nested = stage->nested;
	source.frames = stage->frames;
	r->bytes_total = source.total > r->mode.passed ? source.total - r->mode.passed : 0;
	return run_source(r, stage, &source);
}

int
run_inputs_again(struct run *r, const struct run_stage *stage, const struct source_order *order)
{
	struct source source;
	if (r->stopped)
		return -1;
	r->again = mem_zalloc(r->settings->operands, sizeof(*r->again));
	progress_phase(&r->progress, "second pass");
	source_init_ordered(&source, r->settings, r->out, r->rejects, order);
	source.documents = stage->documents;
	source.arrays = stage->arrays;
	source.open_end = stage->open_end;
	source.nested = stage->nested;
	source.frames = stage->frames;
	int result = run_source(r, stage, &source);
	free(r->again);
	r->again = NULL;
	return result;
}
