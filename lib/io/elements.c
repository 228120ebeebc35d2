/* SPDX-License-Identifier: MIT */
#include "io/elements.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

void
elements_begin(struct elements *d, struct lines *l, const struct json_arrays *arrays, bool open_end)
{
	*d = (struct elements){ .in = l->in,
		.block = l->block,
		.max_element = l->max_line,
		.open_end = open_end,
		.p = l->p,
		.start = l->start,
		.end = l->end,
		.cap = l->cap,
		.taken = l->taken,
		.cut = { .arrays = arrays, .max = l->max_line },
		.fresh = true,
		.eof = l->eof,
		.failed = l->failed,
		.err = l->err };
	d->line_at = elements_offset(d);
	l->p = NULL;
	lines_free(l);
}

void
elements_free(struct elements *d)
{
	free(d->p);
	json_cut_free(&d->cut);
	json_index_free(&d->index);
	memset(d, 0, sizeof(*d));
}

static uint64_t
offset_of(const struct elements *d, size_t at)
{
	return d->taken - (d->end - at);
}

uint64_t
elements_offset(const struct elements *d)
{
	return offset_of(d, d->start);
}

static bool
in_hand(const struct elements *d)
{
	return d->ready.p || d->ready.too_long || d->over;
}

/* Moves past the next n bytes. */
static void
pass(struct elements *d, size_t n)
{
	const char *newline = n > 0 ? memrchr(d->p + d->start, '\n', n) : NULL;
	if (newline)
		d->line_at = offset_of(d, (size_t)(newline - d->p) + 1);
	d->start += n;
	if (n > 0)
		d->tried = 0;
}

/* Prepares the next block: the first n bytes or, if n is 0, a record over the limit. */
static void
make_ready(struct elements *d, size_t n, uint64_t lines)
{
	const uint64_t offset = elements_offset(d);
	d->ready = (struct input_block){ .framing = FRAMING_DOCUMENT,
		.offset = offset,
		.lines = lines,
		.column = offset - d->line_at,
		.p = n > 0 ? d->p + d->start : NULL,
		.n = n };
}

static void
fail(struct elements *d, const char *text)
{
	if (!d->failed)
		err_set(&d->err, "line %" PRIu64 ": %s", d->cut.lines + 1, text);
	d->failed = d->over = true;
}

/* The place where this is noticed depends on how the input was read, so no line is named. */
static void
fail_outsized(struct elements *d)
{
	if (!d->failed)
		err_set(&d->err,
		    "the text around the elements exceeds the limit for one element, %zu bytes",
		    d->max_element);
	d->failed = d->over = true;
}

/* ---- an element that was not read as a whole ------------------------------------------------ */

/* The element over the limit has ended, or nothing more can be known of it. */
static void
tell_too_long(struct elements *d, uint64_t n)
{
	d->ready = (struct input_block){ .framing = FRAMING_DOCUMENT,
		.offset = d->skipped_at,
		.lines = d->skipped_lines,
		.column = d->skipped_column,
		.too_long = n };
	d->skipping = d->following = false;
	d->fresh = true;
}

/* The current element is over the limit.  Returns false if it is not a record and cannot be
 * skipped. */
static bool
begin_skipping(struct elements *d)
{
	if (!json_cut_expects_record(&d->cut)) {
		fail_outsized(d);
		return false;
	}
	d->skipping = true;
	d->skipped = 0;
	d->skipped_lines = d->cut.lines;
	d->skipped_at = elements_offset(d);
	d->skipped_column = d->skipped_at - d->line_at;
	return true;
}

/* Moves past n more bytes of the element over the limit. */
static void
skip(struct elements *d, size_t n)
{
	json_cut_pass(&d->cut, text_count((struct text){ d->p + d->start, n }, '\n'));
	d->skipped += n;
	pass(d, n);
}

/* Handles the outline's answer to n more bytes of an element over the limit. */
static bool
go_on_skipping(struct elements *d, enum json_outline_answer answer, size_t n)
{
	skip(d, n);
	if (answer == OUTLINE_MORE && !d->eof)
		return false;
	tell_too_long(d, d->skipped);
	if (answer == OUTLINE_FAULT)
		fail(d, "invalid JSON in an element that is over the limit");
	else if (answer == OUTLINE_MORE)
		fail(d, "the input ends in an element that is over the limit");
	return true;
}

/* The current element ends after n bytes, incomplete, and is the last one. */
static bool
tear(struct elements *d, size_t n)
{
	make_ready(d, n, d->cut.lines);
	json_index_build(&d->index, d->p + d->start, n, JSON_ELEMENTS);
	json_cut_torn(&d->cut, &d->index, d->p + d->start, n);
	pass(d, n);
	d->following = false;
	d->over = true;
	return true;
}

/*
 * By json_arrays_new_whole, the current element may be an object around records.  Is there a reason
 * to look for the array that says so in its first n bytes, of which not all were cut yet?  If it is
 * still to come, these bytes at least double before the next time.
 */
static bool
may_be_around(const struct elements *d, enum json_outline_answer answer, size_t n)
{
	if (!json_arrays_is_whole(d->cut.arrays) || n <= d->tried)
		return false;
	if (answer == OUTLINE_FAULT || n > d->max_element)
		return true;
	return answer == OUTLINE_MORE && (d->eof || n >= 2 * d->tried);
}

/* Follows the current element further.  Returns false if more input is needed. */
static bool
follow(struct elements *d)
{
	const size_t from = d->start + (d->skipping ? 0 : d->followed);
	size_t used;
	enum json_outline_answer answer =
	    json_outline_follow(&d->outline, d->p + from, d->end - from, &used);
	if (answer == OUTLINE_MORE && d->eof && json_outline_may_end(&d->outline))
		answer = OUTLINE_END;
	if (d->skipping)
		return go_on_skipping(d, answer, used);
	size_t n = d->followed + used + (answer == OUTLINE_FAULT);
	if (may_be_around(d, answer, n)) {
		d->following = false;
		return true;
	}
	if (n > d->max_element)
		return begin_skipping(d) ? go_on_skipping(d, answer, d->followed + used) : true;
	if (answer == OUTLINE_MORE && d->failed)
		return d->over = true; /* the error of the input says more */
	if (answer == OUTLINE_FAULT || (answer == OUTLINE_MORE && d->eof))
		return tear(d, n);
	d->followed = n;
	d->following = answer == OUTLINE_MORE;
	return answer == OUTLINE_END;
}

static bool
begin_following(struct elements *d)
{
	json_outline_begin(&d->outline);
	d->following = true;
	d->followed = 0;
	return true;
}

/* ---- blocks --------------------------------------------------------------------------------- */

/* The input is over, and everything complete has been processed. */
static bool
finish(struct elements *d)
{
	d->over = true;
	if (d->failed || (!json_cut_is_open(&d->cut) && d->start == d->end))
		return true;
	if (!d->open_end || d->start < d->end) {
		err_set(&d->err, "the input ends inside the %s that begins on line %" PRIu64,
		    json_cut_is_in_array(&d->cut) ? "array" : "object",
		    json_cut_open_line(&d->cut));
		d->failed = true;
	}
	return true;
}

/* Cuts what was read.  Returns false if more input is needed. */
static bool
cut(struct elements *d)
{
	const size_t n = d->end - d->start;
	const uint64_t lines = d->cut.lines;
	if (n == 0 || (n < 2 * d->looked && !d->eof))
		return d->eof ? finish(d) : false;
	json_index_build(&d->index, d->p + d->start, n, JSON_ELEMENTS);
	json_cut(&d->cut, &d->index, d->p + d->start, n, d->eof);
	d->looked = 0;
	d->fresh = false;
	if (d->index.elements > 0 || d->cut.envelopes > 0)
		make_ready(d, d->cut.used, lines);
	pass(d, d->cut.used);
	d->over = d->cut.faulted;
	if (d->cut.outsized)
		fail_outsized(d);
	if (in_hand(d) || d->start == d->end)
		return in_hand(d) || d->eof;
	d->tried = d->end - d->start;
	if (json_cut_expects_value(&d->cut))
		return begin_following(d);
	d->looked = d->end - d->start;
	return d->eof ? finish(d) : false;
}

/* Prepares the next block from what was read, if possible. */
static void
look(struct elements *d)
{
	d->fresh = false;
	while (!in_hand(d) && (d->following ? follow(d) : cut(d)))
		;
}

/* ---- reading -------------------------------------------------------------------------------- */

/* Makes room for a block after the rest of an element. */
static void
make_room(struct elements *d)
{
	const size_t left = d->end - d->start;
	if (d->start > 0 && left > 0)
		memmove(d->p, d->p + d->start, left);
	d->start = 0;
	d->end = left;
	if (d->cap < left + d->block + BLOCK_BEHIND)
		d->p = mem_grow(d->p, &d->cap, left + d->block + BLOCK_BEHIND, 1);
}

/* Reads a block, or as much as is available without waiting (for more).  Returns false if there is
 * nothing. */
static bool
read_on(struct elements *d, bool wait)
{
	size_t got = 0;
	make_room(d);
	while (got < d->block) {
		const ssize_t n = (wait && got == 0 ? in_read : in_try)(
		    d->in, d->p + d->end, d->block - got, &d->err);
		if (n == IN_WAIT)
			return got > 0;
		if (n <= 0) {
			d->eof = true;
			d->failed = n < 0;
			return true;
		}
		got += (size_t)n;
		d->taken += (size_t)n;
		d->end += (size_t)n;
	}
	return true;
}

static bool
pump(struct elements *d, bool wait)
{
	while (!in_hand(d)) {
		if (!d->fresh && !d->eof && !read_on(d, wait))
			return false;
		look(d);
	}
	return true;
}

bool
elements_ready(struct elements *d)
{
	return pump(d, false);
}

int
elements_next(struct elements *d, struct input_block *b, struct err *e)
{
	pump(d, true);
	*b = d->ready;
	if (b->p || b->too_long) {
		d->ready = (struct input_block){ 0 };
		if (b->p) {
			b->index = &d->index;
			b->envelope = d->cut.envelope;
			b->envelopes = d->cut.envelopes;
		}
		return 1;
	}
	if (d->over && d->failed && e)
		*e = d->err;
	return d->over && d->failed ? -1 : 0;
}

/* ---- blocks that stay ----------------------------------------------------------------------- */

static void
copy_envelopes(struct block_memory *own, struct input_block *b)
{
	arena_reset(&own->arena);
	own->envelope =
	    mem_grow(own->envelope, &own->envelope_cap, b->envelopes, sizeof(*own->envelope));
	for (size_t i = 0; i < b->envelopes; i++) {
		own->envelope[i] = b->envelope[i];
		own->envelope[i].text = arena_text(&own->arena, b->envelope[i].text);
	}
	b->envelope = own->envelope;
}

int
elements_take(struct elements *d, struct block_memory *own, struct input_block *b, struct err *e)
{
	const int more = elements_next(d, b, e);
	const struct json_index index = d->index;
	const size_t left = d->end - d->start, cap = d->cap;
	char *p = d->p;
	if (more <= 0 || !b->p)
		return more;
	if (own->cap < left + d->block + BLOCK_BEHIND)
		own->p = mem_grow(own->p, &own->cap, left + 2 * d->block + BLOCK_BEHIND, 1);
	memcpy(own->p, d->p + d->start, left);
	d->p = own->p;
	d->cap = own->cap;
	d->start = 0;
	d->end = left;
	d->index = own->index;
	own->p = p;
	own->cap = cap;
	own->index = index;
	b->index = &own->index;
	if (b->envelopes > 0)
		copy_envelopes(own, b);
	return more;
}
