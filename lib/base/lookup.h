/* SPDX-License-Identifier: MIT */
#ifndef BASE_LOOKUP_H
#define BASE_LOOKUP_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/*
 * A hash table of texts, each with a number, for the names in documents: constant time however many
 * there are.  The texts are borrowed.  The key of the hash is no secret: this is for texts that the
 * operator writes, not for those that come with events.  All zero is a valid empty table.
 */
struct lookup_slot {
	struct text text; /* absent: empty */
	size_t number;
};

struct lookup {
	struct lookup_slot *slot;
	size_t cap, n;
};

#define LOOKUP_NONE ((size_t)-1)

/* The number of a text; LOOKUP_NONE: it is not there. */
size_t lookup_find(const struct lookup *l, struct text t);

/* Gives a text, which is not absent, its number; a number that it had is replaced. */
void lookup_put(struct lookup *l, struct text t, size_t number);

void lookup_free(struct lookup *l);

#endif
