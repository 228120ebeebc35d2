/* SPDX-License-Identifier: MIT */
#ifndef JSON_OUTLINE_H
#define JSON_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "json/index.h"

/*
 * Follows one JSON value as its bytes arrive, and finds where it ends or cannot continue.  This is
 * for values that are not yet complete: the first one of an input, which may or may not end on its
 * line; one that arrives slowly; and one that is too long to be held in memory.  All others are
 * indexed.
 *
 * The outline consists of brackets, commas, colons, and the ends of strings.  The walk checks how
 * literals, numbers and escapes are spelled, and everything deeper than JSON_DEPTH.  If the outline
 * finds a fault in a text, the walk never accepts that text, whatever follows.
 *
 * Owns nothing.
 */
struct json_outline {
	uint64_t object[JSON_DEPTH / 64]; /* for each open container: is it an object? */
	size_t depth;
	uint8_t expect; /* what must come next */
	bool key;       /* the current string is a key */
	bool escaped;   /* the next byte of the current string is escaped */
	bool newlines;  /* there was a newline before the value's end */
};

enum json_outline_answer {
	OUTLINE_MORE, /* the value goes on */
	OUTLINE_END,
	OUTLINE_FAULT
};

void json_outline_begin(struct json_outline *o);

/*
 * Follows the next n bytes.  *used is how many of them belong to the value (OUTLINE_END), or are
 * right (OUTLINE_FAULT: the next one is wrong).  White space before the value is skipped.  After
 * any answer but OUTLINE_MORE, call json_outline_begin again.
 */
enum json_outline_answer json_outline_follow(
    struct json_outline *o, const char *p, size_t n, size_t *used);

/* Is the value complete if nothing follows (a number or literal)? */
bool json_outline_may_end(const struct json_outline *o);

/* How many levels of nesting a valid JSON text has: 0 for a scalar, 1 for []. */
size_t json_depth(struct text json);

#endif
