/* SPDX-License-Identifier: MIT */
#include "replay/change.h"

#include "json/write.h"
#include "time/stamp.h"

static bool
is_decided(const struct answered *side)
{
	return side->answer < (enum answer)OUTCOMES;
}

enum cause
change_cause(const struct compare *c, const struct change *what)
{
	const struct answered *was = &what->side[BASELINE], *is = &what->side[CANDIDATE];
	if (!is_decided(was) || !is_decided(is) || !c->rules_differ)
		return CAUSE_ENCODING;
	if (!c->plans_differ)
		return CAUSE_RULES;
	const bool encoding = (enum answer)is->crossed == is->answer;
	const bool rules = (enum answer)was->crossed == is->answer;
	if (encoding && rules)
		return CAUSE_BOTH;
	return encoding ? CAUSE_ENCODING : rules ? CAUSE_RULES : CAUSE_INTERACTION;
}

/* Returns whether only one of the two events is in the range.  Then no other difference matters. */
static bool
is_out_of_range(const struct change *what)
{
	const struct answered *was = &what->side[BASELINE], *is = &what->side[CANDIDATE];
	return was->event && is->event && is_decided(was) != is_decided(is);
}

/* Returns the name of what differs between the two events. */
static struct text
difference(const struct compare *c, const struct change *what)
{
	const size_t differs = what->pair->differs;
	if (is_out_of_range(what))
		return pair_member_names[PAIR_OBSERVED_AT];
	return differs <= c->fields ? c->field[differs - 1].name
				    : pair_member_names[differs - 1 - c->fields];
}

/* Returns whether no rule decided on either side, so that the outcomes are the plans' defaults. */
static bool
is_default(const struct compare *c, const struct change *what)
{
	return !what->side[BASELINE].decided_by.p && !what->side[CANDIDATE].decided_by.p &&
	       c->grid.plan[BASELINE]->runtime.default_decision !=
		   c->grid.plan[CANDIDATE]->runtime.default_decision;
}

static void
put_failure(struct buf *b, const struct compare *c, const struct pair *p)
{
	json_member_string(b, "failure", reject_names[p->code]);
	if (p->blamed)
		json_member_string(b, "field", c->field[p->blamed - 1].name);
}

/*
 * Writes what is different: for a change caused by the encoding, the first field; for one caused by
 * the rules, the first rule.  If the encoding is the cause but no field differs, earlier events
 * were read differently, so it is the state.
 */
static void
put_difference(struct buf *b, const struct compare *c, const struct change *what, enum cause cause)
{
	const struct pair *p = what->pair;
	const bool failed = what->side[BASELINE].answer == ANSWER_FAILED ||
			    what->side[CANDIDATE].answer == ANSWER_FAILED;
	if (failed) {
		put_failure(b, c, p);
		return;
	}
	if (cause != CAUSE_RULES && p->differs)
		json_member_string(b, "field", difference(c, what));
	else if (cause != CAUSE_RULES && is_default(c, what))
		json_member_string(b, "setting", TEXT("default_decision"));
	else if (cause != CAUSE_RULES)
		json_member_bool(b, "state", true);
	if (what->rule)
		json_member_string(b, "rule", c->rule[what->rule - 1].name.name);
}

void
change_put(struct buf *b, const struct compare *c, const struct text *inputs,
    const struct change *what, enum cause cause)
{
	const struct answered *was = &what->side[BASELINE], *is = &what->side[CANDIDATE];
	const struct event *ev = is_decided(is) ? is->event : was->event;
	json_begin(b, '{');
	json_name(b, "event_id");
	value_put(b, &ev->event_id);
	json_name(b, "tenant_id");
	value_put(b, &ev->tenant_id);
	json_name(b, "observed_at");
	stamp_put_json(b, what->at_ns);
	json_name(b, "entity_id");
	value_put(b, &ev->entity_id);
	json_member_string(b, "from", answer_names[was->answer]);
	json_member_string(b, "to", answer_names[is->answer]);
	json_member_string_or_null(b, "from_rule", was->decided_by);
	json_member_string_or_null(b, "to_rule", is->decided_by);
	json_member_string(b, "cause", cause_names[cause]);
	json_member_begin(b, "first_difference", '{');
	put_difference(b, c, what, cause);
	json_end(b, '}');
	const struct text file = inputs ? inputs[what->input] : TEXT("-");
	json_member_string_or_null(b, "file", text_eq(file, TEXT("-")) ? TEXT_ABSENT : file);
	json_member_u64(b, "line", what->pair->line > 0 ? what->pair->line : what->line);
	if (c->keep.explain) {
		json_member_raw_or_null(b, "evidence", is->evidence);
		json_member_raw_or_null(b, "baseline_evidence", was->evidence);
	}
	json_end(b, '}');
}
