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
 * An input as blocks of whole records, whether they are lines or elements of a JSON document.
 *
 * The input is a JSON document if it begins with one of these:
 *	[ before { or ],
 *	an object that ends on a later line,
 *	an object followed on its line by another value, or by the start of an object or array.
 * The object has to be well formed.  If the first line is torn, the next line begins with something
 * that cannot follow, so the input is lines.  (Invalid UTF-8 and too many levels do not matter
 * here.)  The input is read ahead as far as necessary; for lines, that is the first line.  If the
 * decision takes more bytes than the limit for a record, the input is a JSON document if it
 * contains a newline so far.
 *
 * By json_arrays_new_whole, it then also is one if the object has such an array so far.
 *
 * If the records are in arrays of the first object, all of it would have to be read ahead.
 * Instead, the input is a JSON document as soon as a later line continues the object and begins
 * with a quote or a closing bracket, because a record's line does not begin with one.  It also is
 * one as soon as two later lines in turn continue the object and end in a comma.
 */
enum blocks_expect {
	BLOCKS_EXPECT_LINES,
	BLOCKS_EXPECT_EITHER,
	BLOCKS_EXPECT_DOCUMENT /* whatever it begins with */
};

struct blocks_options {
	size_t block;      /* how much to read at a time; 0: LINES_BLOCK */
	size_t max_record; /* bytes; 0: LINES_MAX_LINE */
	enum blocks_expect expect;
	bool open_end; /* arrays of a JSON document need not be closed at the end of the input */
	bool nested;   /* an array that begins with an array is a JSON document, too */
	const struct json_arrays *arrays; /* NULL: none */
};

struct blocks {
	struct blocks_options options;
	enum { BLOCKS_UNTOLD, BLOCKS_LINES, BLOCKS_DOCUMENT } kind;
	struct lines lines; /* BLOCKS_DOCUMENT: empty */
	struct elements elements;
	struct json_outline outline; /* of the first object */
	enum { LOOK_FOR_START, LOOK_BEHIND_BRACKET, LOOK_FOR_END, LOOK_BEHIND_OBJECT } look;
	unsigned commas;           /* how many later lines in turn ended in one */
	bool at_start;             /* of a later line of the object, except for blanks */
	size_t looked;             /* bytes after lines.start that were looked at */
	size_t object, object_end; /* where the first object begins and ends, from there */
};

/* The input and the arrays remain the caller's. */
void blocks_init(struct blocks *b, struct in *in, const struct blocks_options *o);
void blocks_free(struct blocks *b);

/* Like lines_begin_at.  Such an input is read as lines. */
void blocks_begin_at(struct blocks *b, uint64_t offset);

/* The input is lines; it need not be looked at.  Call before reading. */
void blocks_are_lines(struct blocks *b);

/* Returns the position in the input: how many bytes come before the next record. */
uint64_t blocks_offset(const struct blocks *b);

/* Like lines_ready, lines_next and lines_take. */
bool blocks_ready(struct blocks *b);
int blocks_next(struct blocks *b, struct input_block *block, struct err *e);
int blocks_take(
    struct blocks *b, struct block_memory *own, struct input_block *block, struct err *e);

#endif
