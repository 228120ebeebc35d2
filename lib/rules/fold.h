/* SPDX-License-Identifier: MIT */
#ifndef RULES_FOLD_H
#define RULES_FOLD_H

#include "rules/rules.h"

/* Is pred a comparison by entity or session although the plan gives no event an entity?  It then
 * never holds. */
bool fold_is_keyless(const struct rules *r, const struct json_node *pred);

/*
 * Finds predicates that are true or false for every event, without looking at events.  It knows
 * empty And, Or and lists; impossible numbers (a count below 1); all hours of the day; and
 * comparisons that contradict each other, have no key, or ask for a value that the field never has
 * (typed.h).  Returns SOMETIMES if it cannot tell.  Reads the JSON of the rule set, which loading
 * has checked.  If it returns NEVER, *culprit is the node that causes it.
 */
enum always { NEVER, SOMETIMES, ALWAYS };

enum always fold(
    const struct rules *r, const struct json_node *pred, const struct json_node **culprit);

#endif
