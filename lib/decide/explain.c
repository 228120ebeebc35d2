/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "decide/across.h"
#include "decide/decider.h"
#include "decide/describe.h"
#include "event/evidence.h"
#include "report/text_put.h"

/*
 * Evidence.  To find what would change the decision, the rules are evaluated again with one number
 * replaced wherever they look at it.  The state is read but never changed.
 */
struct explainer {
	struct arena arena; /* reset for each event */
	struct tally tally; /* the result with the number replaced */
	struct value *field;
	struct comparison *comparison; /* of the current rule */
	size_t comparisons, comparison_cap;
	struct evidence *evidence; /* of these comparisons */
	size_t evidence_cap;
	bool first; /* nothing was written yet: of the array, or of the rule's line */
	enum explain_form form;
	struct buf out;
};

/* The rule being explained, and whether another number would have made it match. */
struct inquiry {
	struct decider *d;
	const struct event *ev;
	const struct rule *rule;
	bool matched, near;
};

struct explainer *
explainer_new(const struct rules *rules, enum explain_form form)
{
	struct explainer *x = mem_zalloc(1, sizeof(*x));
	x->form = form;
	tally_init(&x->tally, rules);
	x->field = mem_zalloc(rules->fields.n, sizeof(*x->field));
	return x;
}

void
explainer_free(struct explainer *x)
{
	if (!x)
		return;
	arena_free(&x->arena);
	tally_free(&x->tally);
	free(x->field);
	free(x->comparison);
	free(x->evidence);
	buf_free(&x->out);
	free(x);
}

static void
note(void *context, const struct comparison *c)
{
	struct explainer *x = context;
	x->comparison =
	    mem_grow(x->comparison, &x->comparison_cap, x->comparisons + 1, sizeof(*x->comparison));
	x->comparison[x->comparisons++] = *c;
}

/* Evaluates with the number replaced: does the rule match now, does the decision change? */
static void
try_other(struct inquiry *q, const struct event *ev, struct value other, struct value distance,
    struct evidence *e)
{
	struct decider *d = q->d;
	struct tally *t = &d->explainer->tally;
	if (!q->matched && pred_matches(d, q->rule->pred, ev))
		q->near = true;
	if (e->flip.kind != VALUE_ABSENT)
		return;
	evaluate(d, ev, t);
	if (t->verdict.outcome == d->tally.verdict.outcome)
		return;
	e->flip = other;
	e->distance = distance;
	e->decision = t->verdict.outcome;
}

static void
explain_number(struct inquiry *q, const struct leaf *leaf, struct evidence *e)
{
	struct decider *d = q->d;
	struct arena *a = &d->explainer->arena;
	const bool fine = leaf->is_fine;
	number_wide n, other[ACROSS_MOST];
	if (!leaf_find(d, leaf, &n))
		return;
	e->observed = across_value(a, n, fine);
	size_t count = across_leaf(d->rules, leaf, n, other);
	d->other_leaf = leaf;
	for (size_t i = 0; i < count; i++) {
		number_wide distance = other[i] > n ? other[i] - n : n - other[i];
		d->other_n = other[i];
		try_other(
		    q, q->ev, across_value(a, other[i], fine), across_value(a, distance, fine), e);
	}
	d->other_leaf = NULL;
}

/* Returns the per cent that a text falls on, cut after six decimals. */
static struct value
sampled(struct arena *a, const struct value *v)
{
	char percent[SAMPLE_PERCENT_MAX];
	if (v->kind == VALUE_ABSENT)
		return VALUE_NONE;
	size_t n = sample_put_percent(sample_number(v->text), percent);
	const char *point = memchr(percent, '.', n);
	if (point && n > (size_t)(point - percent) + 7)
		n = (size_t)(point - percent) + 7;
	while (point && percent[n - 1] == '0')
		n--;
	n -= percent[n - 1] == '.';
	return (struct value){ arena_text(a, (struct text){ percent, n }), VALUE_NUMBER, false };
}

static void
explain_leaf(struct inquiry *q, const struct leaf *leaf, struct evidence *e)
{
	struct arena *a = &q->d->explainer->arena;
	switch (leaf->kind) {
	case LEAF_STATE:
	case LEAF_WINDOW: explain_number(q, leaf, e); break;
	case LEAF_HOUR:
		e->observed = across_value(a, hour_of(&leaf->hour, q->ev->observed_at_ns), false);
		break;
	case LEAF_SAMPLE: e->observed = sampled(a, &q->ev->field[leaf->sample.field]); break;
	}
}

/* Returns the number that a field is compared with; absent if there is none. */
static struct text
field_operand(const struct comparison *c, const struct event *ev)
{
	const struct json_node *value = json_get(c->node, "value");
	if (c->other != FIELD_UNKNOWN)
		return ev->field[c->other].kind == VALUE_NUMBER ? ev->field[c->other].text
								: TEXT_ABSENT;
	return value && value->kind == JSON_NUMBER ? value->text : TEXT_ABSENT;
}

static void
explain_field(struct inquiry *q, const struct comparison *c, struct evidence *e)
{
	struct explainer *x = q->d->explainer;
	const struct rules *r = q->d->rules;
	struct value other[ACROSS_MOST], distance[ACROSS_MOST];
	struct text operand = field_operand(c, q->ev);
	e->observed = q->ev->field[c->field];
	if (!c->by_value || c->op == OP_EQ || c->op == OP_NE || !operand.p ||
	    e->observed.kind != VALUE_NUMBER)
		return;
	size_t count = across_field(
	    &x->arena, r->fields.type[c->field], c->op, e->observed.text, operand, other, distance);
	struct event ev = *q->ev;
	memcpy(x->field, ev.field, r->fields.n * sizeof(*x->field));
	ev.field = x->field;
	for (size_t i = 0; i < count; i++) {
		x->field[c->field] = other[i];
		try_other(q, &ev, other[i], distance[i], e);
	}
}

/* Fills the explainer's evidence, one entry for each comparison of the rule. */
static void
explain_comparisons(struct inquiry *q)
{
	struct decider *d = q->d;
	struct explainer *x = d->explainer;
	x->evidence = mem_grow(x->evidence, &x->evidence_cap, x->comparisons, sizeof(*x->evidence));
	for (size_t i = 0; i < x->comparisons; i++) {
		const struct comparison *c = &x->comparison[i];
		struct evidence *e = &x->evidence[i];
		*e = (struct evidence){ .rule_id = q->rule->rule_id, .reason = q->rule->reason };
		describe(&x->arena, d->rules, c, q->ev, e);
		e->holds = pred_matches(d, c->pred, q->ev);
		if (c->is_leaf)
			explain_leaf(q, &d->rules->leaf[c->leaf], e);
		else
			explain_field(q, c, e);
	}
}

/* Comparisons with state come first, because the values of fields are in the event anyway. */
static bool
looks_at_state(const struct rules *r, const struct comparison *c)
{
	return c->is_leaf &&
	       (r->leaf[c->leaf].kind == LEAF_STATE || r->leaf[c->leaf].kind == LEAF_WINDOW);
}

static void
put_comparison(struct explainer *x, const struct evidence *e)
{
	switch (x->form) {
	case EXPLAIN_JSON:
		if (!x->first)
			buf_char(&x->out, ',');
		event_put_evidence(&x->out, e);
		break;
	case EXPLAIN_TEXT:
		if (!x->first)
			BUF_LIT(&x->out, "; ");
		event_put_evidence_text(&x->out, e);
		break;
	}
	x->first = false;
}

static void
put_comparisons(struct explainer *x, const struct rules *r, bool of_state)
{
	for (size_t i = 0; i < x->comparisons; i++)
		if (looks_at_state(r, &x->comparison[i]) == of_state)
			put_comparison(x, &x->evidence[i]);
}

/* The beginning of a rule's line. */
static void
put_rule_text(struct explainer *x, const struct inquiry *q)
{
	struct buf *b = &x->out;
	buf_text(b, q->matched ? TEXT("matched ") : TEXT("near "));
	text_put_readable(b, q->rule->rule_id, TEXT_NAME_MAX);
	if (q->rule->shadow)
		BUF_LIT(b, ", shadow");
	if (q->rule->reason.p) {
		BUF_LIT(b, " (");
		text_put_readable(b, q->rule->reason, TEXT_LINE);
		buf_char(b, ')');
	}
	if (x->comparisons > 0)
		BUF_LIT(b, ": ");
	x->first = true;
}

static void
put_rule(struct explainer *x, const struct rules *r, const struct inquiry *q)
{
	if (x->form == EXPLAIN_TEXT)
		put_rule_text(x, q);
	put_comparisons(x, r, true);
	put_comparisons(x, r, false);
	if (x->form == EXPLAIN_TEXT)
		buf_char(&x->out, '\n');
}

struct text
explain(struct decider *d, const struct event *ev)
{
	struct explainer *x = d->explainer;
	arena_reset(&x->arena);
	x->out.n = 0;
	x->first = true;
	if (x->form == EXPLAIN_JSON)
		buf_char(&x->out, '[');
	for (size_t i = 0; i < d->tally.evaluated; i++) {
		struct inquiry q = { .d = d, .ev = ev, .rule = &d->rules->rule[i] };
		if (!rule_concerns(q.rule, ev))
			continue;
		q.matched = pred_matches(d, q.rule->pred, ev);
		x->comparisons = 0;
		pred_each(q.rule->pred, note, x);
		explain_comparisons(&q);
		if (q.matched || q.near)
			put_rule(x, d->rules, &q);
	}
	if (x->form == EXPLAIN_JSON)
		buf_char(&x->out, ']');
	return buf_as_text(&x->out);
}

struct text
explain_nothing(const struct decider *d)
{
	return d->explainer->form == EXPLAIN_JSON ? TEXT("[]") : TEXT("");
}
