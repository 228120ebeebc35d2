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
 * The unit of work: a block of whole records comes in, a batch of what became of them goes out.
 * Making a batch of a block touches nothing else; what must happen in order (writing, naming
 * rejects, counting) happens to batches later.
 */
struct block {
	const char *file;    /* as given; NULL: standard input */
	unsigned input;      /* its number among the operands, from 0 */
	uint64_t first_line; /* the number of its first line in the input, from 1; of lines it is
				known to serial stages only, 0 to others */
	const char *p;
	size_t n; /* the last line of an input may come without a newline */
	const struct json_index *index;
};

/* Every record that comes in goes out, is skipped (another tenant's, …) or is rejected. */
struct books {
	uint64_t in, out, skipped, rejected;
};

/* What there is to say of a line.  Only BATCH_REJECTED is a reject.  BATCH_TOO_LATE is an event
 * that was decided; like a reject it counts for the exit status and stops --fail-fast. BATCH_NOTICE
 * does neither. */
enum batch_note { BATCH_REJECTED, BATCH_TOO_LATE, BATCH_NOTICE, BATCH_NOTES };

struct batch_reject {
	enum batch_note note;
	struct reject why;  /* of the others its error alone */
	struct text raw;    /* in the block */
	uint64_t line;      /* in the block, from 1; of a document, once batch_place was here, in
			       the input */
	uint64_t too_long;  /* not 0: the line was over the limit and has so many bytes */
	size_t out_n;       /* how much of batch.out is from lines before it */
	struct books books; /* what the batch's were, this line included */
};

/* All zero is a valid empty one. */
struct batch {
	struct buf out;     /* lines to write */
	uint64_t lines;     /* lines that the block has, blank ones too (of a document: elements):
			       counted as they are walked */
	struct books books; /* `in` is for the one who walks to count, before it judges: every line
			       but blank ones; `out` and `skipped` likewise, `rejected` is
			       batch_reject's */
	struct batch_reject *reject;
	size_t rejects, cap;
	bool ends;          /* a document ends here, by a fault of syntax: what comes behind it in
			       the input does not count; */
	bool torn;          /* there is nothing behind it */
	struct arena arena; /* of the reject's text */
	void *part;         /* what else the program makes of a block: the stage has it made */
};

/* Notes a rejected line: its number in the block, from 1 (batch.lines, where that is counted as one
 * goes).  Text of *why is copied, raw is not. */
void batch_reject(struct batch *b, uint64_t line, const struct reject *why, struct text raw);

/* Notes an event that was too late and that is already in batch.books and batch.out, or a notice
 * about a line.  The text is copied. */
void batch_too_late(struct batch *b, uint64_t line, struct text said);
void batch_notice(struct batch *b, uint64_t line, struct text said);

/* The batch of one record that is over the limit; `what`: "line" or "element". */
void batch_too_long(struct batch *b, const char *what, uint64_t bytes, size_t limit);

/*
 * The block is one of a document: gives its rejects their lines and columns in the input.  Where a
 * fault is in another line than the one in which the element begins, the text of the reject says
 * where.
 */
void batch_place(struct batch *b, const struct input_block *block, size_t limit);

void books_add(struct books *sum, const struct books *more);

void batch_reset(struct batch *b); /* empty again, but for its part; keeps its memory */
void batch_free(struct batch *b);

#endif
