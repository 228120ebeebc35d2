/* SPDX-License-Identifier: MIT */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * What a person may have meant who typed a name that does not exist.  A wrong suggestion is worse
 * than none: a reader who follows it gets a document that loads and decides something else.
 */

/* A suggestion: the name, and what the reader should know about it, for behind `did you mean …?`.
 */
struct words_hint {
	struct text name; /* absent: there is nothing to suggest */
	const char *note; /* " (in seconds)"; "" if there is nothing to say */
};

/*
 * The name among names[0..count), which are names of this project, that `typed` means: the same
 * name in another case, the word that another tool has for it (`gte`, `>=`: Ge), or a near miss.
 */
struct words_hint words_meant(struct text typed, const struct text *names, size_t count);

/*
 * Do two names say different things although few letters differ?  Either one of them has a word
 * that excludes a word of the other (min and max, Gt and Ge, seconds and minutes, first and last),
 * or only one of them has a negation (`FieldNotIn`, `unblock`), or they differ in their numbers
 * alone.
 */
bool words_exclude(struct text a, struct text b);

/*
 * Takes away the whole words that both names begin with and end with: of FieldSet and FieldEq
 * leaves Set and Eq.  How near names are is seen in what differs.
 */
void words_strip_common(struct text *a, struct text *b);

#endif
