/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/lookup.h"
#include "expr/load.h"
#include "rules/fold.h"
#include "rules/typed.h"

/* Lint reads the JSON of the rule set, because findings name the place of each problem in it. */
struct lint {
	const struct rules *rules;
	const struct plan *plan; /* or NULL */
	struct arena arena;      /* of messages */
	struct buf *out;
	size_t found;
	bool vain;                     /* rules_lint_vain */
	const struct json_node **rule; /* in the order of the file */
	size_t unknown;                /* how many unknown fields were found so far */
};

enum { SUGGESTIONS = 100 }; /* for how many unknown fields the nearest name is searched */

static void __attribute__((format(printf, 3, 4)))
report(struct lint *l, const struct json_node *node, const char *format, ...)
{
	char message[512];
	va_list ap;
	va_start(ap, format);
	vsnprintf(message, sizeof(message), format, ap);
	va_end(ap);
	buf_text(l->out, json_where(&l->arena, node));
	buf_printf(l->out, ": %s\n", message);
	l->found++;
}

/* Reports a finding that rules_lint_vain leaves out. */
static void
remark(struct lint *l, const struct json_node *node, const char *what)
{
	if (!l->vain)
		report(l, node, "%s", what);
}

static bool
is_disabled(const struct json_node *rule)
{
	const struct json_node *enabled = json_get(rule, "enabled");
	return enabled && enabled->kind == JSON_FALSE;
}

static const struct json_node *
rule_node(const struct lint *l, const struct rule *rule)
{
	return l->rule[rule->order];
}

static enum always
always(const struct lint *l, const struct json_node *rule)
{
	const struct json_node *ignored;
	return fold(l->rules, json_get(rule, "expression"), &ignored);
}

/* Why a comparison can never hold, if it is not obvious from the comparison itself; otherwise NULL.
 */
static const char *
reason(const struct lint *l, const struct json_node *comparison)
{
	if (!json_get(comparison, "kind"))
		return NULL;
	if (!fold_is_keyless(l->rules, comparison))
		return typed_never(l->rules, comparison);
	return text_eq(json_get(comparison, "scope")->text, TEXT("Session"))
		   ? "no event has a session, since the plan has no entity_identity_fields"
		   : "no event has an entity, since the plan has no entity_identity_fields";
}

/* Reports all comparisons in node that never hold. */
static void
lint_reasons(struct lint *l, const struct json_node *node)
{
	const char *why = reason(l, node);
	if (why)
		report(l, node, "never holds: %s", why);
	for (const struct json_node *n = node->child; n; n = n->next)
		lint_reasons(l, n);
}

/* Reports a rule that can never match, with the part that causes it.  Otherwise reports its
 * comparisons that never hold. */
static void
lint_never(struct lint *l, const struct json_node *rule)
{
	const struct json_node *expression = json_get(rule, "expression"), *culprit;
	const bool never = fold(l->rules, expression, &culprit) == NEVER;
	const char *why = never ? reason(l, culprit) : NULL;
	if (why) {
		report(l, rule, "never matches: %s cannot hold: %s",
		    json_where(&l->arena, culprit).p, why);
		return;
	}
	if (never && culprit == expression)
		report(l, rule, "never matches");
	else if (never)
		report(l, rule, "never matches: %s cannot hold", json_where(&l->arena, culprit).p);
	lint_reasons(l, expression);
}

/* Reports rules that are never evaluated, because an earlier final rule of all tenants or of the
 * same tenant always matches. */
static void
lint_order(struct lint *l)
{
	const struct rules *r = l->rules;
	const struct rule *stop = NULL;
	struct lookup stops = { 0 }; /* by tenant: the number of such a rule */
	for (size_t i = 0; i < r->count; i++) {
		const struct rule *rule = &r->rule[i];
		size_t own = lookup_find(&stops, rule->tenant_id);
		if (own != LOOKUP_NONE || stop) {
			const struct rule *before = own != LOOKUP_NONE ? &r->rule[own] : stop;
			report(l, rule_node(l, rule),
			    "unreachable: %s comes before it, is final and always matches",
			    json_where(&l->arena, rule_node(l, before)).p);
			continue;
		}
		if (rule->shadow || !rule->final || always(l, rule_node(l, rule)) != ALWAYS)
			continue;
		if (rule->tenant_id.p)
			lookup_put(&stops, rule->tenant_id, i);
		else
			stop = rule;
	}
	lookup_free(&stops);
}

/* A rule whose outcome is the default decision has an effect only if another enforced rule has a
 * less severe outcome. */
static void
lint_outcomes(struct lint *l)
{
	const struct rules *r = l->rules;
	enum outcome usual = r->runtime.default_decision;
	for (size_t i = 0; i < r->count; i++)
		if (!r->rule[i].shadow && r->rule[i].outcome < usual)
			return;
	for (size_t i = 0; i < r->count; i++) {
		const struct rule *rule = &r->rule[i];
		if (!rule->shadow && !rule->final && rule->outcome == usual)
			report(l, rule_node(l, rule),
			    "%s is the default decision: the rule changes no decision",
			    outcome_names[usual].p);
	}
}

static void
lint_star(void *context, const struct json_node *pattern)
{
	remark(context, pattern, EXPR_ESCAPED_STAR);
}

static void
lint_rules(struct lint *l)
{
	const struct json_node *rules = json_get(l->rules->document.config, "rules");
	for (const struct json_node *n = rules->child; n; n = n->next) {
		const struct json_node *mode = json_get(n, "mode"), *final = json_get(n, "final");
		if (is_disabled(n)) {
			remark(l, n, "disabled");
			continue;
		}
		lint_never(l, n);
		expr_each_escaped_star(json_get(n, "expression"), lint_star, l);
		if (mode && text_eq(mode->text, TEXT("Shadow")) && final &&
		    final->kind == JSON_TRUE)
			remark(l, final, "final means nothing on a Shadow rule");
	}
	if (!l->vain)
		lint_outcomes(l);
	lint_order(l);
}

static bool
is_field_name(const struct json_node *node)
{
	return node->kind == JSON_STRING &&
	       (text_eq(node->key, TEXT("field_name")) || text_eq(node->key, TEXT("other_field")) ||
		   (node->parent && text_eq(node->parent->key, TEXT("group_by"))));
}

/* Reports each name of a field that the plan does not have. */
static void
lint_fields(struct lint *l, const struct json_node *node)
{
	const struct fields *known = &l->plan->fields;
	if (is_field_name(node) && fields_find(known, node->text) == FIELD_UNKNOWN)
		report(l, node, "the plan has no field %s%s", load_quoted(&l->arena, node->text).p,
		    load_suggestion(&l->arena, node->text, known->name,
			l->unknown++ < SUGGESTIONS ? known->n : 0)
			.p);
	for (const struct json_node *n = node->child; n; n = n->next)
		lint_fields(l, n);
}

static void
find_lists(const struct json_node *node, struct lookup *used)
{
	if (node->kind == JSON_STRING && text_eq(node->key, TEXT("list")))
		lookup_put(used, node->text, 0);
	for (const struct json_node *n = node->child; n; n = n->next)
		find_lists(n, used);
}

static void
lint_lists(struct lint *l, const struct json_node *config)
{
	const struct json_node *lists = json_get(config, "lists");
	struct lookup used = { 0 };
	find_lists(json_get(config, "rules"), &used);
	for (const struct json_node *n = lists ? lists->child : NULL; n; n = n->next)
		if (lookup_find(&used, n->key) == LOOKUP_NONE)
			report(l, n, "no rule uses this list");
	lookup_free(&used);
}

static size_t
lint(struct lint *l)
{
	const struct json_node *config = l->rules->document.config,
			       *rules = json_get(config, "rules");
	l->rule = arena_zalloc(&l->arena, rules->count, sizeof(*l->rule));
	for (const struct json_node *n = rules->child; n; n = n->next)
		l->rule[n->index] = n;
	lint_rules(l);
	for (const struct json_node *n = l->plan ? rules->child : NULL; n; n = n->next)
		if (!l->vain || !is_disabled(n))
			lint_fields(l, n);
	if (!l->vain)
		lint_lists(l, config);
	arena_free(&l->arena);
	return l->found;
}

size_t
rules_lint(const struct rules *r, const struct plan *plan, struct buf *out)
{
	return lint(&(struct lint){ .rules = r, .plan = plan, .out = out });
}

size_t
rules_lint_vain(const struct rules *r, const struct plan *plan, struct buf *out)
{
	return lint(&(struct lint){ .rules = r, .plan = plan, .out = out, .vain = true });
}

static void
mark_names(const struct rules *r, const struct json_node *node, bool *asked)
{
	const size_t i = is_field_name(node) ? fields_find(&r->fields, node->text) : FIELD_UNKNOWN;
	if (i != FIELD_UNKNOWN)
		asked[i] = true;
	for (const struct json_node *n = node->child; n; n = n->next)
		mark_names(r, n, asked);
}

void
rules_asked(const struct rules *r, bool *asked)
{
	const struct json_node *rules = json_get(r->document.config, "rules");
	for (const struct json_node *n = rules->child; n; n = n->next)
		if (!is_disabled(n))
			mark_names(r, json_get(n, "expression"), asked);
}
