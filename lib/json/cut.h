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
 * Cuts a JSON document into its records, block by block.
 *
 * A JSON document is any number of values, with or without white space between them.  The elements
 * of an array at the top are records, and so is any other value there.  json_cut goes through a
 * block's index (JSON_ELEMENTS) from bracket to bracket and notes the complete records.  It changes
 * the index so that each record ends at an entry that stands for a newline.  The walk (json/walk.h)
 * then handles them like lines, at the same speed.  The rest is the beginning of the next block.
 *
 * The cut looks at nothing inside a record; the walk checks it.  An error between records becomes
 * an element with a fault of its own, and is the last one.  A syntax error that the walk finds also
 * ends the document: later elements of the cut mean nothing.
 *
 * If records are deeper (json/arrays.h), an object on the way to them is an envelope.  Its text is
 * kept as spelled, except that the named arrays are left empty.  For example,
 *
 *	{"data":[{"traceID":"1","spans":[{…},{…}],"processes":{…}}]}   with data.*.spans
 *
 * has two records, and the envelopes {"data":[]} and, in that, {"traceID":"1","spans":[],
 * "processes":{…}}, which surrounds both records.  The place of an element or an envelope is behind
 * the bracket of the array in which it was.  A block has the text of its envelopes up to the
 * end of the block; an envelope that has ended can be walked like any other text.  An envelope that
 * ends without a named array is itself a record.  If a key occurs twice, the cut goes into both
 * arrays.
 *
 * By json_arrays_new_whole, no text of envelopes is kept.  An envelope's elements then have an
 * `envelope` other than 0, and an object without a named array is an element like any other.
 */
struct json_envelope {
	uint64_t id;   /* from 1, in the order in which they begin */
	uint64_t line; /* the line of the document in which it begins, from 1 */
	size_t outer;  /* the number in the block, from 1, of the surrounding envelope; 0: none */
	size_t place;  /* where in the text of that one it belongs */
	struct text text;
	size_t arrays; /* how many named arrays it has had */
	/* Its position among the envelopes that ended in the block, from 1, and how many elements
	 * of the block come before its end; 0: it goes on. */
	size_t ended, elements;
};

struct cut_check; /* private to cut_whole.c */
struct cut_level; /* a container that the cut went into */

struct json_cut {
	const struct json_arrays *arrays; /* NULL: none; must outlive this */
	size_t max;                       /* the most bytes that an element may have */
	struct cut_level *level;
	size_t levels, level_cap;
	unsigned place; /* in arrays: of the value that is expected */
	uint8_t expect; /* private to cut.c */
	bool faulted;   /* the document has ended */
	bool outsized;  /* it ended because an envelope, or a value in it, is over the limit for a
			 * record */
	uint64_t lines, ids; /* newlines before the next block; envelopes so far */
	size_t used;         /* how much of the block was processed */
	/* those of the block, valid until the next one */
	struct json_envelope *envelope;
	size_t envelopes, envelope_cap;
	size_t ended; /* how many of them have ended */
	struct arena arena;
	/* scratch */
	struct json_cut_insert {
		uint32_t entry, at;
	} * insert;
	size_t inserts, insert_cap;
	struct buf key;
	struct cut_check *check;
};

/* To start a document, set everything to zero except arrays and max.  json_cut_free sets everything
 * to zero. */
void json_cut_free(struct json_cut *c);

/*
 * Cuts text[0..n), whose index was just built.  If `all`, nothing follows, so a number at the end
 * is complete.  The rest, from c->used on, is white space or the beginning of one value, key or
 * string, and must begin the next block.
 */
void json_cut(struct json_cut *c, struct json_index *ix, const char *text, size_t n, bool all);

/* Is a value expected next, so that the rest is the beginning of one?  And is that value a
 * record? */
bool json_cut_expects_value(const struct json_cut *c);
bool json_cut_expects_record(const struct json_cut *c);

/* The text begins with the record, and there is no more of it.  It ends the document. */
void json_cut_torn(struct json_cut *c, struct json_index *ix, const char *text, size_t n);

/* A record whose text has this many newlines was skipped elsewhere. */
void json_cut_pass(struct json_cut *c, uint64_t lines);

/* Is there an array or envelope that has not ended? */
static inline bool
json_cut_is_open(const struct json_cut *c)
{
	return c->levels > 0;
}

/* About the outermost one: is it an array, and in which line does it begin? */
bool json_cut_is_in_array(const struct json_cut *c);
uint64_t json_cut_open_line(const struct json_cut *c);

#endif
