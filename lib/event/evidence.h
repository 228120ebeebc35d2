/* SPDX-License-Identifier: MIT */
#ifndef EVENT_EVIDENCE_H
#define EVENT_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"
#include "event/decision.h"
#include "event/value.h"

/*
 * One comparison of a rule with its result: an element of the member `evidence` of a decision.
 * flip is the observed number nearest to the actual one that would have changed the decision;
 * absent if there is none.
 */
struct evidence {
	struct text rule_id, reason; /* reason may be absent */
	struct text expression;      /* "WindowCmp Entity 300s" */
	struct value observed;       /* absent if the event has no such field or no key */
	struct text op;              /* "Ge" */
	struct text value;           /* JSON; absent: null */
	bool holds;
	struct value flip, distance; /* numbers; distance is between observed and flip */
	enum outcome decision;       /* what it would have been with flip */
};

/* Adds an element of the array, without a comma. */
void event_put_evidence(struct buf *b, const struct evidence *e);

/* Appends the comparison for people, in one line without its end:
 * `WindowCmp Entity 300s: 6 >= 5 (Observe at 4)`.  Long values are cut. */
void event_put_evidence_text(struct buf *b, const struct evidence *e);

#endif
