/* SPDX-License-Identifier: MIT */
#include "cmd/cli/run_settle.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/torn.h"

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

/* For --fail-fast; the record has been named already. */
static void
break_off_at(struct run *r, const char *file, uint64_t line, enum batch_note note)
{
	char why[sizeof(r->why)];
	snprintf(why, sizeof(why), "%s:%" PRIu64 ": the record was %s, and --fail-fast was given",
	    file ? file : "-", line, note == BATCH_TOO_LATE ? "too late" : "rejected");
	run_break_off(r, why);
}

/* Returns the record that ends a run with --fail-fast, or NULL. */
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

/* Returns the number, in the input, of the line in which a rejected record begins. */
static uint64_t
line_of(const struct run *r, const struct source_item *item, const struct batch_reject *reject)
{
	return reject->line + (item->block.framing == FRAMING_LINES ? r->lines : 0);
}

/* Writes, names, keeps and counts the results of a block. */
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

/* Hands the rejects to a stage that takes them. */
static void
give_rejects(
    struct run *r, const struct run_stage *stage, const struct source_item *item, struct batch *b)
{
	for (size_t i = 0; i < b->rejects; i++)
		stage->rejected(
		    stage->program, item, line_of(r, item, &b->reject[i]), &b->reject[i]);
}

/* If the output goes to the same terminal, it must be flushed before the line is drawn, and the
 * line erased before more output comes. */
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

/* Settles an item when inputs are read once more.  Their messages have been printed already. */
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

/* Gives up a JSON document at its last reject, which is a syntax error. */
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

/*
 * A time index is wrong.  What was read is right all the same; but if anything was passed over,
 * events may be missing.
 */
static void
say_misled(struct run *r, const char *file, const char *what)
{
	if (r->misled)
		return;
	r->misled = true;
	if (r->passed)
		run_complain(r,
		    "%s: %s; what was passed over may hold events of the range: run again with "
		    "--no-index, and pack the file again",
		    file, what);
	else if (!r->settings->quiet)
		diag(&r->settings->voice, "%s: %s; pack the file again", file, what);
}

/* Prints a message that came with the item. */
static void
say_notice(struct run *r, const struct source_item *item)
{
	if (!item->notice.text[0])
		return;
	progress_clear(&r->progress);
	if (item->misled)
		say_misled(r, item->file, item->notice.text);
	else if (!r->settings->quiet)
		diag(&r->settings->voice, "%s: %s", item->file, item->notice.text);
}

/* Compares the records of a batch with what the time index says of them. */
static void
check_index(struct run *r, const struct source_item *item, const struct batch *b)
{
	const struct source_bounds *bounds = &item->bounds;
	const struct batch_times *t = &b->times;
	char what[128];
	r->passed |= item->block.passed_lines > 0;
	if (item->block.passed_lines > 0 && item->block.lines_before != r->lines)
		say_misled(r, item->file, "the time index is wrong about lines");
	if (!bounds->known || r->misled)
		return;
	if ((!t->timed || (t->first_ns >= bounds->first_ns && t->last_ns <= bounds->last_ns)) &&
	    (!t->untimed || bounds->unknown))
		return;
	snprintf(what, sizeof(what), "the time index is wrong about lines %" PRIu64 " to %" PRIu64,
	    r->lines + 1, r->lines + b->lines);
	progress_clear(&r->progress);
	say_misled(r, item->file, what);
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
	say_notice(r, item);
	check_index(r, item, b);
	int stopped = 0;
	if (stage->rejected)
		give_rejects(r, stage, item, b);
	else
		stopped = settle_batch(r, item, b);
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

/* Returns how many bytes the first `count` lines of a block have. */
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

/* Leaves the incomplete last line of the input for the next run. */
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
run_item(struct run *r, struct worker *w, const struct source_item *item, struct batch *b)
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
		worker_do(
		    w, &part, (part.begins ? part.passed : r->lines) + 1, r->settings->max_line, b);
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
