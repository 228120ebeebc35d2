/* SPDX-License-Identifier: MIT */
#ifndef TRACE_SOUGHT_H
#define TRACE_SOUGHT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * A value that is looked for, and the places in JSON and in plain text where it occurs.
 *
 * The value is given as people type it:
 *  - 42, true, null: the number (by its value, so that 42.0 is the same), or the literal; and the
 *    same characters in strings;
 *  - "42", or a word that is no JSON: only strings;
 *  - an object or an array: one that is equal, in whatever order its members are.
 * In a string, which includes JSON within strings, the characters also occur as a part.  They must
 * not be part of a longer word or number there: 42 is not in A42, 42_a or 0.42.
 */
struct trace_sought;
struct trace_sought *trace_sought_new(struct text value); /* the value is copied */
void trace_sought_free(struct trace_sought *s);           /* NULL is valid */

/* A place.  All of it is valid until found() returns. */
struct trace_spot {
	struct text path; /* of keys and indexes, joined by dots: messages.0.content */
	struct text json; /* as spelled; absent for plain text */
	struct text text; /* the content of a string or plain text; otherwise absent */
	bool whole;       /* all of it is the value */
	size_t at, n;     /* the first part that is, in text */
};

/*
 * Calls found() for each place, in order, until it returns another value than 0.  Returns that, or
 * 0.  Each string counts once.  `name` begins the path; it may be absent.  json: without white
 * space between tokens, and valid.
 */
int trace_seek_json(struct trace_sought *s, struct text name, struct text json,
    int (*found)(void *context, const struct trace_spot *spot), void *context);

/* The same in plain text, which is one place.  An absent text has none. */
int trace_seek_text(struct trace_sought *s, struct text name, struct text text,
    int (*found)(void *context, const struct trace_spot *spot), void *context);

#endif
