/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_FOLLOW_H
#define ENCODE_FOLLOW_H

#include <stdbool.h>

#include "encode/named.h"
#include "json/walk.h"
#include "plan/origin.h"

/* How keys compare, as for json/paths.h. */
struct follow {
	bool flatten, normalize;
};

/*
 * Follows the steps of a path from the value that the walk has found.  Returns what they lead to;
 * its kind is JSON_NONE if that is nothing.  With `*`, it is an array of all that was found, except
 * nulls, in the scratch arena.  Takes time in proportion to the size of the value.
 */
struct json_value follow_steps(const struct follow *how, struct named *n,
    const struct json_value *from, const struct origin *origin);

#endif
