/* SPDX-License-Identifier: MIT */
#ifndef TIME_DECIMAL_H
#define TIME_DECIMAL_H

#include <stdint.h>

#include "base/text.h"

/*
 * A decimal number without a sign, as it is spelled: [0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?  It is
 * read exactly, whatever its spelling: 1e3, 1000 and 1000.0 are one number.
 */
struct decimal {
	struct text whole, fraction; /* the digits before and behind the point */
	int64_t exponent;
};

/* 0, or -1: the text is no such number. */
int decimal_read(struct text t, struct decimal *d);

/* How many digits the number has before its point, without leading zeros: 10^(n-1) <= d < 10^n.  n
 * is at most 0 for what is less than one; INT64_MIN for zero. */
int64_t decimal_digits(const struct decimal *d);

/* d * 10^shift, cut to a whole number.  0, or -1 where 64 bits do not hold it. */
int decimal_scaled(const struct decimal *d, int shift, uint64_t *out);

#endif
