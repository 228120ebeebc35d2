/* SPDX-License-Identifier: MIT */
#ifndef EVENT_DECISION_H
#define EVENT_DECISION_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"
#include "event/event.h"

/* Outcomes.  A more severe one is larger. */
enum outcome { OUTCOME_ALLOW, OUTCOME_OBSERVE, OUTCOME_CHALLENGE, OUTCOME_BLOCK, OUTCOMES };

extern const struct text outcome_names[OUTCOMES];

/* What was decided and by which rules.  A run has few different verdicts, and events share them. */
struct verdict {
	enum outcome outcome;
	struct text decided_by; /* a rule_id; absent: the default decision */
	/* the rule_ids of the Enforce and the Shadow rules that matched, in order of evaluation */
	const struct text *matched, *shadow;
	size_t nmatched, nshadow;
};

struct decision {
	const struct verdict *verdict;
	bool duplicate;       /* duplicate_of is the event's own event_id */
	bool id_conflict;     /* an event with its id and other content is within the dedup TTL */
	struct text evidence; /* a JSON array made by event_put_evidence; absent: not wanted */
};

/* Adds a decision as a line, with its newline.  Its fields are ev->fields_json or, if that is
 * absent, ev->field by the schema. */
void event_put_decision(struct buf *b, const struct event *ev, const struct event_schema *s,
    uint64_t rule_version, const struct decision *d);

/* Appends the decision for people, as a line: when, what, about whom and by which rule.  The text
 * evidence, if there is any, follows with two spaces before each line. */
void event_put_decision_text(
    struct buf *b, const struct event *ev, const struct decision *d, bool color);

#endif
