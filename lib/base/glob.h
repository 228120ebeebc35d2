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

#endif
