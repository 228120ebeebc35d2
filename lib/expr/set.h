/* SPDX-License-Identifier: MIT */
#ifndef EXPR_SET_H
#define EXPR_SET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

/*
 * A set of texts that is filled once and then only searched: a hash table with open addressing and
 * a keyed hash.  SET_NUMBERS holds JSON numbers and compares them by value: 1.0, 1e0 and 10e-1 are
 * equal.  SET_BYTES holds anything else.  All zero is an empty set.  Texts are borrowed; the table
 * lives in an arena.
 */
enum set_kind { SET_BYTES, SET_NUMBERS };

struct set {
	enum set_kind kind;
	struct text *slot; /* an absent text: the slot is free */
	size_t mask;
};

struct set set_new(struct arena *a, enum set_kind kind, size_t most); /* room for `most` texts */
void set_add(struct set *s, struct text t);
bool set_has(const struct set *s, struct text t);

#endif
