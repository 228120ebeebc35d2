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
 * Walks an indexed block line by line, or element by element in a JSON document (json/cut.h).  It
 * checks the whole grammar of each line (RFC 8259, strictly) and notes the values that the compiled
 * paths name, as slices of the block.  Nothing is unescaped, converted or allocated per line.
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

/* A value of the block.  Valid as long as the block and the index are. */
struct json_value {
	const char *p; /* as spelled: a string without its quotes, a container with its brackets */
	size_t n;
	uint32_t entry; /* the index entry of its opening quote or bracket; json_members needs it */
	uint8_t kind;   /* enum json_kind */
	bool escaped;   /* it is a string with a backslash: call json_unescape before use */
	bool compact;   /* it is a container known to have no white space between tokens */
	uint8_t hits;   /* how many values of the line matched the slot (at most 255); this is the
			 * last one */
};

/* Of duplicate keys the last one counts (json/keys.h). */

/* The memory of a walk: slots and remembered keys.  Each thread needs its own. */
struct json_walker;
struct json_walker *json_walker_new(const struct json_paths *p); /* p must outlive it */
void json_walker_free(struct json_walker *w);

/* The position of a walk in a block; all zeros is the start. */
struct json_pos {
	size_t entry;   /* in index.at */
	size_t fault;   /* in index.fault */
	size_t slash;   /* in index.slash */
	size_t start;   /* offset of the next line */
	size_t element; /* in index.element, of the next one */
	size_t last;    /* of the one that was walked */
};

struct json_line {
	const char *p; /* the line as spelled, without its newline but with a CR; for an element,
			* from its first byte to its last */
	size_t n;
	enum json_kind kind; /* of the line's value; JSON_NONE: a blank line, or one with a fault */
	struct json_value value; /* the line's value, unless kind is JSON_NONE */
	struct json_fault fault; /* its code is JSON_OK, or what is wrong; `at` counts from the
				  * start of the line */
	const struct json_value
	    *slot; /* one for each slot of the paths; only if kind is JSON_OBJECT or JSON_ARRAY */
};

/*
 * Walks the next line of the block.  Returns false, and changes nothing, at the end of the block.
 * If a line has several faults, invalid UTF-8 is reported first, otherwise the first fault in the
 * line.  In an element, a syntax error takes precedence and ends the document: the next call
 * returns false.
 */
bool json_walk(struct json_walker *w, const char *text, size_t n, const struct json_index *ix,
    struct json_pos *pos, struct json_line *line);

/* Returns the element that was walked last, in a JSON document. */
static inline const struct json_element *
json_walk_element(const struct json_index *ix, const struct json_pos *pos)
{
	return &ix->element[pos->last];
}

/* Returns the text of the record that the next call will walk, or an absent text if there is none.
 * It may be blank. */
struct text json_walk_ahead(
    const char *text, size_t n, const struct json_index *ix, const struct json_pos *pos);

/*
 * The members of a container that a walk has accepted, one by one:
 *
 *	json_members(&it, text, ix, &value);
 *	while (json_member(&it, &key, &value)) …
 */
struct json_members {
	const char *text;
	const uint32_t *at;
	const char *ch;
	const uint32_t *close; /* by the entry of an opening bracket: the entry of its closing one.
				* NULL: it is searched for.  Set it after json_members to go into
				* all containers of a text */
	size_t entry;          /* of the bracket, comma or end before the next member */
	bool object, done;
};

void json_members(struct json_members *it, const char *text, const struct json_index *ix,
    const struct json_value *container);

/* Gets the next member.  key is JSON_NONE in arrays and JSON_STRING in objects.  Returns false at
 * the end. */
bool json_member(struct json_members *it, struct json_value *key, struct json_value *value);

#endif
