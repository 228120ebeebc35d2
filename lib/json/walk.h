/* SPDX-License-Identifier: MIT */
#ifndef JSON_WALK_H
#define JSON_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "json/index.h"
#include "json/paths.h"

/*
 * The walk over an indexed block, line by line, or element by element where the block is one of a
 * document (json/cut.h): checks the whole grammar of each line (RFC 8259,
 * strictly) and notes the values that the compiled paths name, as slices of the block.  Nothing is
 * unescaped, converted or allocated a line.
 */
enum json_kind {
	JSON_NONE, /* not there */
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

/* A value of the block.  Valid as long as block and index are. */
struct json_value {
	const char *
	    p; /* its text as spelled: a string without its quotes, a container with its brackets */
	size_t n;
	uint32_t
	    entry; /* the index entry of its opening quote or bracket; for containers to go into */
	uint8_t kind; /* enum json_kind */
	bool escaped; /* a string with a backslash in it: json_unescape before use */
	bool compact; /* a container that is known to have no white space between its tokens */
	uint8_t hits; /* how many values of the line answered to the slot (held at 255); the last
			 one is this */
};

/* Of duplicate keys the last one counts (json/keys.h). */

/* What a thread needs to walk: its slots and its memory of keys.  Not shared between threads. */
struct json_walker;
struct json_walker *json_walker_new(const struct json_paths *p); /* p must outlive it */
void json_walker_free(struct json_walker *w);

/* Where a walk stands in a block; all zero is the start. */
struct json_pos {
	size_t entry;   /* in index.at */
	size_t fault;   /* in index.fault */
	size_t slash;   /* in index.slash */
	size_t start;   /* offset of the next line */
	size_t element; /* in index.element, of the next one */
	size_t last;    /* of the one that was walked */
};

struct json_line {
	const char *p; /* the line as it is, without its newline (a CR included); of an element from
			  its first byte to its last */
	size_t n;
	enum json_kind kind; /* of the line's value; JSON_NONE: a blank line, or one with a fault */
	struct json_value value; /* the line's value, where kind is not JSON_NONE */
	struct json_fault
	    fault; /* code JSON_OK, or what is wrong; `at` counts from the start of the line */
	const struct json_value
	    *slot; /* as many as the paths have; only where kind == JSON_OBJECT or JSON_ARRAY */
};

/*
 * Walks the next line of the block.  Returns false, and touches nothing, where the block is at its
 * end.  Where a line has several faults, invalid UTF-8 is reported before all others, else what
 * stands first.  In an element faults of syntax come before that, and end the document: the next
 * call returns false.
 */
bool json_walk(struct json_walker *w, const char *text, size_t n, const struct json_index *ix,
    struct json_pos *pos, struct json_line *line);

/* Of a document: the element that was walked last. */
static inline const struct json_element *
json_walk_element(const struct json_index *ix, const struct json_pos *pos)
{
	return &ix->element[pos->last];
}

/* The text of the record that the next call will walk; absent: there is none.  It may be blank. */
struct text json_walk_ahead(
    const char *text, size_t n, const struct json_index *ix, const struct json_pos *pos);

/*
 * Into a container that a walk has found good: its members one by one.
 *
 *	json_members(&it, text, ix, &value);
 *	while (json_member(&it, &key, &value)) …
 */
struct json_members {
	const char *text;
	const uint32_t *at;
	const char *ch;
	const uint32_t *close; /* by entry of an opening bracket: that of the closing one; NULL: it
				  is looked for.  Set it behind json_members to go into all
				  containers of a document */
	size_t entry;          /* of the bracket, comma or end before the next member */
	bool object, done;
};

void json_members(struct json_members *it, const char *text, const struct json_index *ix,
    const struct json_value *container);

/* The next member; key is JSON_NONE in arrays, a JSON_STRING in objects.  false at the end. */
bool json_member(struct json_members *it, struct json_value *key, struct json_value *value);

#endif
