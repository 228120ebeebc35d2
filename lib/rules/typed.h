/* SPDX-License-Identifier: MIT */
#ifndef RULES_TYPED_H
#define RULES_TYPED_H

#include "rules/rules.h"

/*
 * A comparison of a field with a constant that no value of the field can satisfy, since the plan's
 * parser and normalizers never make one: "ABC" of a field that is Lowercase, "yes" of a Bool, "1h"
 * of a Duration, which is a number of seconds, -1 of a U64.  pred: any object of a rule set.
 * Returns the reason, as constant text; NULL: an event may satisfy it, as far as this can tell.
 */
const char *typed_never(const struct rules *r, const struct json_node *pred);

/* What the normalizers of a plan's field leave: the case of every letter. */
enum letters typed_letters(const struct plan_field *field);

#endif
