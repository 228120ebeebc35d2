/* SPDX-License-Identifier: MIT */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "event/event.h"
#include "io/block.h"
#include "json/index.h"

/*
 * The unit of work.  A block holds whole records; the batch made of it holds the results.  Making
 * a batch touches nothing else, so threads can do it in parallel.  What must happen in order
 * (writing, naming rejects, counting) is done later, batch by batch.
 */
struct block {
	const char *file;    /* as given; NULL: standard input */
	unsigned input;      /* the number of the input among the operands, from 0 */
	uint64_t first_line; /* the number of the first line in the input, from 1; 0 if the input
				is lines and the stage is not serial */
	const char *p;
	size_t n;        /* the last line of an input may lack its newline */
	uint64_t offset; /* of p in the decoded input */
	const struct json_index *index;
	const struct json_envelope *envelope; /* of a JSON document (json/cut.h) */
	size_t envelopes;
};

/* Every record that comes in goes out, is skipped (for example another tenant's) or is rejected. */
struct books {
	uint64_t in, out, skipped, rejected;
};

/* Why a line is named.  Only BATCH_REJECTED is a reject.  BATCH_TOO_LATE is an event that was
 * decided, but like a reject it counts for the exit status and stops a run with --fail-fast.
 * BATCH_NOTICE does neither. */
enum batch_note { BATCH_REJECTED, BATCH_TOO_LATE, BATCH_NOTICE, BATCH_NOTES };

struct batch_reject {
	enum batch_note note;
	struct reject why;  /* only the error, unless note is BATCH_REJECTED */
	struct text raw;    /* in the block */
	uint64_t line;      /* in the block, from 1; for a JSON document, after batch_place, in
			       the input */
	uint64_t too_long;  /* the bytes of a line over the limit; 0: it was not over */
	size_t out_n;       /* how much of batch.out comes from the lines before it */
	struct books books; /* the batch's books up to and including this line */
};

/* What the times of a block's records are, so that a time index can be checked. */
struct batch_times {
	bool timed; /* some record has a time: */
	int64_t first_ns, last_ns;
	bool untimed; /* some record was rejected before its time was known */
};

/* All zero is a valid empty batch. */
struct batch {
	struct buf out;     /* lines to write */
	uint64_t lines;     /* lines of the block, blank ones included (for a JSON document:
			       elements); the stage counts them as it reads them */
	struct books books; /* the stage counts `in` (every line except blank ones) before it judges
			       the line, then `out` and `skipped`; batch_reject counts
			       `rejected` */
	struct batch_times times; /* the stage notes them if it has run_stage.frames */
	struct batch_reject *reject;
	size_t rejects, cap;
	bool ends;          /* a JSON document ends here with a syntax error: what follows in the
			       input does not count */
	bool torn;          /* with `ends`: nothing follows in the input */
	struct arena arena; /* holds the texts of the rejects */
	void *part;         /* whatever else the program makes of a block (run_stage.part_new) */
};

/* Adds a rejected line.  `line` is its number in the block, from 1; a stage that counts
 * batch.lines as it reads passes that.  The texts of *why are copied, raw is not. */
void batch_reject(struct batch *b, uint64_t line, const struct reject *why, struct text raw);

/* Adds an event that was too late and is already in batch.books and batch.out, or a notice about a
 * line.  The text is copied. */
void batch_too_late(struct batch *b, uint64_t line, struct text said);
void batch_notice(struct batch *b, uint64_t line, struct text said);

void batch_note_time(struct batch *b, int64_t at_ns);

/* Makes the batch of one record over the limit; `what` is "line" or "element". */
void batch_too_long(struct batch *b, const char *what, uint64_t bytes, size_t limit);

/*
 * Gives the rejects of a block of a JSON document their lines and columns in the input.  If the
 * error is not in the line in which the element begins, the text of the reject says where it is.
 */
void batch_place(struct batch *b, const struct input_block *block, size_t limit);

void books_add(struct books *sum, const struct books *more);

void batch_reset(struct batch *b); /* empties the batch, except its part; keeps its memory */
void batch_free(struct batch *b);

#endif
