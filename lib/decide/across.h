/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_ACROSS_H
#define DECIDE_ACROSS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/number.h"
#include "event/value.h"
#include "rules/rules.h"

/*
 * The nearest numbers on the other side of a comparison: for 5 >= 5 it is 4.  Two where it is an
 * equality that holds.  Private to this layer.
 */
enum { ACROSS_MOST = 2 };

/* Of a comparison with state that found n, in its units.  Returns how many there are. */
size_t across_leaf(
    const struct rules *r, const struct leaf *leaf, number_wide n, number_wide out[ACROSS_MOST]);

/*
 * Of a field's number with another, by Lt, Le, Gt or Ge.  Whole numbers stay whole, durations are
 * whole nanoseconds, others are doubles.
 */
size_t across_field(struct arena *a, enum type type, enum op op, struct text found,
    struct text operand, struct value out[ACROSS_MOST], struct value distance[ACROSS_MOST]);

/* A number in units of 1 or of nanoseconds, as it is written: 4, 299.999999999. */
struct value across_value(struct arena *a, number_wide n, bool in_ns);

#endif
