/* SPDX-License-Identifier: MIT */
#include "cmd/cli/batch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static struct batch_reject *
add(struct batch *b, enum batch_note note, uint64_t line)
{
	b->books.rejected += note == BATCH_REJECTED;
	b->reject = mem_grow(b->reject, &b->cap, b->rejects + 1, sizeof(*b->reject));
	struct batch_reject *r = &b->reject[b->rejects++];
	memset(r, 0, sizeof(*r));
	r->note = note;
	r->line = line;
	r->out_n = b->out.n;
	r->books = b->books;
	return r;
}

void
batch_reject(struct batch *b, uint64_t line, const struct reject *why, struct text raw)
{
	struct batch_reject *r = add(b, BATCH_REJECTED, line);
	r->why = *why;
	r->why.field = arena_text(&b->arena, why->field);
	r->why.error = arena_text(&b->arena, why->error);
	r->raw = raw;
}

void
batch_too_late(struct batch *b, uint64_t line, struct text said)
{
	add(b, BATCH_TOO_LATE, line)->why.error = arena_text(&b->arena, said);
}

void
batch_notice(struct batch *b, uint64_t line, struct text said)
{
	add(b, BATCH_NOTICE, line)->why.error = arena_text(&b->arena, said);
}

static void
say_too_long(
    struct batch *b, struct batch_reject *r, const char *what, uint64_t bytes, size_t limit)
{
	struct buf error = { 0 };
	buf_printf(&error, "the %s has %" PRIu64 " bytes, the limit is %zu", what, bytes, limit);
	r->why = (struct reject){ .code = REJECT_TOO_LONG,
		.error = arena_text(&b->arena, buf_as_text(&error)) };
	r->too_long = bytes;
	buf_free(&error);
}

void
batch_too_long(struct batch *b, const char *what, uint64_t bytes, size_t limit)
{
	b->lines++;
	b->books.in++;
	b->times.untimed = true;
	struct batch_reject *r = add(b, BATCH_REJECTED, b->lines);
	say_too_long(b, r, what, bytes, limit);
}

/* Returns the error with its place appended. */
static struct text
error_at(struct batch *b, struct text error, uint64_t line, uint64_t column)
{
	struct buf more = { 0 };
	buf_text(&more, error);
	buf_printf(&more, " (line %" PRIu64 ", column %" PRIu64 ")", line, column);
	error = arena_text(&b->arena, buf_as_text(&more));
	buf_free(&more);
	return error;
}

static void
place_column(
    struct batch *b, struct batch_reject *r, const struct input_block *block, const char *element)
{
	const char *at = element + r->why.column - 1;
	const char *newline = memrchr(block->p, '\n', (size_t)(at - block->p));
	const uint64_t column =
	    newline ? (uint64_t)(at - newline) : block->column + (uint64_t)(at - block->p) + 1;
	r->why.column = column;
	if (!newline || newline < element)
		return;
	const struct text before = { element, (size_t)(at - element) };
	r->why.error = error_at(b, r->why.error, r->line + text_count(before, '\n'), column);
	r->why.column = 0;
}

void
batch_place(struct batch *b, const struct input_block *block, size_t limit)
{
	for (size_t i = 0; i < b->rejects; i++) {
		struct batch_reject *r = &b->reject[i];
		if (!block->p) { /* one element over the limit */
			r->line = block->lines + 1;
			continue;
		}
		const struct json_element *e = &block->index->element[r->line - 1];
		r->line = block->lines + e->line;
		if (r->note != BATCH_REJECTED)
			continue;
		b->ends |= r->why.code == REJECT_INVALID_JSON;
		b->torn = b->ends && r->why.column > r->raw.n;
		if (r->why.code == REJECT_TOO_LONG)
			say_too_long(b, r, "element", e->end - e->start, limit);
		else if (r->why.column > 0)
			place_column(b, r, block, block->p + e->start);
	}
}

void
books_add(struct books *sum, const struct books *more)
{
	sum->in += more->in;
	sum->out += more->out;
	sum->skipped += more->skipped;
	sum->rejected += more->rejected;
}

void
batch_note_time(struct batch *b, int64_t at_ns)
{
	struct batch_times *t = &b->times;
	if (!t->timed || at_ns < t->first_ns)
		t->first_ns = at_ns;
	if (!t->timed || at_ns > t->last_ns)
		t->last_ns = at_ns;
	t->timed = true;
}

void
batch_reset(struct batch *b)
{
	b->out.n = 0;
	b->lines = 0;
	b->rejects = 0;
	b->ends = b->torn = false;
	b->books = (struct books){ 0 };
	b->times = (struct batch_times){ 0 };
	arena_reset(&b->arena);
}

void
batch_free(struct batch *b)
{
	buf_free(&b->out);
	free(b->reject);
	arena_free(&b->arena);
	memset(b, 0, sizeof(*b));
}
