/* SPDX-License-Identifier: MIT */
#ifndef EXPR_COMPARE_H
#define EXPR_COMPARE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ip.h"
#include "base/text.h"
#include "event/value.h"
#include "expr/expr.h"

/*
 * How values compare, by the rules of esper-plan(5): private to this layer.  The functions return
 * -1, 0 or 1 as a is less than, equal to or greater than b.  They return COMPARE_UNORDERED if the
 * two are unequal but neither is less, because a text is not a time, an address or a number.
 */

#define COMPARE_UNORDERED 2

int compare_time(struct text a, int64_t at_ns);
int compare_address(struct text a, const struct ip *ip);
int compare_values(const struct value *a, const struct value *b);

/* Compares as times, as addresses or as values.  Neither a nor b may be absent. */
int compare(enum compare_as as, const struct value *a, const struct value *b);

/* Is `a op b` true, if cmp is what comparing a and b returned? */
static inline bool
compare_holds(enum op op, int cmp)
{
	return cmp == COMPARE_UNORDERED ? op == OP_NE : op_holds(op, cmp);
}

#endif
