/* SPDX-License-Identifier: MIT */
#include "decide/decide.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/number.h"
#include "time/stamp.h"

/* What a comparison compares with, read once. */
struct operand {
	bool whole; /* it is written as an integer of int64 */
	int64_t integer;
};

struct decider {
	const struct rules *rules;
	struct state *state;
	struct operand *operand; /* by leaf */
	struct arena scratch;    /* of one event */
	struct state_view view;
	struct verdict verdict;
	struct text *matched, *shadow; /* the verdict's, with room for all rules */
};

struct decider *
decider_new(const struct rules *rules, struct siphash_key key)
{
	struct decider *d = mem_zalloc(1, sizeof(*d));
	d->rules = rules;
	d->state = state_new(rules, key);
	d->operand = mem_zalloc(rules->leaves, sizeof(*d->operand));
	for (size_t i = 0; i < rules->leaves; i++)
		d->operand[i].whole = number_i64(rules->leaf[i].value, &d->operand[i].integer) == 0;
	d->matched = mem_zalloc(rules->count, sizeof(*d->matched));
	d->shadow = mem_zalloc(rules->count, sizeof(*d->shadow));
	return d;
}

void
decider_free(struct decider *d)
{
	if (!d)
		return;
	state_free(d->state);
	arena_free(&d->scratch);
	free(d->operand);
	free(d->matched);
	free(d->shadow);
	free(d);
}

struct state *
decider_state(struct decider *d)
{
	return d->state;
}

/* whole + part / 10^9 against the operand, part in 0 .. 10^9 - 1; exactly. */
static int
compare(uint64_t whole, uint64_t part, const struct operand *o, struct text value)
{
	if (o->whole) {
		if (o->integer < 0 || whole > (uint64_t)o->integer)
			return 1;
		if (whole < (uint64_t)o->integer)
			return -1;
		return part > 0;
	}
	char digits[40];
	struct buf b = { digits, 0, sizeof(digits) };
	buf_u64(&b, whole);
	buf_char(&b, '.');
	for (uint64_t place = STAMP_SECOND / 10; place > 0; place /= 10)
		buf_char(&b, (char)('0' + part / place % 10));
	return number_cmp(buf_as_text(&b), value);
}

/* What a window holds against the operand. */
static int
compare_wide(wide found, const struct operand *o, struct text value)
{
	if (o->whole)
		return (found > o->integer) - (found < o->integer);
	char digits[WIDE_MAX];
	size_t n = wide_put(found, digits);
	return number_cmp((struct text){ digits, n }, value);
}

/* The attribute against the operand; false where the event has no such id. */
static bool
compare_state(const struct decider *d, const struct leaf *leaf, const struct operand *o)
{
	const struct state_scope *scope = &d->view.scope[leaf->scope == SCOPE_SESSION];
	uint64_t ns = leaf->attribute == ATTRIBUTE_AGE_SECONDS ? scope->age_ns : scope->idle_ns;
	int cmp;
	if (!scope->present)
		return false;
	if (leaf->attribute == ATTRIBUTE_EVENT_COUNT)
		cmp = compare(scope->event_count, 0, o, leaf->value);
	else if (leaf->attribute == ATTRIBUTE_DECISION_COUNT)
		cmp = compare(scope->decision_count, 0, o, leaf->value);
	else
		cmp = compare(ns / STAMP_SECOND, ns % STAMP_SECOND, o, leaf->value);
	return op_holds(leaf->op, cmp);
}

static bool
compare_leaf(void *context, unsigned number)
{
	struct decider *d = context;
	const struct leaf *leaf = &d->rules->leaf[number];
	const struct operand *o = &d->operand[number];
	wide found;
	if (leaf->kind == LEAF_STATE)
		return compare_state(d, leaf, o);
	if (!state_window(d->state, &d->view, leaf->series, leaf->seconds, &found))
		return false;
	return op_holds(leaf->op, compare_wide(found, o, leaf->value));
}

static bool
concerns(const struct rule *rule, const struct event *ev)
{
	return !rule->tenant_id.p ||
	       (ev->tenant_id.kind != VALUE_ABSENT && text_eq(rule->tenant_id, ev->tenant_id.text));
}

/* The rules in order, as far as evaluation goes, and the one that decides: the first with the
 * winning outcome, or NULL. */
static const struct rule *
match(struct decider *d, const struct event *ev)
{
	struct env env = { ev->field, d->rules->fields.type, &d->scratch, compare_leaf, d };
	const struct rule *first[OUTCOMES] = { NULL };
	for (size_t i = 0; i < d->rules->count; i++) {
		const struct rule *rule = &d->rules->rule[i];
		if (!concerns(rule, ev) || !pred_holds(rule->pred, &env))
			continue;
		if (rule->shadow) {
			d->shadow[d->verdict.nshadow++] = rule->rule_id;
			continue;
		}
		d->matched[d->verdict.nmatched++] = rule->rule_id;
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

static void
evaluate(struct decider *d, const struct event *ev)
{
	arena_reset(&d->scratch);
	d->verdict = (struct verdict){ .outcome = d->rules->runtime.default_decision,
		.matched = d->matched,
		.shadow = d->shadow };
	const struct rule *winner = match(d, ev);
	if (!winner)
		return;
	d->verdict.outcome = winner->outcome;
	d->verdict.decided_by = winner->rule_id;
}

void
decide_event(struct decider *d, const struct event *ev, struct decision *out)
{
	state_arrive(d->state, ev, &d->view);
	if (d->view.duplicate) {
		*out = (struct decision){ d->view.duplicate, true };
		return;
	}
	evaluate(d, ev);
	state_settle(d->state, &d->view, &d->verdict);
	*out = (struct decision){ &d->verdict, false };
}
