/* SPDX-License-Identifier: MIT */
#ifndef IO_BLOCKS_H
#define IO_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "io/block.h"
#include "io/elements.h"
#include "io/in.h"
#include "io/lines.h"
#include "json/arrays.h"
#include "json/outline.h"

/*
 * An input as blocks of whole records, whichever way they stand in it: as lines, or as the elements
 * of a document.
 *
 * It is a document if it begins with
 *	[ before { or ],
 *	an object that ends on a later line, or
 *	an object with another value, or what { or [ begins of one, behind it on its line.
 * The object has to be one: where a line is torn, the next one begins with what cannot follow, and
 * the input is one of lines.  (Invalid UTF-8 and too many levels do not matter here.)  So much of
 * the input as it takes to know is read ahead, which of lines is the first one.  If that takes more
 * than the limit for a record, it is a document if there was a newline.
 *
 * Where the records lie in arrays of the first object, that would be all of it.  Then the input is
 * a document as soon as a later line goes on with the object and begins with a quote or a closing
 * bracket, as lines of their own do not.
 */
enum blocks_expect {
	BLOCKS_EXPECT_LINES,
	BLOCKS_EXPECT_EITHER,
	BLOCKS_EXPECT_DOCUMENT /* whatever it begins with */
};

struct blocks_options {
	size_t block;      /* what is read at a time; 0: LINES_BLOCK */
	size_t max_record; /* bytes; 0: LINES_MAX_LINE */
	enum blocks_expect expect;
	bool open_end; /* the arrays of a document need not be closed at the end of the input */
	const struct json_arrays *arrays; /* NULL: none */
};

struct blocks {
	struct blocks_options options;
	enum { BLOCKS_UNTOLD, BLOCKS_LINES, BLOCKS_DOCUMENT } kind;
	struct lines lines; /* BLOCKS_DOCUMENT: nothing is in it any more */
	struct elements elements;
	struct json_outline outline; /* of the first object */
	enum { LOOK_FOR_START, LOOK_BEHIND_BRACKET, LOOK_FOR_END, LOOK_BEHIND_OBJECT } look;
	bool at_start;             /* of a later line of that, but for blanks */
	size_t looked;             /* bytes behind lines.start that were looked at */
	size_t object, object_end; /* where behind it the first object begins and ends */
};

/* The input stays the caller's, and so do arrays. */
void blocks_init(struct blocks *b, struct in *in, const struct blocks_options *o);
void blocks_free(struct blocks *b);

/* As lines_begin_at: such an input is one of lines. */
void blocks_begin_at(struct blocks *b, uint64_t offset);

/* Where the input stands: how many bytes come before the record that is given out next. */
uint64_t blocks_offset(const struct blocks *b);

/* As lines_ready, lines_next and lines_take. */
bool blocks_ready(struct blocks *b);
int blocks_next(struct blocks *b, struct input_block *block, struct err *e);
int blocks_take(
    struct blocks *b, struct block_memory *own, struct input_block *block, struct err *e);

#endif
