/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_HELD_H
#define AUDIT_HELD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* Lines that are kept to be written the last one first; beyond `limit` the oldest one goes.  All
 * zero but for the limit is a valid empty one. */
struct held {
	size_t limit;
	struct text *line; /* a ring, once there are so many */
	size_t n, cap, oldest;
};

bool held_add(struct held *h, struct text line); /* false: one had to go, or there is no room */
struct text held_back(const struct held *h, size_t i); /* the last one is 0 */
void held_free(struct held *h);

#endif
