/* SPDX-License-Identifier: MIT */
#ifndef JSON_FIND_H
#define JSON_FIND_H

#include <stdint.h>

#include "base/arena.h"
#include "json/walk.h"

/*
 * Looks up paths in one value of a text that a walk has accepted, member by member.  What no path
 * leads to is passed over at once.  So values that are nested in each other can be searched one by
 * one, and all of it takes time in proportion to the text, which it would not if each were walked.
 */

/* Returns for each entry of an opening bracket the entry of its closing one: what json_members
 * takes as `close`.  The caller frees it. */
uint32_t *json_pair_brackets(const struct json_index *ix);

/*
 * Fills slot[], one for each slot of the paths, with the values at the paths in a container, or
 * with JSON_NONE.  Of duplicate keys the last one counts, but what only an earlier one has below it
 * is found, too.  Scratch memory is taken from the arena.
 */
void json_find(const struct json_paths *p, struct arena *a, const char *text,
    const struct json_index *ix, const uint32_t *close, const struct json_value *container,
    struct json_value *slot);

#endif
