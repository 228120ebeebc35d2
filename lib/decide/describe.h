/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_DESCRIBE_H
#define DECIDE_DESCRIBE_H

#include "base/arena.h"
#include "event/evidence.h"
#include "rules/rules.h"

/*
 * What a comparison is, in the words of evidence: fills expression, op and value.  Text lives in
 * the arena or the rule set.  Private to this layer.
 */
void describe(struct arena *a, const struct rules *r, const struct comparison *c,
    const struct event *ev, struct evidence *e);

#endif
