/* SPDX-License-Identifier: MIT */
#ifndef TIME_DECIMAL_H
#define TIME_DECIMAL_H

#include <stdint.h>

#include "base/text.h"

/*
 * A decimal number without a sign, as it is spelled: [0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?  It is
 * read exactly, however it is spelled: 1e3, 1000 and 1000.0 are the same number.
 */
struct decimal {
	struct text whole, fraction; /* the digits before and after the point */
	int64_t exponent;
};

/* Returns 0, or -1 if the text is not such a number. */
int decimal_read(struct text t, struct decimal *d);

/* Returns how many digits the number has before its point, without leading zeros: n such that
 * 10^(n-1) <= d < 10^n.  For numbers below one n is 0 or less; for zero it is INT64_MIN. */
int64_t decimal_digits(const struct decimal *d);

/* Sets *out to d * 10^shift, truncated to a whole number.  Returns 0, or -1 if it does not fit 64
 * bits. */
int decimal_scaled(const struct decimal *d, int shift, uint64_t *out);

#endif
