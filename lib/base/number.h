/* SPDX-License-Identifier: MIT */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Numbers as text: reading, comparing and writing them, exactly and without a locale. */

bool number_is_json(struct text t); /* the whole of t is a number of RFC 8259 */

/* -?[0-9]+ in range, leading zeros allowed (-0 is 0); 0, or -1 if t is no such number. */
int number_u64(struct text t, uint64_t *out);
int number_i64(struct text t, int64_t *out);

/* Four hexadecimal digits at p; -1 where they are none. */
int number_hex4(const char *p);

/* JSON's grammar, finite as a double (too small is 0 or subnormal, nearest-even); 0, or -1. */
int number_f64(struct text t, double *out);

/* A finite double as ECMAScript's Number::toString writes it, but without `+` in the exponent (100,
 * 0.1, 1e21, 1e-7; -0 is 0): the shortest digits that read back as the same double.  Returns the
 * length. */
#define NUMBER_F64_MAX 32
size_t number_put_f64(double d, char out[NUMBER_F64_MAX]);

/* Compares two JSON numbers by value, exactly, at any length and exponent: <0, 0, >0.  Both must be
 * number_is_json. */
int number_cmp(struct text a, struct text b);

/*
 * A JSON number in units of 10^-places, rounded down: floor(t * 10^places), held at
 * +-NUMBER_FLOOR_MAX (10^37).  Returns whether that is exact.
 */
__extension__ typedef __int128 number_wide;
#define NUMBER_FLOOR_MAX                                                                           \
	((number_wide)INT64_C(1000000000000000000) * INT64_C(1000000000000000000) * 10)
bool number_floor(struct text t, unsigned places, number_wide *out);

#endif
