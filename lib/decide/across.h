/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_ACROSS_H
#define DECIDE_ACROSS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/number.h"
#include "event/value.h"
#include "rules/rules.h"

/*
 * Finds the nearest numbers that would reverse a comparison: for 5 >= 5 that is 4.  There are two
 * if the comparison is an equality that holds.  Private to this layer.
 */
enum { ACROSS_MOST = 2 };

/* For a comparison with state that found n, in its units.  Returns how many numbers there are. */
size_t across_leaf(
    const struct rules *r, const struct leaf *leaf, number_wide n, number_wide out[ACROSS_MOST]);

/*
 * For Lt, Le, Gt or Ge between a field's number and an operand.  Whole numbers stay whole,
 * durations are whole nanoseconds, other numbers are doubles.
 */
size_t across_field(struct arena *a, enum type type, enum op op, struct text found,
    struct text operand, struct value out[ACROSS_MOST], struct value distance[ACROSS_MOST]);

/* Spells a number in units of 1 or of nanoseconds: 4, 299.999999999. */
struct value across_value(struct arena *a, number_wide n, bool fine);

#endif
