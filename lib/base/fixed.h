/* SPDX-License-Identifier: MIT */
#ifndef BASE_FIXED_H
#define BASE_FIXED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/number.h"

/*
 * Decimal numbers, exactly: a number_wide in units of 10^-9.  It holds every number that the parser
 * Decimal accepts and every int64 and uint64, and the sum of 2^32 of them.
 */
#define FIXED_ONE ((number_wide)1000000000)

/* Reads a JSON number whose plain spelling, without zeros that say nothing, has at most 18 digits
 * before and 9 after the point.  Returns false if t is anything else. */
bool fixed_read(struct text t, number_wide *out);

/* Reads -?[0-9]+ in the range of int64 or uint64; the second, that or what fixed_read reads. */
bool fixed_read_whole(struct text t, number_wide *out);
bool fixed_read_number(struct text t, number_wide *out);

/* Writes the plain spelling: 12.3, -0.5, 0.  Returns the length. */
#define FIXED_MAX 48
size_t fixed_put(number_wide v, char out[FIXED_MAX]);

/* Writes a whole number, which is in units of 1.  Returns the length. */
size_t fixed_put_whole(number_wide v, char out[FIXED_MAX]);

#endif
