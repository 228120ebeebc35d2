/* SPDX-License-Identifier: MIT */
#ifndef EVENT_DECISION_H
#define EVENT_DECISION_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"
#include "event/event.h"

/* Outcomes, the more severe the larger. */
enum outcome { OUTCOME_ALLOW, OUTCOME_OBSERVE, OUTCOME_CHALLENGE, OUTCOME_BLOCK, OUTCOMES };

extern const struct text outcome_names[OUTCOMES];

/* What was decided and by which rules: of a few kinds in any one run, and so shared between events.
 */
struct verdict {
	enum outcome outcome;
	struct text decided_by; /* a rule_id; absent: the default decision */
	const struct text
	    *matched; /* rule_ids of the Enforce rules that matched, in order of evaluation */
	const struct text *shadow; /* of the Shadow rules that matched */
	size_t nmatched, nshadow;
};

struct decision {
	const struct verdict *verdict;
	bool duplicate;       /* then duplicate_of is the event's own event_id */
	bool id_conflict;     /* another event with the id and other content was decided near it */
	struct text evidence; /* a JSON array of event_put_evidence's; absent: not asked for */
};

/* One line with its newline.  The fields are ev->fields_json, or by the schema where that is
 * absent. */
void event_put_decision(struct buf *b, const struct event *ev, const struct event_schema *s,
    uint64_t rule_version, const struct decision *d);

/* Appends the decision for people, as a line: when, what, about whom and by which rule.  The text
 * evidence, if there is any, follows with two spaces before each line. */
void event_put_decision_text(
    struct buf *b, const struct event *ev, const struct decision *d, bool color);

#endif
