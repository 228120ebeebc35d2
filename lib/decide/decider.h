/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_DECIDER_H
#define DECIDE_DECIDER_H

#include "base/arena.h"
#include "base/buf.h"
#include "decide/decide.h"

/* What decide.c and explain.c share.  Private to this layer. */

/* The result of the rules for one event. */
struct tally {
	struct verdict verdict;
	struct text *matched, *shadow; /* the arrays in verdict, with room for all rules */
	size_t evaluated;              /* how many rules were evaluated, up to a final match */
};

struct decider {
	const struct rules *rules;
	struct state *state;
	struct arena scratch; /* reset for each evaluation */
	const struct event *event;
	struct state_view view;
	struct tally tally;
	/* For evidence: what if this comparison, and any other of the same thing, had found this
	 * number? */
	const struct leaf *other_leaf; /* NULL: comparisons use what they find */
	number_wide other_n;
	struct explainer *explainer; /* NULL: no evidence is wanted */
};

void tally_init(struct tally *t, const struct rules *rules);
void tally_free(struct tally *t);

/* Evaluates the rules for the event, which must be the current one of the state. */
void evaluate(struct decider *d, const struct event *ev, struct tally *t);

/* Returns whether the rule applies to the event's tenant. */
bool rule_concerns(const struct rule *rule, const struct event *ev);
bool pred_matches(struct decider *d, const struct pred *pred, const struct event *ev);

/* Finds the number that a comparison with state looks at, in its units.  Returns false if the event
 * does not have the key. */
bool leaf_find(struct decider *d, const struct leaf *leaf, number_wide *n);

/* The evidence for what the tally says, in the form that was asked for.  It lives until the next
 * call.  explain_nothing: that of an event that no rule was evaluated for. */
struct explainer *explainer_new(const struct rules *rules, enum explain_form form);
void explainer_free(struct explainer *x);
struct text explain(struct decider *d, const struct event *ev);
struct text explain_nothing(const struct decider *d);

#endif
