/* SPDX-License-Identifier: MIT */
#include "cmd/cli/batch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static struct batch_reject *
add(struct batch *b, enum batch_note note, uint64_t line)
{
	struct batch_reject *r;

	b->books.rejected += note == BATCH_REJECTED;
	b->reject = mem_grow(b->reject, &b->cap, b->rejects + 1, sizeof(*b->reject));
	r = &b->reject[b->rejects++];
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

void
batch_too_long(struct batch *b, uint64_t bytes, size_t limit)
{
	struct batch_reject *r;
	struct buf error = { 0 };

	b->lines++;
	b->books.in++;
	r = add(b, BATCH_REJECTED, b->lines);
	buf_printf(&error, "the line has %" PRIu64 " bytes, the limit is %zu", bytes, limit);
	r->why = (struct reject){ .code = REJECT_TOO_LONG,
		.error = arena_text(&b->arena, buf_as_text(&error)) };
	r->too_long = bytes;
	buf_free(&error);
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
batch_reset(struct batch *b)
{
	b->out.n = 0;
	b->lines = 0;
	b->rejects = 0;
	b->books = (struct books){ 0 };
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
