/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_DESCRIBE_H
#define DECIDE_DESCRIBE_H

#include "base/arena.h"
#include "event/evidence.h"
#include "rules/rules.h"

/*
 * Describes a comparison as evidence: fills expression, op and value.  The texts live in the arena
 * or in the rule set.  Private to this layer.
 */
void describe(struct arena *a, const struct rules *r, const struct comparison *c,
    const struct event *ev, struct evidence *e);

#endif
