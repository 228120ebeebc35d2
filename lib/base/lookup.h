/* SPDX-License-Identifier: MIT */
#ifndef BASE_LOOKUP_H
#define BASE_LOOKUP_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/*
 * A hash table from texts to numbers, for the names in plans and rule sets: constant time, however
 * many there are.  The texts are borrowed.  The hash key is not secret: the table is for texts that
 * the operator writes, not for texts from events.  A table of all zeros is valid and empty.
 */
struct lookup_slot {
	struct text text; /* absent: the slot is empty */
	size_t number;
};

struct lookup {
	struct lookup_slot *slot;
	size_t cap, n;
};

#define LOOKUP_NONE ((size_t)-1)

/* Returns the number of a text, or LOOKUP_NONE if it is not in the table. */
size_t lookup_find(const struct lookup *l, struct text t);

/* Sets the number of a text, which must not be absent.  Replaces the number it had. */
void lookup_put(struct lookup *l, struct text t, size_t number);

void lookup_free(struct lookup *l);

#endif
