/* SPDX-License-Identifier: MIT */
#include "cmd/cli/worker.h"

#include <string.h>

/* A larger index is freed after use; few blocks need one. */
#define INDEX_KEPT ((size_t)4 << 20)

void
worker_begin(struct worker *w, const struct run_stage *stage)
{
	*w = (struct worker){ .stage = stage,
		.own = stage->worker_new ? stage->worker_new(stage->program) : stage->program };
}

void
worker_end(struct worker *w)
{
	if (w->stage->worker_free)
		w->stage->worker_free(w->own);
	json_index_free(&w->index);
}

void
worker_batch_begin(const struct run_stage *stage, struct batch *b)
{
	memset(b, 0, sizeof(*b));
	if (stage->part_new)
		b->part = stage->part_new(stage->program);
}

void
worker_batch_end(const struct run_stage *stage, struct batch *b)
{
	if (stage->part_free)
		stage->part_free(b->part);
	batch_free(b);
}

void
worker_batch_drop(const struct run_stage *stage, struct batch *b)
{
	if (stage->part_free)
		stage->part_free(b->part);
	b->part = stage->part_new ? stage->part_new(stage->program) : NULL;
}

void
worker_index_done(struct json_index *index)
{
	if (index->cap > INDEX_KEPT)
		json_index_free(index);
}

void
worker_do(struct worker *w, const struct source_item *item, uint64_t first_line, size_t max_line,
    struct batch *out)
{
	const bool document = item->block.framing == FRAMING_DOCUMENT;
	struct block b = {
		.file = item->file,
		.input = item->input,
		.first_line = document ? item->block.lines + 1 : first_line,
		.p = item->block.p,
		.n = item->block.n,
		.offset = item->block.offset,
		.envelope = item->block.envelope,
		.envelopes = item->block.envelopes,
	};
	b.index = item->block.index; /* the reader has built it */
	batch_reset(out);
	if (item->block.too_long) {
		batch_too_long(out, document ? "element" : "line", item->block.too_long, max_line);
		if (w->stage->too_long)
			w->stage->too_long(w->own, out);
	} else if (item->block.passed_lines) {
		out->lines = item->block.passed_lines;
		out->books.in = out->books.skipped = item->block.passed_records;
		if (w->stage->passed)
			w->stage->passed(w->own, item->block.passed_records, out);
	} else if (b.p) {
		if (!b.index && !w->stage->unindexed) {
			json_index_build(&w->index, b.p, b.n, JSON_LINES);
			b.index = &w->index;
		}
		w->stage->work(w->own, &b, out);
		worker_index_done(&w->index);
	}
	if (document)
		batch_place(out, &item->block, max_line);
}
