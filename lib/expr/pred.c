/* SPDX-License-Identifier: MIT */
#include "expr/expr.h"

#include "expr/compare.h"
#include "expr/load.h"
#include "expr/node.h"
#include "expr/pred_private.h"
#include "time/stamp.h"

const struct text op_names[OPS] = {
	[OP_EQ] = TEXT("Eq"),
	[OP_NE] = TEXT("Ne"),
	[OP_LT] = TEXT("Lt"),
	[OP_LE] = TEXT("Le"),
	[OP_GT] = TEXT("Gt"),
	[OP_GE] = TEXT("Ge"),
};

static const struct text kind_names[] = {
	[FIELD_EQ] = TEXT("FieldEq"),
	[FIELD_CONTAINS] = TEXT("FieldContains"),
	[FIELD_EXISTS] = TEXT("FieldExists"),
	[AND] = TEXT("And"),
	[OR] = TEXT("Or"),
	[NOT] = TEXT("Not"),
	[FIELD_CMP] = TEXT("FieldCmp"),
	[FIELD_IN] = TEXT("FieldIn"),
	[FIELD_LIKE] = TEXT("FieldLike"),
	[FIELD_MATCHES] = TEXT("FieldMatches"),
	[IP_IN_CIDR] = TEXT("IpInCidr"),
};

#define EACH TEXT("any"), TEXT("all")
#define NAMED TEXT("kind"), TEXT("field_name")
#define CASE TEXT("ignore_case")

static const struct {
	struct text name[8];
	size_t n;
} kind_members[] = {
	[FIELD_EQ] = { { NAMED, TEXT("value"), CASE, EACH }, 6 },
	[FIELD_CONTAINS] = { { NAMED, TEXT("value"), CASE, EACH }, 6 },
	[FIELD_EXISTS] = { { NAMED }, 2 },
	[AND] = { { TEXT("kind"), TEXT("predicates") }, 2 },
	[OR] = { { TEXT("kind"), TEXT("predicates") }, 2 },
	[NOT] = { { TEXT("kind"), TEXT("predicate") }, 2 },
	[FIELD_CMP] = { { NAMED, TEXT("operator"), TEXT("value"), TEXT("other_field"), EACH }, 7 },
	[FIELD_IN] = { { NAMED, TEXT("values"), TEXT("list"), CASE, EACH }, 7 },
	[FIELD_LIKE] = { { NAMED, TEXT("pattern"), TEXT("patterns"), CASE, EACH }, 7 },
	[FIELD_MATCHES] = { { NAMED, TEXT("pattern"), CASE, EACH }, 6 },
	[IP_IN_CIDR] = { { NAMED, TEXT("cidrs"), TEXT("list"), EACH }, 6 },
};
_Static_assert(LOAD_COUNT(kind_names) == PRED_KINDS, "each kind has a name");
_Static_assert(LOAD_COUNT(kind_members) == PRED_KINDS, "each kind has members");

/* A field that was not found counts as of any type, so that there is no second error about it. */
static const struct type_row *
type_of(const struct expr_loader *l, size_t field)
{
	return &types[field == FIELD_UNKNOWN ? TYPE_ANY : l->fields->type[field]];
}

/* Loads the value to compare with.  The field's type says how to read it. */
static int
load_operand(struct expr_loader *l, const struct json_node *node, struct pred *p)
{
	const struct type_row *type = type_of(l, p->field);
	struct text field, value;
	p->as = type->compare;
	if (load_value(l, node, "value", &p->value) < 0)
		return -1;
	if (p->as == AS_VALUES)
		return 0;
	field = load_quoted(l->arena, l->fields->name[p->field]);
	value = load_quoted(l->arena, p->value.text);
	if (p->as == AS_TIMES && stamp_parse(p->value.text, &p->at_ns) < 0)
		return load_error(l, json_get(node, "value"), "not a time: %s (field %s is %s): %s",
		    value.p, field.p, type->one, stamp_why(p->value.text));
	if (p->as == AS_ADDRESSES && ip_parse(p->value.text, &p->ip) < 0)
		return load_error(l, json_get(node, "value"),
		    "not an IP address: %s (field %s is %s): write it like 203.0.113.7 or "
		    "2001:db8::1, without a prefix or a zone; for networks, use IpInCidr",
		    value.p, field.p, type->one);
	return 0;
}

static int
load_cmp(struct expr_loader *l, const struct json_node *node, struct pred *p)
{
	int op = load_operator(l, node, kind_names, PRED_KINDS);
	bool other = json_get(node, "other_field") != NULL;
	int bad = op < 0 ? -1 : 0;
	p->op = op < 0 ? OP_EQ : (enum op)op;
	if (!other && load_is_misspelt(l, node, "value"))
		return -1;
	if (!other && load_is_misspelt(l, node, "other_field"))
		return -1;
	if (other == (json_get(node, "value") != NULL))
		return load_error(
		    l, node, "must have exactly one of \"value\" and \"other_field\"");
	if (!other)
		return bad | load_operand(l, node, p);
	if (node_field(l, node, "other_field", &p->other) < 0)
		return -1;
	p->as = type_of(l, p->field)->compare;
	if (p->as == AS_VALUES)
		p->as = type_of(l, p->other)->compare;
	return bad;
}

/* Loads a named list, or the array in the member `inline_key`. */
static int
load_list(
    struct expr_loader *l, const struct json_node *node, const char *inline_key, struct pred *p)
{
	const struct json_node *array = json_get(node, inline_key), *name = json_get(node, "list");
	struct text *names;
	size_t n = lists_count(l->lists);
	if (array == NULL && name == NULL &&
	    (load_is_misspelt(l, node, inline_key) || load_is_misspelt(l, node, "list")))
		return -1;
	if ((array == NULL) == (name == NULL))
		return load_error(
		    l, node, "must have exactly one of \"%s\" and \"list\"", inline_key);
	if (array != NULL)
		return (p->list = lists_add(l->lists, l, array)) == NULL ? -1 : 0;
	if (name->kind != JSON_STRING)
		return load_error(l, name, "must be a string");
	if ((p->list = lists_find(l->lists, name->text)) != NULL)
		return 0;
	names = arena_zalloc(l->arena, n, sizeof(*names));
	for (size_t i = 0; i < n; i++)
		names[i] = lists_name(l->lists, i);
	struct text near = load_suggestion(l->arena, name->text, names, n);
	if (near.n == 0 && n > 0)
		return load_error(l, name, "unknown list %s; known lists: %s",
		    load_quoted(l->arena, name->text).p, load_listed(l->arena, names, n).p);
	if (near.n == 0)
		return load_error(l, name, "unknown list %s; define it in the member \"lists\"",
		    load_quoted(l->arena, name->text).p);
	return load_error(
	    l, name, "unknown list %s%s", load_quoted(l->arena, name->text).p, near.p);
}

static int
load_parts(struct expr_loader *l, const struct json_node *node, struct pred *p)
{
	const struct json_node *parts = load_array(l, node, "predicates");
	int bad = 0;
	if (parts == NULL)
		return -1;
	p->part = arena_zalloc(l->arena, parts->count, sizeof(const struct pred *));
	for (const struct json_node *c = parts->child; c != NULL; c = c->next)
		if ((p->part[p->parts++] = pred_load(l, c)) == NULL)
			bad = -1;
	return bad;
}

static int
load_not(struct expr_loader *l, const struct json_node *node, struct pred *p)
{
	const struct json_node *part = load_required(l, node, "predicate");
	if (part == NULL)
		return -1;
	p->part = arena_zalloc(l->arena, 1, sizeof(const struct pred *));
	p->parts = 1;
	return (p->part[0] = pred_load(l, part)) == NULL ? -1 : 0;
}

static int
load_in(struct expr_loader *l, const struct json_node *node, struct pred *p)
{
	if (load_list(l, node, "values", p) < 0)
		return -1;
	p->as = type_of(l, p->field)->compare;
	return list_want(p->list, l, p->as, p->ignore_case);
}

static int
load_cidr(struct expr_loader *l, const struct json_node *node, struct pred *p)
{
	if (load_list(l, node, "cidrs", p) < 0)
		return -1;
	return list_want_networks(p->list, l);
}

static int
load_glob(struct expr_loader *l, const struct json_node *node, struct pred *p)
{
	if (node->kind != JSON_STRING)
		return load_error(l, node, "must be a string");
	const struct text pattern = p->ignore_case ? text_folded(node->text, l->arena) : node->text;
	p->glob[p->globs++] = glob_escaped(pattern, l->arena);
	return 0;
}

static int
load_like(struct expr_loader *l, const struct json_node *node, struct pred *p)
{
	const struct json_node *one = json_get(node, "pattern"), *all = json_get(node, "patterns");
	int bad = 0;
	if (one == NULL && all == NULL &&
	    (load_is_misspelt(l, node, "pattern") || load_is_misspelt(l, node, "patterns")))
		return -1;
	if ((one == NULL) == (all == NULL))
		return load_error(l, node, "must have exactly one of \"pattern\" and \"patterns\"");
	if (all != NULL && all->kind != JSON_ARRAY)
		return load_error(l, all, "must be an array");
	p->glob = arena_zalloc(l->arena, all != NULL ? all->count : 1, sizeof(*p->glob));
	if (one != NULL)
		return load_glob(l, one, p);
	for (const struct json_node *c = all->child; c != NULL; c = c->next)
		bad |= load_glob(l, c, p);
	return bad;
}

static int
load_matches(struct expr_loader *l, const struct json_node *node, struct pred *p)
{
	p->pattern = load_regex(l, node, PATTERN_NO_GROUP, p->ignore_case);
	return p->pattern == NULL ? -1 : 0;
}

/* A text that is compared with others regardless of case is kept in lower case. */
static void
fold_value(struct expr_loader *l, struct pred *p)
{
	if (p->ignore_case && p->value.kind != VALUE_NUMBER && p->value.kind != VALUE_ABSENT)
		p->value.text = text_folded(p->value.text, l->arena);
}

/* `any`, `all` and `ignore_case`, of the kinds that have them. */
static int
load_manner(struct expr_loader *l, const struct json_node *node, struct pred *p)
{
	bool any = false, all = false;
	int bad = load_bool(l, node, "ignore_case", &p->ignore_case);
	bad |= load_bool(l, node, "any", &any);
	bad |= load_bool(l, node, "all", &all);
	if (any && all)
		return load_error(l, node, "must not have both \"any\" and \"all\"");
	p->each = any ? EACH_ANY : all ? EACH_ALL : EACH_NOT;
	return bad;
}

static int
load_kind(struct expr_loader *l, const struct json_node *node, struct pred *p)
{
	if (p->kind == AND || p->kind == OR)
		return load_parts(l, node, p);
	if (p->kind == NOT)
		return load_not(l, node, p);
	int bad = node_field(l, node, "field_name", &p->field);
	bad |= load_manner(l, node, p);
	switch (p->kind) {
	case FIELD_EQ: /* op is OP_EQ */
		bad |= load_operand(l, node, p);
		fold_value(l, p);
		p->by_bytes = p->as == AS_VALUES && p->value.kind == VALUE_STRING &&
			      p->each == EACH_NOT && !p->ignore_case;
		return bad;
	case FIELD_CMP: return bad | load_cmp(l, node, p);
	case FIELD_CONTAINS:
		bad |= load_value(l, node, "value", &p->value);
		if (p->ignore_case)
			p->value.text = text_folded(p->value.text, l->arena);
		return bad;
	case FIELD_MATCHES: return bad | load_matches(l, node, p);
	case FIELD_LIKE: return bad | load_like(l, node, p);
	case FIELD_IN: return bad | load_in(l, node, p);
	case IP_IN_CIDR: return bad | load_cidr(l, node, p);
	case FIELD_EXISTS:
	case AND:
	case OR:
	case NOT:
	case LEAF: break;
	}
	return bad;
}

/* The names of all kinds: first those of this file, then the caller's. */
static const struct text *
all_kinds(struct expr_loader *l, size_t *n)
{
	struct text *names;
	*n = PRED_KINDS + l->nleaf_kinds;
	if (l->nleaf_kinds == 0)
		return kind_names;
	names = arena_zalloc(l->arena, *n, sizeof(*names));
	memcpy(names, kind_names, sizeof(kind_names));
	memcpy(names + PRED_KINDS, l->leaf_kinds, l->nleaf_kinds * sizeof(*names));
	return names;
}

static int
load_pred(struct expr_loader *l, const struct json_node *node, struct pred *p)
{
	size_t n;
	const struct text *kinds = all_kinds(l, &n);
	int kind = load_choice(l, node, "kind", "kind", kinds, n), leaf, bad;
	if (kind < 0)
		return -1;
	if (kind < PRED_KINDS) {
		p->kind = (enum pred_kind)kind;
		bad = load_members(l, node, kind_members[kind].name, kind_members[kind].n);
		return bad | load_kind(l, node, p);
	}
	p->kind = LEAF;
	leaf = l->leaf(l->context, l, node, kinds[kind]);
	p->leaf = (unsigned)leaf;
	return leaf < 0 ? -1 : 0;
}

const struct pred *
pred_load(struct expr_loader *l, const struct json_node *node)
{
	struct pred *p = arena_zalloc(l->arena, 1, sizeof(*p));
	p->node = node;
	p->other = FIELD_UNKNOWN;
	if (node_enter(l, node) < 0)
		return NULL;
	int ret = load_pred(l, node, p);
	node_leave(l);
	return ret < 0 ? NULL : p;
}

void
pred_each(
    const struct pred *p, void (*visit)(void *context, const struct comparison *c), void *context)
{
	struct comparison c = { p, p->node, p->field, p->other, p->op, false, p->kind == LEAF,
		p->leaf };
	switch (p->kind) {
	case AND:
	case OR:
	case NOT:
		for (size_t i = 0; i < p->parts; i++)
			pred_each(p->part[i], visit, context);
		return;
	case FIELD_EQ:
	case FIELD_CMP: c.by_value = p->as == AS_VALUES && p->each == EACH_NOT; break;
	case FIELD_CONTAINS:
	case FIELD_EXISTS:
	case FIELD_IN:
	case FIELD_LIKE:
	case FIELD_MATCHES:
	case IP_IN_CIDR:
	case LEAF: break;
	}
	visit(context, &c);
}

static void
visit_pattern(const struct json_node *pattern,
    void (*visit)(void *context, const struct json_node *pattern), void *context)
{
	if (pattern->kind == JSON_STRING && glob_ends_escaped(pattern->text))
		visit(context, pattern);
}

void
expr_each_escaped_star(const struct json_node *node,
    void (*visit)(void *context, const struct json_node *pattern), void *context)
{
	const struct json_node *kind = json_get(node, "kind"), *one = json_get(node, "pattern"),
			       *all = json_get(node, "patterns");
	if (kind != NULL && text_eq(kind->text, kind_names[FIELD_LIKE]) && one != NULL)
		visit_pattern(one, visit, context);
	if (kind != NULL && text_eq(kind->text, kind_names[FIELD_LIKE]) && all != NULL)
		for (const struct json_node *c = all->child; c != NULL; c = c->next)
			visit_pattern(c, visit, context);
	for (const struct json_node *c = node->child; c != NULL; c = c->next)
		expr_each_escaped_star(c, visit, context);
}
