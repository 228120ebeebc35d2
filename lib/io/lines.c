/* SPDX-License-Identifier: MIT */
#include "io/lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum { READ_ALIGN = 64 };

void
lines_init(struct lines *l, struct in *in, size_t block, size_t max_line)
{
	memset(l, 0, sizeof(*l));
	l->in = in;
	l->block = block ? block : LINES_BLOCK;
	l->max_line = max_line ? max_line : LINES_MAX_LINE;
}

void
lines_free(struct lines *l)
{
	free(l->p);
	memset(l, 0, sizeof(*l));
}

void
lines_begin_at(struct lines *l, uint64_t offset)
{
	l->taken = offset;
	l->begun = offset > 0; /* a BOM can only be at the start */
}

void
lines_set_fingerprint(struct lines *l, struct fingerprint *fingerprint)
{
	l->fingerprint = fingerprint;
}

uint64_t
lines_offset(const struct lines *l)
{
	return l->taken - (l->end - l->start) - l->lent.n;
}

static bool
in_hand(const struct lines *l)
{
	return l->too_long || l->start < l->whole || l->eof || l->lent.n > 0 || l->gap.frames > 0;
}

/* Adds the bytes to the fingerprint.  Call for all bytes that are skipped or returned, in order. */
static void
note(struct lines *l, const char *p, size_t n)
{
	if (l->fingerprint)
		fingerprint_add(l->fingerprint, p, n);
}

/*
 * Makes room for a block after the incomplete last line, and for BLOCK_BEHIND after that.  The
 * buffer must contain nothing else.  If that line is over the limit, it is dropped.
 *
 * What is read next goes to an address that is a multiple of 64.  Where it is a few bytes behind a
 * multiple of a page, the kernel copies at a third of its speed, on some processors.
 */
static void
make_room(struct lines *l)
{
	size_t tail = l->end - l->start, need, pad;
	if (tail > l->max_line && l->begun) {
		note(l, l->p + l->start, tail);
		l->skipping = true;
		l->long_at = lines_offset(l);
		l->skipped = tail;
		tail = 0;
	}
	need = l->start + tail + l->block + READ_ALIGN + BLOCK_BEHIND;
	if (l->cap == 0)
		need = 2 * l->block + READ_ALIGN + BLOCK_BEHIND;
	if (l->cap < tail + l->block + READ_ALIGN + BLOCK_BEHIND)
		l->p = mem_grow(l->p, &l->cap, need, 1);
	pad = -((uintptr_t)l->p + tail) % READ_ALIGN;
	if (tail > 0)
		memmove(l->p + pad, l->p + l->start, tail);
	l->start = l->whole = pad;
	l->end = pad + tail;
}

/* Skips a BOM at the start.  Returns false if there are too few bytes to decide. */
static bool
begin(struct lines *l)
{
	static const char bom[3] = "\xef\xbb\xbf";
	size_t n = l->end - l->start;
	if (n < 3 && !l->eof && memcmp(l->p + l->start, bom, n) == 0)
		return false;
	if (n >= 3 && memcmp(l->p + l->start, bom, 3) == 0) {
		note(l, bom, sizeof(bom));
		l->bom = true;
		l->whole = l->start += 3;
	}
	l->begun = true;
	return true;
}

/* Looks for the ends of lines in p[from..end), which is new. */
static void
search(struct lines *l, size_t from)
{
	const char *newline;
	if (!l->begun) {
		if (!begin(l))
			return;
		from = l->start;
	}
	if (l->skipping) {
		newline = memchr(l->p + from, '\n', l->end - from);
		if (!newline) {
			note(l, l->p + from, l->end - from);
			l->skipped += l->end - from;
			l->end = from;
			return;
		}
		note(l, l->p + from, (size_t)(newline + 1 - (l->p + from)));
		l->skipping = false;
		l->too_long = l->skipped + (size_t)(newline - (l->p + from));
		l->whole = l->start = from = (size_t)(newline - l->p) + 1;
	}
	newline = memrchr(l->p + from, '\n', l->end - from);
	if (newline)
		l->whole = (size_t)(newline - l->p) + 1;
}

/* The input is over, or damaged: the rest is the last line. */
static void
finish(struct lines *l, bool failed)
{
	l->eof = true;
	l->failed = failed;
	if (!l->begun)
		search(l, l->start);
	if (l->skipping)
		l->too_long = l->skipped; /* `skipping` stays set: the line is torn */
	l->whole = l->end;
	l->p[l->end] = '\n';
}

/*
 * Takes whole lines out of a frame that is in memory, about a block of them, if no incomplete line
 * comes before them.  Returns false if lines have to be copied.
 */
static bool
borrow(struct lines *l)
{
	const size_t most = l->block < l->max_line ? l->block : l->max_line;
	const char *newline;
	struct text t;
	if (l->start < l->end || !l->begun || l->skipping || in_lend(l->in, &t) != 1)
		return false;
	newline = memrchr(t.p, '\n', t.n < most ? t.n : most);
	if (!newline && t.n > most)
		newline = memchr(t.p + most, '\n', t.n - most);
	if (!newline || (size_t)(newline - t.p) > l->max_line)
		return false;
	l->lent = (struct text){ t.p, (size_t)(newline - t.p) + 1 };
	l->taken += l->lent.n;
	in_take_lent(l->in, l->lent.n);
	return true;
}

/* in_read or in_try, but up to a newline if what follows can be lent. */
static ssize_t
read_on(struct lines *l, char *p, size_t cap, bool wait)
{
	struct text t;
	if (!l->begun || in_lend(l->in, &t) != 1)
		return (wait ? in_read : in_try)(l->in, p, cap, &l->err);
	t.n = t.n < cap ? t.n : cap;
	const char *newline = memchr(t.p, '\n', t.n);
	t.n = newline ? (size_t)(newline - t.p) + 1 : t.n;
	memcpy(p, t.p, t.n);
	in_take_lent(l->in, t.n);
	return (ssize_t)t.n;
}

/* Passes over frames, unless the line before them goes on in them. */
static void
pass_gap(struct lines *l)
{
	if (l->start < l->end || l->skipping) {
		in_close_gap(l->in);
		return;
	}
	if (in_pass_gap(l->in, &l->gap))
		l->taken += l->gap.bytes;
	l->begun = true;
}

/* Is this enough, without a wait for more? */
static bool
is_enough(const struct lines *l, size_t got)
{
	return in_hand(l) && (got == l->block || in_has_frames(l->in));
}

/* Reads until there is a block: a full one, or what is available without waiting (for more). */
static bool
pump(struct lines *l, bool wait)
{
	size_t got = 0;
	if (in_hand(l) || borrow(l))
		return true;
	make_room(l);
	for (;;) {
		ssize_t n;
		if (is_enough(l, got))
			return true;
		if (got == l->block) {
			make_room(l);
			got = 0;
		}
		n = read_on(l, l->p + l->end, l->block - got, wait && !in_hand(l));
		if (n == IN_WAIT)
			return in_hand(l);
		if (n == IN_GAP && l->start < l->whole)
			return true;
		if (n == IN_GAP) {
			pass_gap(l);
			if (l->gap.frames > 0)
				return true;
			continue;
		}
		if (n <= 0) {
			finish(l, n < 0);
			return true;
		}
		got += (size_t)n;
		l->taken += (size_t)n;
		l->end += (size_t)n;
		search(l, l->end - (size_t)n);
	}
}

bool
lines_more(struct lines *l, bool wait)
{
	if (l->eof)
		return true;
	if (l->cap < l->end + l->block + BLOCK_BEHIND)
		l->p = mem_grow(l->p, &l->cap, l->end + 2 * l->block + BLOCK_BEHIND, 1);
	ssize_t n = (wait ? in_read : in_try)(l->in, l->p + l->end, l->block, &l->err);
	if (n == IN_WAIT)
		return false;
	if (n == IN_GAP) {
		in_close_gaps(l->in);
		return true;
	}
	if (n <= 0) {
		finish(l, n < 0);
		return true;
	}
	l->taken += (size_t)n;
	l->end += (size_t)n;
	search(l, l->end - (size_t)n);
	return true;
}

bool
lines_ready(struct lines *l)
{
	return pump(l, false);
}

/*
 * Returns how many bytes of whole lines come before the first line over the limit.  If that is 0,
 * sets *too_long to that line's length.
 */
static size_t
within_limit(const struct lines *l, size_t *too_long)
{
	const char *p = l->p + l->start, *end = l->p + l->whole;
	while (p < end) {
		/* the last line may have its newline right after the end */
		const char *newline = memchr(p, '\n', (size_t)(end - p) + 1);
		size_t n = (size_t)(newline - p);

		if (n > l->max_line) {
			*too_long = n;
			return (size_t)(p - (l->p + l->start));
		}
		p = newline + 1;
	}
	return l->whole - l->start;
}

int
lines_next(struct lines *l, struct input_block *b, struct err *e)
{
	size_t long_n = 0;
	pump(l, true);
	memset(b, 0, sizeof(*b));
	l->lent_given = l->lent.n > 0;
	b->offset = l->too_long ? l->long_at : lines_offset(l);
	if (l->lent_given) {
		b->p = (char *)l->lent.p;
		b->n = l->lent.n;
		note(l, b->p, b->n);
		l->lent = (struct text){ 0 };
		return 1;
	}
	if (l->gap.frames > 0) {
		b->offset -= l->gap.bytes;
		b->passed_lines = l->gap.lines;
		b->passed_records = l->gap.records;
		b->lines_before = l->gap.lines_before;
		l->gap.frames = 0;
		return 1;
	}
	if (l->too_long) {
		b->too_long = l->too_long;
		b->torn = l->skipping;
		b->fingerprint = l->fingerprint;
		l->too_long = 0;
		return 1;
	}
	if (l->start == l->whole) {
		if (l->failed && e)
			*e = l->err;
		return l->failed ? -1 : 0;
	}
	b->n = l->whole - l->start;
	if (b->n > l->max_line)
		b->n = within_limit(l, &long_n);
	if (b->n > 0) {
		b->p = l->p + l->start;
		b->torn = b->p[b->n - 1] != '\n';
		note(l, b->p, b->n);
		l->start += b->n;
		return 1;
	}
	b->too_long = long_n;
	b->torn = long_n == l->whole - l->start;
	note(l, l->p + l->start, long_n + !b->torn);
	b->fingerprint = l->fingerprint;
	l->start += long_n + !b->torn;
	return 1;
}

/* Swaps the buffer with *own.  After the block that is returned it contains only the start of a
 * line, which is copied to the new buffer. */
static void
exchange(struct lines *l, struct block_memory *own)
{
	char *p = l->p;
	size_t cap = l->cap;
	size_t tail = l->end - l->start;
	if (own->cap < tail + l->block + BLOCK_BEHIND)
		own->p = mem_grow(own->p, &own->cap, tail + 2 * l->block + BLOCK_BEHIND, 1);
	memcpy(own->p, l->p + l->start, tail);
	l->p = own->p;
	l->cap = own->cap;
	l->start = l->whole = 0;
	l->end = tail;
	own->p = p;
	own->cap = cap;
}

int
lines_take(struct lines *l, struct block_memory *own, struct input_block *b, struct err *e)
{
	int more = lines_next(l, b, e);
	if (more > 0 && b->fingerprint) {
		if (!own->fingerprint)
			own->fingerprint = mem_alloc(sizeof(*own->fingerprint));
		*own->fingerprint = *b->fingerprint;
		b->fingerprint = own->fingerprint;
	}
	block_memory_rest(own);
	if (more <= 0 || !b->p)
		return more;
	if (l->lent_given) {
		own->lent = in_lent_memory(l->in);
		frame_text_hold(own->lent);
		return more;
	}
	if (l->start == l->whole) {
		exchange(l, own);
		return more;
	}
	if (own->cap < b->n + BLOCK_BEHIND) /* the buffer has more lines to return */
		own->p = mem_grow(own->p, &own->cap, b->n + BLOCK_BEHIND, 1);
	memcpy(own->p, b->p, b->n);
	own->p[b->n] = '\n';
	b->p = own->p;
	return more;
}

uint64_t
lines_count(const char *p, size_t n)
{
	return text_count((struct text){ p, n }, '\n') + (n > 0 && p[n - 1] != '\n');
}
