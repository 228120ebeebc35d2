/* SPDX-License-Identifier: MIT */
#ifndef EXPR_COMPARE_H
#define EXPR_COMPARE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ip.h"
#include "base/text.h"
#include "event/value.h"
#include "expr/expr.h"

/* How values compare (section 4 of the contract): private to this layer. */

#define COMPARE_UNORDERED 2 /* beside -1, 0, 1: unequal, neither less nor greater */

int compare_time(struct text a, int64_t at_ns);
int compare_address(struct text a, const struct ip *ip);
int compare_values(const struct value *a, const struct value *b);

/* Both there; their texts as times, as addresses, or as they are. */
int compare(enum compare_as as, const struct value *a, const struct value *b);

static inline bool
compare_holds(enum op op, int cmp)
{
	return cmp == COMPARE_UNORDERED ? op == OP_NE : op_holds(op, cmp);
}

#endif
