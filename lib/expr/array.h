/* SPDX-License-Identifier: MIT */
#ifndef EXPR_ARRAY_H
#define EXPR_ARRAY_H

#include <stdbool.h>

#include "base/arena.h"
#include "event/value.h"

/*
 * The elements of a value, for `any` and `all`: private to this layer.  The elements of a JSON
 * array are values of their own kinds; any other value is its own only element.  null is a
 * VALUE_JSON.
 */
struct array {
	struct value whole;
	const char *at, *end; /* what is left of an array; NULL: the value is not an array */
	bool over;
};

struct array array_of(const struct value *v);

/* Returns false after the last one.  Strings are unescaped into scratch if need be. */
bool array_next(struct array *e, struct arena *scratch, struct value *out);

#endif
