/* SPDX-License-Identifier: MIT */
#ifndef STATS_REAL_H
#define STATS_REAL_H

/*
 * A value of a sample.  Where the machine has it, the type has a mantissa of 64 bits or more, so
 * that a duration in nanoseconds is exact, and what decimals add up to is the decimal again when it
 * is rounded to a double: 0.1 + 0.2 is 0.3.
 */
typedef long double real;

#endif
