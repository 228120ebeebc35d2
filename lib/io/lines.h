/* SPDX-License-Identifier: MIT */
#ifndef IO_LINES_H
#define IO_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "io/block.h"
#include "io/in.h"
#include "io/fingerprint.h"

/*
 * An input as blocks of whole lines: what comes out together is indexed together.  A block ends at
 * a newline or at the end of the input (the last line need not have a newline; after a damaged
 * input what came before the damage is the last line).  A BOM at the start of the input is passed
 * over.
 */
#define LINES_BLOCK ((size_t)256 << 10)   /* what is read at a time */
#define LINES_MAX_LINE ((size_t)64 << 20) /* the default limit for a line, newline not counted */

struct lines {
	struct in *in;
	size_t block, max_line;
	char *p; /* bytes read and not yet given out: p[start..end) */
	size_t start, whole, end,
	    cap;           /* p[start..whole) are whole lines; no newline behind whole */
	uint64_t taken;    /* bytes that came from the input, and were passed over before */
	uint64_t skipped;  /* bytes of a line over the limit that are gone already, */
	uint64_t long_at;  /* and where in the input it begins */
	uint64_t too_long; /* not 0: that line is over, so long it was, nobody was told yet */
	bool skipping, begun, eof, failed;
	bool bom;       /* one was passed over */
	struct err err; /* why it failed */
	struct fingerprint
	    *fingerprint; /* NULL, or the caller's: of what was given out or passed over */
};

/* `block` 0: LINES_BLOCK; `max_line` 0: LINES_MAX_LINE.  The input stays the caller's. */
void lines_init(struct lines *l, struct in *in, size_t block, size_t max_line);
void lines_free(struct lines *l);

/* The input begins with the line at this offset: nothing was read yet, and what comes before was
 * passed over (in_skip). */
void lines_begin_at(struct lines *l, uint64_t offset);

/* From now on a fingerprint of the input is taken (NULL: none).  *fingerprint has the bytes passed
 * over. */
void lines_set_fingerprint(struct lines *l, struct fingerprint *fingerprint);

/*
 * Reads on while nothing was given out yet, for somebody who has to see more before it is known
 * that these are lines: p[start..end), but for a BOM, once `begun` is set.  false: it would have to
 * wait; or, where it may, was woken up.  At the end of the input `eof` is set.
 */
bool lines_more(struct lines *l, bool wait);

/* Where the input stands: how many bytes come before the line that is given out next. */
uint64_t lines_offset(const struct lines *l);

/*
 * Can the next block be had without waiting?  Reads on to find out, as far as there is something to
 * read.  If not, whoever holds output back writes it now.
 */
bool lines_ready(struct lines *l);

/*
 * The next block: 1; 0 at the end; -1 with *e filled where the input failed (the lines before the
 * damage have been given out).  Where the input drips (a pipe that has less than a block), what is
 * there is given out at once, up to its last newline.  An input that was woken up (in.h) is like
 * one at its end, but that what has come of a last line is not given out.
 */
int lines_next(struct lines *l, struct input_block *b, struct err *e);

/*
 * The same for one who keeps blocks while the next ones are read: gives out the memory that the
 * block is in and takes that of *own (which may be all zero) for it, so that nothing but the
 * beginning of the next line is copied.  The block lives in *own then.
 */
int lines_take(struct lines *l, struct block_memory *own, struct input_block *b, struct err *e);

/* How many lines a block has: its newlines, and one more where it does not end in one. */
uint64_t lines_count(const char *p, size_t n);

#endif
