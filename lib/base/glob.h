/* SPDX-License-Identifier: MIT */
#ifndef BASE_GLOB_H
#define BASE_GLOB_H

#include <stdbool.h>

#include "base/text.h"

/*
 * Does the whole of `text` match `pattern`?  `*` stands for any run of characters, `?` for one
 * character (one UTF-8 sequence; a byte that begins none counts as one), all else for itself; there
 * is no escape.  Needs no memory and at most length(pattern) * length(text) steps, however many
 * stars there are.
 */
bool glob_match(struct text pattern, struct text text);

/*
 * A pattern looked at once: most are a literal with a star at one end or both, which need no
 * matching character by character.  The pattern is borrowed.
 */
struct glob {
	struct text pattern, literal;
	enum { GLOB_ANY, GLOB_EXACT, GLOB_PREFIX, GLOB_SUFFIX, GLOB_INSIDE } shape;
};

struct glob glob_of(struct text pattern);
bool glob_holds(const struct glob *g, struct text text); /* as glob_match */

#endif
