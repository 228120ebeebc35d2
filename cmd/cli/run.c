/* SPDX-License-Identifier: MIT */
#include "cmd/cli/run.h"

#include <inttypes.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/pool.h"
#include "cmd/cli/source.h"
#include "cmd/cli/spare.h"
#include "cmd/cli/status.h"
#include "cmd/cli/stream.h"
#include "cmd/cli/torn.h"
#include "cmd/cli/worker.h"

const char *
run_output_name(const char *path)
{
	return stream_is_standard(path) ? "standard output" : path;
}

static void
break_off(struct run *r, const char *why)
{
	if (!r->why[0])
		snprintf(r->why, sizeof(r->why), "%.*s", (int)sizeof(r->why) - 1, why);
	r->status = EXIT_BROKEN;
}

static void
complain(struct run *r, const char *format, va_list args)
{
	char text[RUN_WHY_MAX];
	vsnprintf(text, sizeof(text), format, args);
	progress_clear(&r->progress);
	diag(&r->settings->voice, "%s", text);
	break_off(r, text);
}

void
run_complain(struct run *r, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	complain(r, format, args);
	va_end(args);
}

int
run_stop(struct run *r, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	complain(r, format, args);
	va_end(args);
	r->stopped = true;
	return -1;
}

int
run_stop_at(struct run *r, const char *path, const struct err *e)
{
	return run_stop(r, "%s: %s", run_output_name(path), e->text);
}

/* 0, or -1: an output would overwrite what is read, and that has been said. */
static int
spare_inputs(struct run *r)
{
	struct spared it;
	if (spare_check(r->settings, !r->mode.again, &it) == 0)
		return 0;
	run_complain(r, "%s: is %s, too; --%s would overwrite it", it.path, it.what, it.option);
	return -1;
}

static int
open_rejects(struct run *r)
{
	const struct settings *s = r->settings;
	struct err e = { 0 };
	if (!s->rejects)
		return 0;
	r->rejects = (r->mode.again ? out_open_again : out_open_direct)(s->rejects, OUT_PLAIN, &e);
	if (r->rejects)
		return 0;
	run_complain(r, "%s: %s", s->rejects, e.text);
	return -1;
}

static int
open_output(struct run *r)
{
	const struct settings *s = r->settings;
	struct err e = { 0 };
	r->out = (r->mode.again ? out_open_again : out_open)(s->output, s->zstd_level, &e);
	if (r->out)
		return 0;
	run_complain(r, "%s: %s", run_output_name(s->output), e.text);
	return -1;
}

int
run_begin_as(struct run *r, const struct settings *s, struct run_mode mode)
{
	*r = (struct run){ .settings = s, .mode = mode };
	progress_begin(&r->progress, s);
	if (spare_inputs(r) < 0 || open_output(r) < 0)
		return -1;
	if (open_rejects(r) == 0)
		return 0;
	out_abort(r->out);
	return -1;
}

int
run_begin(struct run *r, const struct settings *s)
{
	return run_begin_as(r, s, (struct run_mode){ .wake = -1 });
}

int
run_cut(struct run *r, const struct out_end *output, const struct out_end *rejects)
{
	struct err e;
	if (out_cut(r->out, output, &e) < 0)
		return run_stop_at(r, r->settings->output, &e);
	if (r->rejects && out_cut(r->rejects, rejects, &e) < 0)
		return run_stop_at(r, r->settings->rejects, &e);
	return 0;
}

int
run_mark(struct run *r, struct out_end *output, struct out_end *rejects)
{
	struct err e;
	*output = *rejects = (struct out_end){ 0 };
	if (r->stopped)
		return -1;
	if (out_mark(r->out, output, &e) < 0)
		return run_stop_at(r, r->settings->output, &e);
	if (r->rejects && out_mark(r->rejects, rejects, &e) < 0)
		return run_stop_at(r, r->settings->rejects, &e);
	return 0;
}

int
run_flush(struct run *r)
{
	struct err e;
	if (out_flush(r->out, &e) < 0)
		return run_stop_at(r, r->settings->output, &e);
	if (r->rejects && out_flush(r->rejects, &e) < 0)
		return run_stop_at(r, r->settings->rejects, &e);
	return 0;
}

int
run_put(struct run *r, struct text t)
{
	struct err e;
	if (r->stopped)
		return -1;
	return out_put(r->out, t.p, t.n, &e) < 0 ? run_stop_at(r, r->settings->output, &e) : 0;
}

/* Names a rejected record on standard error: FILE:LINE:COLUMN: FIELD: ERROR. */
static void
name_reject(struct run *r, const char *file, uint64_t line, const struct reject *why)
{
	r->line.n = 0;
	if (why->field.p) {
		buf_text(&r->line, why->field);
		BUF_LIT(&r->line, ": ");
	}
	buf_text(&r->line, why->error);
	progress_clear(&r->progress);
	diag_at(&r->settings->voice, file, line, why->column, buf_as_text(&r->line));
}

static int
keep_reject(struct run *r, const char *file, uint64_t line, const struct batch_reject *reject)
{
	struct err e;
	r->line.n = 0;
	event_put_reject(
	    &r->line, text_of(file), line, &reject->why, reject->raw, reject->too_long);
	if (out_put(r->rejects, r->line.p, r->line.n, &e) < 0)
		return run_stop_at(r, r->settings->rejects, &e);
	return 0;
}

/* --fail-fast: which record it was has been said. */
static void
break_off_at(struct run *r, const char *file, uint64_t line, enum batch_note note)
{
	char why[sizeof(r->why)];
	snprintf(why, sizeof(why), "%s:%" PRIu64 ": the record was %s, and --fail-fast was given",
	    file ? file : "-", line, note == BATCH_TOO_LATE ? "too late" : "rejected");
	break_off(r, why);
}

/* The record that ends a run with --fail-fast; NULL: none. */
static const struct batch_reject *
find_failure(const struct run *r, const struct batch *b)
{
	if (!r->settings->fail_fast)
		return NULL;
	for (size_t i = 0; i < b->rejects; i++)
		if (b->reject[i].note != BATCH_NOTICE)
			return &b->reject[i];
	return NULL;
}

/* The number in the input of the line that a rejected record is, or in which it begins. */
static uint64_t
line_of(const struct run *r, const struct source_item *item, const struct batch_reject *reject)
{
	return reject->line + (item->block.framing == FRAMING_LINES ? r->lines : 0);
}

/* Writes, names, keeps and counts what became of a block. */
static int
settle_batch(struct run *r, const struct source_item *item, const struct batch *b)
{
	const char *file = item->file;
	const struct settings *s = r->settings;
	const struct batch_reject *last = find_failure(r, b);
	size_t rejects = last ? (size_t)(last - b->reject) + 1 : b->rejects;
	books_add(&r->books, last ? &last->books : &b->books);
	if (run_put(r, (struct text){ b->out.p, last ? last->out_n : b->out.n }) < 0)
		return -1;
	for (size_t i = 0; i < rejects; i++) {
		const struct batch_reject *reject = &b->reject[i];
		uint64_t line = line_of(r, item, reject);
		const bool ends = b->ends && i + 1 == b->rejects; /* leave_input names it */

		r->too_late += reject->note == BATCH_TOO_LATE;
		if (reject == last ||
		    (!ends && !s->quiet && r->named[reject->note] < RUN_NAMED_MAX)) {
			name_reject(r, file, line, &reject->why);
			r->named[reject->note]++;
		}
		if (r->rejects && reject->note == BATCH_REJECTED &&
		    keep_reject(r, file, line, reject) < 0)
			return -1;
	}
	if (!last)
		return 0;
	break_off_at(r, file, line_of(r, item, last), last->note);
	r->stopped = true;
	return -1;
}

/* Where the output is on the terminal too, all of it is there before the line is drawn, and the
 * line gone before more of it comes. */
static int
show_progress(struct run *r)
{
	if (!progress_due(&r->progress))
		return 0;
	if (r->progress.shares && run_flush(r) < 0)
		return -1;
	progress_show(
	    &r->progress, &r->books, r->again ? r->bytes_again : r->bytes_in, r->bytes_total);
	return 0;
}

/* The same when inputs are read once more: what was to be said of them has been. */
static int
settle_again(
    struct run *r, const struct run_stage *stage, const struct source_item *item, struct batch *b)
{
	const struct run_turn turn = { item, r->again[item->input] };
	if (r->progress.shares)
		progress_clear(&r->progress);
	r->bytes_again += item->raw_bytes;
	r->again[item->input] += b->lines;
	if (stage->settle(stage->program, b->part, &turn) < 0)
		return -1;
	if (item->fatal)
		return run_stop(r, "%s: %s", item->file, item->err.text);
	return show_progress(r);
}

/* A document ends at this element, by a fault of syntax. */
static void
leave_input(struct run *r, const struct source_item *item, const struct batch *b)
{
	const struct batch_reject *reject = &b->reject[b->rejects - 1];
	char column[32] = "";
	if (reject->why.column > 0)
		snprintf(column, sizeof(column), ":%zu", reject->why.column);
	run_complain(r, "%s:%" PRIu64 "%s: %.*s%s", item->file ? item->file : "-", reject->line,
	    column, (int)reject->why.error.n, reject->why.error.p,
	    b->torn ? "" : "; the rest of the document was not read");
	r->left = item->input + UINT64_C(1);
}

int
run_settle(
    struct run *r, const struct run_stage *stage, const struct source_item *item, struct batch *b)
{
	const struct run_turn turn = { item, item->begins ? item->passed : r->lines };
	if (r->again)
		return settle_again(r, stage, item, b);
	r->lines = turn.lines;
	if (r->left == item->input + UINT64_C(1)) {
		worker_batch_drop(stage, b);
		return 0;
	}
	if (r->progress.shares)
		progress_clear(&r->progress);
	r->bytes_in += item->raw_bytes;
	int stopped = settle_batch(r, item, b);
	if (stage->settle)
		stopped |= stage->settle(stage->program, b->part, &turn);
	if (stopped < 0)
		return -1;
	r->lines += b->lines;
	if (b->ends)
		leave_input(r, item, b);
	else if (item->broken)
		run_complain(r, "%s: %s", item->file ? item->file : "-", item->err.text);
	r->stopped |= item->fatal;
	if (r->stopped || (stage->pause && stage->pause(stage->program) < 0))
		return -1;
	return show_progress(r);
}

bool
run_is_woken(struct run *r)
{
	struct pollfd p = { .fd = r->mode.wake, .events = POLLIN };
	if (r->mode.wake >= 0 && poll(&p, 1, 0) > 0)
		r->woken = true;
	return r->woken;
}

/* How many bytes the first so many lines of a block have. */
static size_t
first_lines(const struct input_block *b, uint64_t count)
{
	const char *p = b->p, *end = b->p + b->n;
	if (count >= b->n)
		return b->n;
	for (; count > 0 && p < end; count--) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		p = newline ? newline + 1 : end;
	}
	return (size_t)(p - b->p);
}

/* What is there of the input's last line is not dealt with. */
static void
leave(struct run *r, const struct source_item *item)
{
	r->torn = true;
	if (r->settings->quiet)
		return;
	progress_clear(&r->progress);
	diag_at(&r->settings->voice, item->file, r->lines + 1, 0,
	    TEXT("the line is not complete and has no newline; it was left for the next run"));
}

int
run_item(struct run *r, struct worker *w, const struct source_item *item,
    const struct json_index *index, struct batch *b)
{
	const struct run_stage *stage = w->stage;
	struct source_item whole = *item, part;
	const bool torn = torn_leave(&whole);
	size_t left = whole.block.n;
	part = whole;
	do {
		if (stage->quota && left > 0) {
			part.block.n = left;
			part.block.n = first_lines(&part.block, stage->quota(stage->program));
		}
		left -= part.block.n;
		part.end = whole.end - left;
		if (part.block.n < item->block.n)
			index = NULL;
		worker_do(w, &part, index, (part.begins ? part.passed : r->lines) + 1,
		    r->settings->max_line, b);
		if (run_settle(r, stage, &part, b) < 0)
			return -1;
		if (left > 0)
			part.block.p += part.block.n;
		part.begins = false;
		part.raw_bytes = 0;
	} while (left > 0 && !run_is_woken(r));
	if (torn && left == 0)
		leave(r, item);
	return 0;
}

/* So much without a pause is worth threads; where input drips, one is enough. */
#define WORTH_THREADS ((uint64_t)128 << 10)

/* In this thread alone.  0 at the end, -1 where the run was stopped, 1 when `enough` bytes came
 * without a pause. */
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
		result = run_item(r, w, &item, NULL, &batch);
		source_leave(source, r->left);
	}
	block_memory_free(&memory);
	worker_batch_end(w->stage, &batch);
	return result == 0 && bytes >= enough && !r->woken ? 1 : result;
}

/* All that the source has. */
static int
run_source(struct run *r, const struct run_stage *stage, struct source *source)
{
	unsigned threads = settings_jobs(r->settings);
	struct worker w;
	worker_begin(&w, stage);
	int result = run_alone(r, &w, source, threads > 1 ? WORTH_THREADS : UINT64_MAX);
	if (result > 0)
		result = pool_run(r, stage, source, &w, threads);
	if (result > 0) /* no threads to be had */
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
	int result = run_source(r, stage, &source);
	free(r->again);
	r->again = NULL;
	return result;
}
