/* SPDX-License-Identifier: MIT */
#ifndef STATE_TIMES_H
#define STATE_TIMES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/siphash.h"
#include "base/pool.h"

/*
 * Times in groups, to find out whether a group has a time in a range.  It is a treap, so each step
 * takes about log n, in whatever order times come and go.  A group may have the same time more than
 * once.
 */
struct times {
	struct siphash_key key; /* so that no client can construct an order that makes it deep */
	struct pool pool;
	uint32_t root; /* 0: empty */
};

void times_init(struct times *t, struct siphash_key key);
void times_free(struct times *t);
void times_add(struct times *t, uint32_t group, int64_t at_ns);
void times_remove(
    struct times *t, uint32_t group, int64_t at_ns); /* removes one, which must be there */

/* Returns whether the group has a time in from..to, both included. */
bool times_any(const struct times *t, uint32_t group, int64_t from_ns, int64_t to_ns);

/* Returns the depth of the treap. */
size_t times_deepest(const struct times *t);

#endif
