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
 * An input as blocks of whole lines; all lines of a block are indexed together.  A block ends at a
 * newline or at the end of the input, where the last line need not have one.  If the input is
 * damaged, the text before the damage is the last line.  A BOM at the start of the input is
 * skipped.
 */
#define LINES_BLOCK ((size_t)256 << 10)   /* how much is read at a time */
#define LINES_MAX_LINE ((size_t)64 << 20) /* the default limit for a line, without its newline */

struct lines {
	struct in *in;
	size_t block, max_line;
	char *p;                       /* bytes read and not yet returned: p[start..end) */
	size_t start, whole, end, cap; /* p[start..whole) are whole lines; no newline after whole */
	uint64_t taken;                /* bytes read from the input, plus those skipped before */
	uint64_t skipped;              /* bytes already dropped of a line over the limit, */
	uint64_t long_at;              /* and where in the input it begins */
	uint64_t too_long; /* if not 0: the length of that line, which has ended but was not
			    * returned yet */
	struct text lent;  /* whole lines of a frame, not yet returned: nothing is in p then */
	bool lent_given;   /* the last block returned is such a part, and in_lent_memory has it */
	struct in_gap gap; /* if it has frames: it was passed over and not yet returned */
	bool skipping, begun, eof, failed;
	bool patient;   /* blocks are full, however slowly the input arrives; the caller's */
	bool bom;       /* one was skipped */
	struct err err; /* why it failed */
	struct fingerprint
	    *fingerprint; /* of the bytes returned or skipped; the caller's, or NULL */
};

/* `block` 0 means LINES_BLOCK; `max_line` 0 means LINES_MAX_LINE.  The input remains the
 * caller's. */
void lines_init(struct lines *l, struct in *in, size_t block, size_t max_line);
void lines_free(struct lines *l);

/* Starts with the line at this offset.  Call before reading; the caller has skipped what comes
 * before (in_skip). */
void lines_begin_at(struct lines *l, uint64_t offset);

/* From now on, updates this fingerprint of the input (NULL: none).  *fingerprint must already
 * contain the skipped bytes. */
void lines_set_fingerprint(struct lines *l, struct fingerprint *fingerprint);

/*
 * Reads more before the first block is returned, for a caller that does not know yet whether the
 * input is lines.  The text is p[start..end), without a BOM once `begun` is set.  Returns
 * false if it would have to wait or, if it may wait, was woken up.  At the end of the input, sets
 * `eof`.
 */
bool lines_more(struct lines *l, bool wait);

/* Returns the position in the input: how many bytes come before the next line. */
uint64_t lines_offset(const struct lines *l);

/*
 * Is the next block available without waiting?  Reads what there is to find out.  If not, a caller
 * that holds back output writes it now.
 */
bool lines_ready(struct lines *l);

/*
 * Gets the next block.  A block may also stand for lines that are passed over (in_pass_gap).
 * Returns 1, 0 at the end, or -1 with *e filled if the input failed (the
 * lines before the damage were returned).  If the input arrives slowly (a pipe that has less than a
 * block), what is there is returned at once, up to its last newline.  An input that was woken up
 * (in.h) counts as ended, except that its incomplete last line is not returned.
 */
int lines_next(struct lines *l, struct input_block *b, struct err *e);

/*
 * The same for a caller that keeps blocks while it reads the next ones.  The block's memory moves
 * to *own, and the memory of *own (which may be all zeros) is used in its place, so that only the
 * start of the next line is copied.  If the block is a part of a frame that was decoded as a whole,
 * *own holds that frame instead.  The block is valid as long as *own.
 */
int lines_take(struct lines *l, struct block_memory *own, struct input_block *b, struct err *e);

/* Returns how many lines a block has: its newlines, plus one if it does not end in one. */
uint64_t lines_count(const char *p, size_t n);

#endif
