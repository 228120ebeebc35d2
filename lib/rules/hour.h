/* SPDX-License-Identifier: MIT */
#ifndef RULES_HOUR_H
#define RULES_HOUR_H

#include <stdbool.h>
#include <stdint.h>

#include "expr/expr.h"

/*
 * HourBetween {from, to, utc_offset}: from <= hour of day < to, past midnight where `to` is less
 * than `from`.  from is a whole number of 0..23, to one of 0..24; where they are equal no hour is
 * between them.  The day is that of the offset from UTC: "+HH:MM", "-HH:MM", "Z" or a whole number
 * of hours of -23..23; UTC where it is absent.
 */
struct hour {
	int64_t from, to;
	int64_t offset_s;
};

int hour_load(struct expr_loader *l, const struct json_node *node, struct hour *out); /* 0 or -1 */

int hour_of(const struct hour *h, int64_t at_ns); /* 0..23 */
bool hour_holds(const struct hour *h, int64_t at_ns);

#endif
