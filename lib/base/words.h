/* SPDX-License-Identifier: MIT */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * Finds the name that a person meant who typed one that does not exist.  A wrong suggestion is
 * worse than none: a reader who follows it gets a plan or rule set that loads and does something
 * else.
 */

/* A suggestion: the name, and a note to print after `did you mean …?`. */
struct words_hint {
	struct text name; /* absent: there is no suggestion */
	const char *note; /* " (in seconds)"; "" if there is none */
};

/*
 * Returns the name in names[0..count) that `typed` means: the same name in another case, the name
 * for which another tool uses that word (`gte` and `>=` mean Ge), or a near miss.  The names must
 * be names of this project.
 */
struct words_hint words_meant(struct text typed, const struct text *names, size_t count);

/*
 * Do two names mean different things although few letters differ?  They do if one of them has a
 * word that excludes a word of the other (min and max, Gt and Ge, seconds and minutes, first and
 * last).  They also do if only one has a negation (`FieldNotIn`, `unblock`), or if they differ only
 * in their numbers.
 */
bool words_exclude(struct text a, struct text b);

/*
 * Removes the whole words that both names begin with and end with: FieldSet and FieldEq become Set
 * and Eq.  The rest shows how near the names are.
 */
void words_strip_common(struct text *a, struct text *b);

#endif
