/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "expr/load.h"
#include "rules/leaf.h"
#include "rules/rules.h"
#include "rules/typed.h"
#include "time/stamp.h"

static int
load_settings(struct expr_loader *l, const struct json_node *node, struct rule *rule)
{
	static const struct text modes[] = { TEXT("Enforce"), TEXT("Shadow") };
	int outcome = load_choice(l, node, "outcome", "outcome", outcome_names, OUTCOMES);
	int bad = outcome < 0 ? -1 : 0;
	rule->outcome = outcome < 0 ? OUTCOME_ALLOW : (enum outcome)outcome;
	if (json_get(node, "mode")) {
		int mode = load_choice(l, node, "mode", "mode", modes, 2);
		bad |= mode < 0 ? -1 : 0;
		rule->shadow = mode == 1;
	}
	bad |= load_integer(l, node, "priority", INT64_MIN, INT64_MAX, &rule->priority);
	bad |= load_bool(l, node, "enabled", &rule->enabled);
	return bad | load_bool(l, node, "final", &rule->final);
}

static int
load_id(struct expr_loader *l, const struct json_node *node, struct rule *rule, struct lookup *ids)
{
	if (load_name(l, node, "rule_id", &rule->rule_id) != 0)
		return -1;
	size_t other = lookup_find(ids, rule->rule_id);
	if (other != LOOKUP_NONE)
		return load_error(l, json_get(node, "rule_id"),
		    "\"%.*s\" is already the id of $.rules[%zu]", (int)rule->rule_id.n,
		    rule->rule_id.p, other);
	lookup_put(ids, rule->rule_id, node->index);
	return 0;
}

static int
load_names(
    struct expr_loader *l, const struct json_node *node, struct rule *rule, struct lookup *ids)
{
	int bad = load_id(l, node, rule, ids);
	bad |= load_note(l, node, "name", &rule->name);
	bad |= load_note(l, node, "description", &rule->description);
	bad |= load_note(l, node, "reason", &rule->reason);
	return bad | load_note(l, node, "tenant_id", &rule->tenant_id);
}

static int
load_rule(
    struct expr_loader *l, const struct json_node *node, struct rule *rule, struct lookup *ids)
{
	static const struct text members[] = { TEXT("rule_id"), TEXT("name"), TEXT("description"),
		TEXT("enabled"), TEXT("priority"), TEXT("expression"), TEXT("outcome"),
		TEXT("tenant_id"), TEXT("mode"), TEXT("final"), TEXT("reason") };
	*rule = (struct rule){ .enabled = true, .priority = 100, .order = node->index };
	int bad = load_members(l, node, members, LOAD_COUNT(members));
	if (node->kind != JSON_OBJECT)
		return -1;
	bad |= load_names(l, node, rule, ids);
	bad |= load_settings(l, node, rule);
	const struct json_node *expression = load_required(l, node, "expression");
	if (!expression)
		return -1;
	rule->pred = pred_load(l, expression);
	return rule->pred ? bad : -1;
}

static int
rule_cmp(const void *a, const void *b)
{
	const struct rule *x = a, *y = b;
	if (x->priority != y->priority)
		return x->priority < y->priority ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* A disabled rule must be valid, but its leaves and series are dropped again. */
static int
load_rules(struct rules *r, struct expr_loader *l, const struct json_node *node, struct lookup *ids)
{
	int bad = 0;
	r->rule = arena_zalloc(&r->arena, node->count, sizeof(*r->rule));
	for (const struct json_node *n = node->child; n; n = n->next) {
		size_t leaves = r->leaves, nseries = r->nseries;
		bad |= load_rule(l, n, &r->rule[r->count], ids);
		r->total++;
		if (r->rule[r->count].enabled) {
			r->count++;
			continue;
		}
		r->leaves = leaves;
		r->nseries = nseries;
	}
	if (bad)
		return -1;
	if (r->count > 0)
		qsort(r->rule, r->count, sizeof(*r->rule), rule_cmp);
	for (size_t i = 0; i < r->leaves; i++) {
		const struct leaf *leaf = &r->leaf[i];
		if (leaf->kind != LEAF_WINDOW)
			continue;
		int64_t *longest = &r->series[leaf->series].longest_ns;
		if (*longest < leaf->seconds * STAMP_SECOND)
			*longest = leaf->seconds * STAMP_SECOND;
	}
	return 0;
}

/* Takes the type of each field in the rules from the plan.  Loading the rules needs the types. */
static void
take_types(struct rules *r, const struct plan *plan, const struct json_node *node)
{
	bool names = text_eq(node->key, TEXT("field_name")) ||
		     text_eq(node->key, TEXT("other_field")) ||
		     (node->parent && text_eq(node->parent->key, TEXT("group_by")));
	if (node->kind == JSON_STRING && names) {
		size_t i = fields_find(&plan->fields, node->text);
		if (i != FIELD_UNKNOWN && fields_find(&r->fields, node->text) == FIELD_UNKNOWN)
			fields_add(&r->fields, node->text, plan->fields.type[i]);
	}
	for (const struct json_node *n = node->child; n; n = n->next)
		take_types(r, plan, n);
}

/* Sets which letters each field in the rules can have, by the plan's normalizers. */
static void
take_letters(struct rules *r, const struct plan *plan)
{
	enum letters *letters = arena_zalloc(&r->arena, r->fields.n, sizeof(*letters));
	for (size_t i = 0; i < r->fields.n; i++) {
		size_t of_plan = fields_find(&plan->fields, r->fields.name[i]);
		if (of_plan != FIELD_UNKNOWN)
			letters[i] = typed_letters(&plan->field[of_plan]);
	}
	r->letters = letters;
}

static int
load_config(struct expr_loader *l, struct rules *r, const struct plan *plan, const char *dir)
{
	static const struct text members[] = { TEXT("rules"), TEXT("summary"), TEXT("lists"),
		TEXT("tests") };
	const struct json_node *config = r->document.config;
	if (json_get(config, "fields") && !json_get(config, "rules"))
		return load_error(
		    l, config, "this is an encoding plan, not a rule set; pass it to --plan");
	int bad = load_members(l, config, members, LOAD_COUNT(members));
	if (config->kind != JSON_OBJECT)
		return -1;
	bad |= load_note(l, config, "summary", &r->summary);
	r->tests = json_get(config, "tests");
	if (r->tests && r->tests->kind != JSON_ARRAY)
		bad = load_error(l, r->tests, "must be an array of tests");
	bad |= lists_load(r->lists, l, json_get(config, "lists"), dir);
	const struct json_node *rules = load_array(l, config, "rules");
	if (!rules)
		return -1;
	if (plan)
		take_types(r, plan, rules);
	struct lookup ids = { 0 };
	bad |= load_rules(r, l, rules, &ids);
	lookup_free(&ids);
	if (plan)
		take_letters(r, plan);
	return bad;
}

struct rules *
rules_load_all(struct text text, const struct plan *plan, const char *dir, struct errs *all)
{
	struct rules *r = mem_zalloc(1, sizeof(*r));
	struct err latest;
	struct leaf_loader ll = { .rules = r, .plan = plan };
	struct expr_loader l = { .arena = &r->arena,
		.fields = &r->fields,
		.err = &latest,
		.all = all,
		.leaf = leaf_load,
		.context = &ll,
		.leaf_kinds = leaf_kind_names,
		.nleaf_kinds = LEAF_KINDS };
	r->text = arena_text(&r->arena, text);
	r->runtime = plan ? plan->runtime : runtime_defaults();
	r->no_entities = plan && plan->runtime.identities == 0;
	r->lists = l.lists = lists_new();
	r->fields.open = true;
	int bad = document_load(&l, r->text, &r->document);
	if (r->document.config)
		bad |= load_config(&l, r, plan, dir);
	lookup_free(&ll.series);
	if (r->document.config && bad == 0)
		return r;
	rules_free(r);
	return NULL;
}

struct rules *
rules_load(struct text text, const struct plan *plan, const char *dir, struct err *e)
{
	struct errs all = { 0 };
	struct rules *r = rules_load_all(text, plan, dir, &all);
	if (!r)
		errs_first(&all, e);
	return r;
}

void
rules_free(struct rules *r)
{
	if (!r)
		return;
	free(r->leaf);
	free(r->series);
	fields_free(&r->fields);
	if (r->lists)
		lists_free(r->lists);
	arena_free(&r->arena);
	free(r);
}
