/* SPDX-License-Identifier: MIT */
#ifndef TRACE_CANONICAL_H
#define TRACE_CANONICAL_H

#include "base/buf.h"
#include "base/siphash.h"
#include "base/text.h"

/*
 * Values that mean the same have the same canonical text, whichever format spelled them: members
 * are sorted by their keys, strings have no escapes that they do not need, and a number that is
 * exactly a double is written as one (1, 1.0 and 1e0 are the same).  A longer number stays as it
 * is.
 *
 * The JSON is valid, has no white space between tokens, and at most 1,024 levels: a value of the
 * model.  Takes n log n time.
 */
void trace_put_canonical(struct buf *b, struct text json);

/* Do two values mean the same?  An absent text is only the same as another one. */
bool trace_is_same_value(struct text a, struct text b);

/* A hash of what a value means.  Values that mean the same have the same one. */
uint64_t trace_hash_value(struct siphash_key key, struct text json, struct buf *scratch);

/*
 * Finds the first place, in the order of a, in which two values differ.  Appends to the path that
 * is there how it is reached: `.member`, `[2]`.  Sets the values there; one that is not there
 * becomes absent.  Returns false if the values mean the same.
 */
bool trace_find_difference(
    struct text a, struct text b, struct buf *path, struct text *in_a, struct text *in_b);

#endif
