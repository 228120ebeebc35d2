/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_DECIDER_H
#define DECIDE_DECIDER_H

#include "base/arena.h"
#include "base/buf.h"
#include "decide/decide.h"

/* What decide and explain share: private to this layer. */

/* How the rules came out for an event. */
struct tally {
	struct verdict verdict;
	struct text *matched, *shadow; /* the verdict's, with room for all rules */
	size_t evaluated;              /* so many rules, up to a final match */
};

struct decider {
	const struct rules *rules;
	struct state *state;
	struct arena scratch; /* of one evaluation */
	const struct event *event;
	struct state_view view;
	struct tally tally;
	/* What if this comparison, and any other of the same thing, had found this number? */
	const struct leaf *other_leaf; /* NULL: they find what there is */
	number_wide other_n;
	struct explainer *explainer; /* NULL: nobody asks */
};

void tally_init(struct tally *t, const struct rules *rules);
void tally_free(struct tally *t);

/* Evaluates the rules for the event, which the state is at. */
void evaluate(struct decider *d, const struct event *ev, struct tally *t);

/* Does the rule see the tenant's events? */
bool rule_concerns(const struct rule *rule, const struct event *ev);
bool pred_matches(struct decider *d, const struct pred *pred, const struct event *ev);

/* What a comparison with state finds, in its units; false where the event has not the key. */
bool leaf_find(struct decider *d, const struct leaf *leaf, number_wide *n);

/* The evidence for what the tally says, as a JSON array that lives until the next call. */
struct explainer *explainer_new(const struct rules *rules);
void explainer_free(struct explainer *x);
struct text explain(struct decider *d, const struct event *ev);

#endif
