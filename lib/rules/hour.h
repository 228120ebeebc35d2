/* SPDX-License-Identifier: MIT */
#ifndef RULES_HOUR_H
#define RULES_HOUR_H

#include <stdbool.h>
#include <stdint.h>

#include "expr/expr.h"

/*
 * HourBetween {from, to, utc_offset} is true if from <= hour of day < to.  If `to` is less than
 * `from`, the range passes midnight; if they are equal, it is empty.  from is a whole number in
 * 0..23, to one in 0..24.  utc_offset says whose day it is: "+HH:MM", "-HH:MM", "Z", or a whole
 * number of hours in -23..23.  The default is UTC.
 */
struct hour {
	int64_t from, to;
	int64_t offset_s;
};

/* Returns 0, or -1 after reporting the error. */
int hour_load(struct expr_loader *l, const struct json_node *node, struct hour *out);

int hour_of(const struct hour *h, int64_t at_ns); /* 0..23 */
bool hour_holds(const struct hour *h, int64_t at_ns);

#endif
