/* SPDX-License-Identifier: MIT */
#ifndef JSON_CUT_H
#define JSON_CUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "json/arrays.h"
#include "json/index.h"

/*
 * Cuts a document into its records, block by block.
 *
 * A document is any number of values, with or without white space between them.  The elements of an
 * array at the top are records, and so is any other value there.  json_cut goes over a block's
 * index (JSON_ELEMENTS) from bracket to bracket, notes the records that are there as a whole, and
 * changes the index so that each of them ends at an entry that stands for a newline.  The walk
 * (json/walk.h) then goes over them as it goes over lines, at the same speed.  What is left is the
 * beginning of the next block.
 *
 * The cut looks at nothing inside a record: that a record is good is for the walk to say.  What is
 * wrong between records is an element with a fault of its own, and the last one.  A fault of syntax
 * that the walk finds ends a document too: what is cut out behind it means nothing.
 *
 * Where records lie deeper (json/arrays.h), an object on the way to them is an envelope.  Its text
 * is kept as spelled, but for what is in the named arrays, which are left empty:
 *
 *	{"data":[{"traceID":"1","spans":[{…},{…}],"processes":{…}}]}   with data.*.spans
 *
 * has two records, and the envelopes {"data":[]} and, in that, {"traceID":"1","spans":[],
 * "processes":{…}}, which is around both records.  A block has the text of its envelopes up to the
 * block's end; one that has ended can be walked like any other text.  One that has ended and
 * has met no named array is a record itself.  Of a key that comes twice both arrays are gone into.
 */
struct json_envelope {
	uint64_t id;   /* from 1, in the order of their beginnings */
	uint64_t line; /* of the document, from 1, in which it begins */
	size_t outer;  /* the number in the block, from 1, of the one around it; 0: none */
	struct text text;
	size_t arrays; /* so many named arrays it has had */
	/* Which one of the block's to end it was, from 1, and how many elements of the block come
	 * before its end; 0: it goes on. */
	size_t ended, elements;
};

struct cut_level; /* a container that is gone into */

struct json_cut {
	const struct json_arrays *arrays; /* NULL: none; must outlive this */
	size_t max;                       /* bytes that an element may have */
	struct cut_level *level;
	size_t levels, level_cap;
	unsigned place; /* in arrays: of the value that is expected */
	uint8_t expect; /* private to cut.c */
	bool faulted;   /* the document has ended */
	bool
	    outsized; /* so it has: an envelope, or what is in it, is over the limit for a record */
	uint64_t lines, ids; /* newlines before the block that comes next; envelopes so far */
	size_t used;         /* how much of the block is dealt with */
	/* the block's, until the next one */
	struct json_envelope *envelope;
	size_t envelopes, envelope_cap;
	size_t ended; /* so many of them */
	struct arena arena;
	/* scratch */
	struct json_cut_insert {
		uint32_t entry, at;
	} * insert;
	size_t inserts, insert_cap;
	struct buf key;
};

/* All zero but for arrays and max is the start of a document.  json_cut_free makes it all zero. */
void json_cut_free(struct json_cut *c);

/*
 * Cuts text[0..n), the index of which was just built.  `all`: nothing follows, so that a number at
 * the end is whole.  What is left, from c->used on, is white space or the beginning of one value,
 * key or string, and has to begin the next block.
 */
void json_cut(struct json_cut *c, struct json_index *ix, const char *text, size_t n, bool all);

/* Is a value expected next, so that what is left is the beginning of one?  And is that a record? */
bool json_cut_expects_value(const struct json_cut *c);
bool json_cut_expects_record(const struct json_cut *c);

/* The text, which begins with the record, is all that there is of it: it ends the document. */
void json_cut_torn(struct json_cut *c, struct json_index *ix, const char *text, size_t n);

/* A record, of a text with so many newlines, was passed over elsewhere. */
void json_cut_pass(struct json_cut *c, uint64_t lines);

/* Is there an array or envelope that has not ended? */
static inline bool
json_cut_is_open(const struct json_cut *c)
{
	return c->levels > 0;
}

/* The outermost one: is it an array, and in which line does it begin? */
bool json_cut_is_in_array(const struct json_cut *c);
uint64_t json_cut_open_line(const struct json_cut *c);

#endif
