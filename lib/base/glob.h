/* SPDX-License-Identifier: MIT */
#ifndef BASE_GLOB_H
#define BASE_GLOB_H

#include <stdbool.h>

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
	enum { GLOB_ANY, GLOB_EXACT, GLOB_PREFIX, GLOB_SUFFIX, GLOB_INSIDE } shape;
};

struct glob glob_of(struct text pattern);
bool glob_holds(const struct glob *g, struct text text); /* same as glob_match */

#endif
