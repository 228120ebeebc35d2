/* SPDX-License-Identifier: MIT */
#ifndef JSON_OUTLINE_H
#define JSON_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "json/index.h"

/*
 * Follows one JSON value as its bytes arrive, and tells where it ends or cannot go on.  This is for
 * values that are not there yet as a whole: the first one of an input, of which nobody knows
 * whether it ends on its line; one that drips; and one that is too long to be held.  All others are
 * indexed.
 *
 * Only the outline is looked at: brackets, commas, colons, and where strings begin and end.  How
 * literals, numbers and escapes are spelled is left to the walk, and so is what lies deeper than
 * JSON_DEPTH.  Text in which the outline finds a fault is never good to the walk, whatever follows.
 *
 * Owns nothing.
 */
struct json_outline {
	uint64_t object[JSON_DEPTH / 64]; /* of each open container: is it an object? */
	size_t depth;
	uint8_t expect; /* what has to come next */
	bool key;       /* the string at hand is a key */
	bool escaped;   /* the next byte of the string at hand is */
	bool newlines;  /* a newline came before the value's end */
};

enum json_outline_answer {
	OUTLINE_MORE, /* the value goes on */
	OUTLINE_END,
	OUTLINE_FAULT
};

void json_outline_begin(struct json_outline *o);

/*
 * The next n bytes, of which *used is how many belong to the value (OUTLINE_END) or could (a byte
 * that cannot: OUTLINE_FAULT).  White space before the value is passed over.  Once it has not
 * answered OUTLINE_MORE it is to begin again.
 */
enum json_outline_answer json_outline_follow(
    struct json_outline *o, const char *p, size_t n, size_t *used);

/* Is the value whole, if nothing follows (a number or literal)? */
bool json_outline_may_end(const struct json_outline *o);

#endif
