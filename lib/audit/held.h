/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_HELD_H
#define AUDIT_HELD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* Keeps lines, to print the last one first.  If there are more than `limit`, the oldest is dropped.
 * An all-zero struct, except for the limit, is valid and empty. */
struct held {
	size_t limit;
	struct text *line; /* a ring, once the limit is reached */
	size_t n, cap, oldest;
};

bool held_add(struct held *h, struct text line); /* false: a line was dropped, or the limit is 0 */
struct text held_back(const struct held *h, size_t i); /* 0 is the last line */
void held_free(struct held *h);

#endif
