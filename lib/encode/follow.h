/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_FOLLOW_H
#define ENCODE_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "encode/named.h"
#include "json/keys.h"
#include "json/walk.h"
#include "plan/origin.h"

/*
 * The part of a path that the walk cannot follow: from its first `[KEY=VALUE]` or `*` on.  A trail
 * is that part compiled.  Each step begins at an array, chooses elements of it, and follows keys
 * from there.  At each array, the keys before it must have led to one value: if they match several,
 * the last one counts, as it does in json/paths.h.
 *
 * A trail lives in the caller's arena, is immutable, and can be shared between threads.
 */
struct trail_key {
	struct text text; /* as keys of a record are compared with it */
	uint64_t index;
	bool is_index; /* it is also the number `index` of an element */
};

struct trail_step {
	bool all;                     /* `*` */
	const struct trail_key *test; /* `[KEY=VALUE]`: KEY */
	size_t tests;
	struct text value;
	const struct trail_key *key; /* what follows */
	size_t keys;
};

struct trail {
	const struct trail_step *step;
	size_t steps;            /* 0: the walk can follow the whole path */
	bool many;               /* one of them is `*` */
	bool flatten, normalize; /* how keys compare, as in json/paths.h */
};

void trail_compile(
    struct trail *t, struct arena *a, const struct origin *o, bool flatten, bool normalize);

/* The scratch memory of follow.  Each thread needs its own; all zeros is valid. */
struct follow {
	struct follow_match *match; /* a stack: keys that lead on, for each object on the way */
	size_t matches, match_cap;
	struct json_key *key; /* while replaced keys are dropped */
	size_t *dead;
	size_t key_cap, dead_cap;
	struct buf unescaped, canonical, compact;
	struct buf all; /* what `*` has found */
};

void follow_free(struct follow *f);

/*
 * Follows a trail from a value of the text of n.  Returns what it leads to; its kind is JSON_NONE
 * if that is nothing.  With `*`, it is one array of all values that are not null, in the scratch
 * arena and not in the text, so json_members does not apply to it; if there are none, JSON_NONE.
 *
 * Each step reads each value below an array once, and key lookups sort only equal names, so the
 * time is that of reading the value, times the number of steps and keys.  The memory, apart from
 * the array that is returned, does not grow with the number of elements.
 */
struct json_value follow(
    struct follow *f, struct named *n, const struct trail *t, const struct json_value *from);

#endif
