/* SPDX-License-Identifier: MIT */
#ifndef RULES_FOLD_H
#define RULES_FOLD_H

#include "rules/rules.h"

/* A comparison by entity or session, where the plan gives no event one: it never holds. */
bool fold_is_keyless(const struct rules *r, const struct json_node *pred);

/*
 * Predicates that say the same of every event, found without one: empty And, Or and lists, numbers
 * that cannot be (a count below 1), all hours of the day, comparisons that contradict each other,
 * have no key, or ask for a value that the field never has (typed.h).
 * SOMETIMES where it cannot be told.  Goes over the JSON, which is good: the rule set is loaded.
 * *culprit: the node that says it, where it is NEVER.
 */
enum always { NEVER, SOMETIMES, ALWAYS };

enum always fold(
    const struct rules *r, const struct json_node *pred, const struct json_node **culprit);

#endif
