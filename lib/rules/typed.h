/* SPDX-License-Identifier: MIT */
#ifndef RULES_TYPED_H
#define RULES_TYPED_H

#include "rules/rules.h"

/*
 * Finds a comparison of a field with a constant that is never true, because the plan's parser and
 * normalizers never produce such a value.  Examples are "ABC" for a Lowercase field, "yes" for a
 * Bool, -1 for a U64, and "1h" for a Duration, which is a number of seconds.  pred is any object of
 * a rule set.  Returns the reason, as constant text; NULL if an event might satisfy pred.
 */
const char *typed_never(const struct rules *r, const struct json_node *pred);

/* Which letters the normalizers of a plan's field leave in its texts. */
enum letters typed_letters(const struct plan_field *field);

#endif
