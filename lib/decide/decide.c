/* SPDX-License-Identifier: MIT */
#include "decide/decide.h"

#include <stdlib.h>

#include "base/mem.h"
#include "decide/decider.h"

void
tally_init(struct tally *t, const struct rules *rules)
{
	t->matched = mem_zalloc(rules->count, sizeof(*t->matched));
	t->shadow = mem_zalloc(rules->count, sizeof(*t->shadow));
}

void
tally_free(struct tally *t)
{
	free(t->matched);
	free(t->shadow);
}

struct decider *
decider_new(const struct rules *rules, struct siphash_key key)
{
	struct decider *d = mem_zalloc(1, sizeof(*d));
	d->rules = rules;
	d->state = state_new(rules, key);
	tally_init(&d->tally, rules);
	return d;
}

void
decider_free(struct decider *d)
{
	if (!d)
		return;
	state_free(d->state);
	arena_free(&d->scratch);
	tally_free(&d->tally);
	explainer_free(d->explainer);
	free(d);
}

void
decider_explain(struct decider *d, enum explain_form form)
{
	if (!d->explainer)
		d->explainer = explainer_new(d->rules, form);
}

const struct state_view *
decider_view(const struct decider *d)
{
	return &d->view;
}

struct state *
decider_state(struct decider *d)
{
	return d->state;
}

static bool
find_attribute(const struct decider *d, const struct leaf *leaf, number_wide *n)
{
	const struct state_scope *scope = &d->view.scope[leaf->scope == SCOPE_SESSION];
	switch (leaf->attribute) {
	case ATTRIBUTE_EVENT_COUNT: *n = scope->event_count; break;
	case ATTRIBUTE_DECISION_COUNT: *n = scope->decision_count; break;
	case ATTRIBUTE_AGE_SECONDS: *n = scope->age_ns; break;
	case ATTRIBUTE_IDLE_SECONDS: *n = scope->idle_ns; break;
	}
	return scope->present;
}

/* Returns whether both comparisons look at the same thing. */
static bool
same_thing(const struct leaf *a, const struct leaf *b)
{
	if (a->kind != b->kind || a->scope != b->scope)
		return false;
	if (a->kind == LEAF_STATE)
		return a->attribute == b->attribute;
	return a->series == b->series && a->seconds == b->seconds;
}

bool
leaf_find(struct decider *d, const struct leaf *leaf, number_wide *n)
{
	if (d->other_leaf && same_thing(d->other_leaf, leaf)) {
		*n = d->other_n;
		return true;
	}
	if (leaf->kind == LEAF_STATE)
		return find_attribute(d, leaf, n);
	return state_window(d->state, &d->view, leaf->series, leaf->seconds, n);
}

static bool
compare_leaf(void *context, unsigned number)
{
	struct decider *d = context;
	const struct leaf *leaf = &d->rules->leaf[number];
	number_wide n;
	const struct value *v;
	switch (leaf->kind) {
	case LEAF_STATE:
	case LEAF_WINDOW: break;
	case LEAF_HOUR: return hour_holds(&leaf->hour, d->event->observed_at_ns);
	case LEAF_SAMPLE:
		v = &d->event->field[leaf->sample.field];
		return v->kind != VALUE_ABSENT &&
		       sample_holds(&leaf->sample, sample_number(v->text));
	}
	return leaf_find(d, leaf, &n) && leaf_holds(leaf, n);
}

bool
pred_matches(struct decider *d, const struct pred *pred, const struct event *ev)
{
	struct env env = { ev->field, &d->scratch, compare_leaf, d };
	d->event = ev;
	return pred_holds(pred, &env);
}

bool
rule_concerns(const struct rule *rule, const struct event *ev)
{
	return !rule->tenant_id.p ||
	       (ev->tenant_id.kind != VALUE_ABSENT && text_eq(rule->tenant_id, ev->tenant_id.text));
}

/* Evaluates the rules in order up to a final match.  Returns the rule that decides, the first one
 * with the winning outcome, or NULL. */
static const struct rule *
match(struct decider *d, const struct event *ev, struct tally *t)
{
	const struct rule *first[OUTCOMES] = { NULL };
	while (t->evaluated < d->rules->count) {
		const struct rule *rule = &d->rules->rule[t->evaluated++];
		if (!rule_concerns(rule, ev) || !pred_matches(d, rule->pred, ev))
			continue;
		if (rule->shadow) {
			t->shadow[t->verdict.nshadow++] = rule->rule_id;
			continue;
		}
		t->matched[t->verdict.nmatched++] = rule->rule_id;
		if (!first[rule->outcome])
			first[rule->outcome] = rule;
		if (rule->final)
			return first[rule->outcome];
	}
	for (size_t o = OUTCOMES; o-- > 0;)
		if (first[o])
			return first[o];
	return NULL;
}

void
evaluate(struct decider *d, const struct event *ev, struct tally *t)
{
	arena_reset(&d->scratch);
	t->evaluated = 0;
	t->verdict = (struct verdict){ .outcome = d->rules->runtime.default_decision,
		.matched = t->matched,
		.shadow = t->shadow };
	const struct rule *winner = match(d, ev, t);
	if (!winner)
		return;
	t->verdict.outcome = winner->outcome;
	t->verdict.decided_by = winner->rule_id;
}

void
decide_expect(struct decider *d, const struct event *ev, size_t n)
{
	state_expect(d->state, ev, n);
}

void
decide_event(struct decider *d, const struct event *ev, struct decision *out)
{
	state_arrive(d->state, ev, &d->view);
	if (d->view.duplicate) {
		*out = (struct decision){ .verdict = d->view.duplicate,
			.duplicate = true,
			.evidence = d->explainer ? explain_nothing(d) : TEXT_ABSENT };
		return;
	}
	evaluate(d, ev, &d->tally);
	*out =
	    (struct decision){ .verdict = &d->tally.verdict, .id_conflict = d->view.id_conflict };
	if (d->explainer)
		out->evidence = explain(d, ev);
	state_settle(d->state, &d->view, &d->tally.verdict);
}
