/* SPDX-License-Identifier: MIT */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Reads, compares and writes numbers as text, exactly and independent of the locale. */

bool number_is_json(struct text t); /* is the whole of t a number of RFC 8259? */

/* Parses -?[0-9]+; leading zeros are allowed, and -0 is 0.  Returns 0, or -1 if t is anything else
 * or out of range. */
int number_u64(struct text t, uint64_t *out);
int number_i64(struct text t, int64_t *out);

/* Returns the value of four hexadecimal digits at p, or -1 if they are not that. */
int number_hex4(const char *p);

/* Parses a JSON number, rounded to the nearest double (ties to even).  A value that is too small
 * becomes subnormal or 0.  Returns 0, or -1 if t is not a number or too large for a double. */
int number_f64(struct text t, double *out);

/*
 * Writes a finite double as ECMAScript's Number::toString does, but without `+` in the exponent:
 * 100, 0.1, 1e21, 1e-7; -0 is 0.  These are the fewest digits that read back as the same double.
 * Returns the length.
 */
#define NUMBER_F64_MAX 32
size_t number_put_f64(double d, char out[NUMBER_F64_MAX]);

/* Compares two JSON numbers by value, exactly, whatever their length and exponent.  Returns <0, 0
 * or >0.  Both must satisfy number_is_json. */
int number_cmp(struct text a, struct text b);

/*
 * Converts a JSON number to units of 10^-places, rounded down: floor(t * 10^places), clamped to
 * +-NUMBER_FLOOR_MAX (10^38).  Returns whether the result is exact.
 */
__extension__ typedef __int128 number_wide;
#define NUMBER_FLOOR_MAX                                                                           \
	((number_wide)INT64_C(1000000000000000000) * INT64_C(1000000000000000000) * 100)
bool number_floor(struct text t, unsigned places, number_wide *out);

#endif
