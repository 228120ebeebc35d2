/* SPDX-License-Identifier: MIT */
#ifndef BASE_GLOB_H
#define BASE_GLOB_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

/*
 * Does the whole of `text` match `pattern`?  `*` matches any run of characters.  `?` matches one
 * character: one UTF-8 sequence, or one byte that begins none.  Every other character matches
 * itself; there is no escape.  The match allocates no memory and takes at most length(pattern) *
 * length(text) steps, however many stars there are.
 */
bool glob_match(struct text pattern, struct text text);

/*
 * A prepared pattern.  Most patterns are a literal with a star at one end or both, and can be
 * matched without going character by character.  The pattern is borrowed.
 */
struct glob {
	struct text pattern, literal;
	char star, one; /* the bytes that stand for any run, and for one character */
	enum { GLOB_ANY, GLOB_EXACT, GLOB_PREFIX, GLOB_SUFFIX, GLOB_INSIDE } shape;
};

struct glob glob_of(struct text pattern);

/*
 * The same with an escape: a backslash before `*`, `?` or a backslash makes that character match
 * itself; before anything else, a backslash matches itself.  The pattern must be valid UTF-8.  A
 * copy of it is in the arena.
 */
struct glob glob_escaped(struct text pattern, struct arena *a);

/* Is the last star of such a pattern escaped?  In patterns that were written before there was an
 * escape, a backslash before a star was meant as itself. */
bool glob_ends_escaped(struct text pattern);

bool glob_holds(const struct glob *g, struct text text); /* does it match the whole text? */

#endif
