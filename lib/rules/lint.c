/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"
#include "expr/load.h"
#include "rules/fold.h"

/*
 * Lint: what is allowed and yet is hardly what was meant.  It goes over the JSON as it was written,
 * which has the places.
 */
struct lint {
	const struct rules *rules;
	const struct plan *plan; /* or NULL */
	struct arena arena;      /* of messages */
	struct buf *out;
	size_t found;
};

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

static const struct json_node *
element(const struct json_node *array, size_t index)
{
	const struct json_node *n = array->child;
	while (n->index != index)
		n = n->next;
	return n;
}

static const struct json_node *
rule_node(const struct lint *l, const struct rule *rule)
{
	return element(json_get(l->rules->document.config, "rules"), rule->order);
}

static enum always
always(const struct lint *l, const struct json_node *rule)
{
	const struct json_node *ignored;
	return fold(l->rules, json_get(rule, "expression"), &ignored);
}

/* A rule that can never match, and what in it is to blame. */
static void
lint_never(struct lint *l, const struct json_node *rule)
{
	const struct json_node *expression = json_get(rule, "expression"), *culprit;
	if (fold(l->rules, expression, &culprit) != NEVER)
		return;
	if (culprit == expression)
		report(l, rule, "never matches");
	else
		report(l, rule, "never matches: %s cannot hold", json_where(&l->arena, culprit).p);
}

/* Rules that are never evaluated, since a final one before them always matches. */
static void
lint_order(struct lint *l)
{
	const struct rules *r = l->rules;
	for (size_t i = 0; i < r->count; i++) {
		const struct rule *stop = &r->rule[i];
		const struct json_node *node = rule_node(l, stop);
		if (stop->shadow || !stop->final || always(l, node) != ALWAYS)
			continue;
		for (size_t j = i + 1; j < r->count; j++) {
			const struct rule *rule = &r->rule[j];
			if (stop->tenant_id.p &&
			    !(rule->tenant_id.p && text_eq(rule->tenant_id, stop->tenant_id)))
				continue;
			report(l, rule_node(l, rule),
			    "unreachable: $.rules[%zu] is final, comes before and always matches",
			    stop->order);
		}
		if (!stop->tenant_id.p)
			return;
	}
}

/* A rule of the default's outcome decides something only against rules of lesser ones. */
static void
lint_outcome(struct lint *l, const struct rule *rule)
{
	const struct rules *r = l->rules;
	enum outcome usual = r->runtime.default_decision;
	if (rule->shadow || rule->final || rule->outcome != usual)
		return;
	for (size_t i = 0; i < r->count; i++)
		if (!r->rule[i].shadow && r->rule[i].outcome < usual)
			return;
	report(l, rule_node(l, rule), "%s is the default decision: the rule changes no decision",
	    outcome_names[usual].p);
}

static void
lint_rules(struct lint *l)
{
	const struct json_node *rules = json_get(l->rules->document.config, "rules");
	for (const struct json_node *n = rules->child; n; n = n->next) {
		const struct json_node *enabled = json_get(n, "enabled"),
				       *mode = json_get(n, "mode"), *final = json_get(n, "final");
		if (enabled && enabled->kind == JSON_FALSE) {
			report(l, n, "disabled");
			continue;
		}
		lint_never(l, n);
		if (mode && text_eq(mode->text, TEXT("Shadow")) && final &&
		    final->kind == JSON_TRUE)
			report(l, final, "final means nothing on a Shadow rule");
	}
	for (size_t i = 0; i < l->rules->count; i++)
		lint_outcome(l, &l->rules->rule[i]);
	lint_order(l);
}

/* Names of fields that the plan does not make, wherever the rules have them. */
static void
lint_fields(struct lint *l, const struct json_node *node)
{
	const struct fields *known = &l->plan->fields;
	bool name = text_eq(node->key, TEXT("field_name")) ||
		    text_eq(node->key, TEXT("other_field")) ||
		    (node->parent && text_eq(node->parent->key, TEXT("group_by")));
	if (name && node->kind == JSON_STRING && fields_find(known, node->text) == FIELD_UNKNOWN)
		report(l, node, "the plan has no field %s%s", load_quoted(&l->arena, node->text).p,
		    load_suggestion(&l->arena, node->text, known->name, known->n).p);
	for (const struct json_node *n = node->child; n; n = n->next)
		lint_fields(l, n);
}

static bool
uses_list(const struct json_node *node, struct text name)
{
	if (node->kind == JSON_STRING && text_eq(node->key, TEXT("list")) &&
	    text_eq(node->text, name))
		return true;
	for (const struct json_node *n = node->child; n; n = n->next)
		if (uses_list(n, name))
			return true;
	return false;
}

static void
lint_lists(struct lint *l, const struct json_node *config)
{
	const struct json_node *lists = json_get(config, "lists");
	for (const struct json_node *n = lists ? lists->child : NULL; n; n = n->next)
		if (!uses_list(json_get(config, "rules"), n->key))
			report(l, n, "no rule uses this list");
}

size_t
rules_lint(const struct rules *r, const struct plan *plan, struct buf *out)
{
	struct lint l = { .rules = r, .plan = plan, .out = out };
	const struct json_node *config = r->document.config;
	lint_rules(&l);
	if (plan)
		lint_fields(&l, json_get(config, "rules"));
	lint_lists(&l, config);
	arena_free(&l.arena);
	return l.found;
}
