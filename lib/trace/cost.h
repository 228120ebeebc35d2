/* SPDX-License-Identifier: MIT */
#ifndef TRACE_COST_H
#define TRACE_COST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/number.h"
#include "base/text.h"

/*
 * Costs in USD, exactly: what a price times a number of tokens gives has more digits than a double.
 * A cost is less than 10^9 in size and has 24 decimals; further decimals are dropped.  The sum of
 * 2^32 costs fits.  All zero is no cost at all, or a sum of none.
 */
struct trace_cost {
	int64_t whole;
	number_wide rest; /* in units of 10^-24: from 0, below 1 */
};

/* Reads a JSON number.  Returns false if it is too large. */
bool trace_cost_read(struct text json, struct trace_cost *out);

void trace_cost_add(struct trace_cost *to, const struct trace_cost *cost);
struct trace_cost trace_cost_less(const struct trace_cost *a, const struct trace_cost *b); /* a-b */
bool trace_cost_is_more(const struct trace_cost *a, const struct trace_cost *b); /* a > b? */

/* The nearest double. */
double trace_cost_number(const struct trace_cost *c);

/* Writes it in full: 12.3, -0.000001, 0.  Returns the length. */
#define TRACE_COST_MAX 64
size_t trace_cost_put(const struct trace_cost *c, char out[TRACE_COST_MAX]);

/* Writes it for people, rounded to four decimals: 12.3000.  A little more than nothing is <0.0001.
 * Returns the length. */
size_t trace_cost_put_rounded(const struct trace_cost *c, char out[TRACE_COST_MAX]);

#endif
