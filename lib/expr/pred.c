/* SPDX-License-Identifier: MIT */
#include "expr/expr.h"

#include "base/glob.h"
#include "expr/compare.h"
#include "expr/load.h"
#include "expr/node.h"
#include "time/stamp.h"

enum pred_kind {
	FIELD_EQ,
	FIELD_CONTAINS,
	FIELD_EXISTS,
	AND,
	OR,
	NOT,
	FIELD_CMP,
	FIELD_IN,
	FIELD_LIKE,
	IP_IN_CIDR,
	LEAF /* one of the caller's kinds; must be the last */
};
#define PRED_KINDS LEAF

struct pred {
	enum pred_kind kind;
	const struct json_node *node;
	size_t field;
	enum op op;         /* FieldEq, FieldCmp */
	enum compare_as as; /* FieldEq, FieldCmp, FieldIn */
	size_t other;       /* FieldCmp: the other field; FIELD_UNKNOWN: compare with value */
	struct value value; /* also what FieldContains looks for */
	struct glob glob;   /* FieldLike */
	int64_t at_ns;      /* AS_TIMES */
	struct ip ip;       /* AS_ADDRESSES */
	const struct list *list;
	const struct pred **part; /* And, Or, Not */
	size_t parts;
	unsigned leaf;
};

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
	[IP_IN_CIDR] = TEXT("IpInCidr"),
};

static const struct {
	struct text name[5];
	size_t n;
} kind_members[] = {
	[FIELD_EQ] = { { TEXT("kind"), TEXT("field_name"), TEXT("value") }, 3 },
	[FIELD_CONTAINS] = { { TEXT("kind"), TEXT("field_name"), TEXT("value") }, 3 },
	[FIELD_EXISTS] = { { TEXT("kind"), TEXT("field_name") }, 2 },
	[AND] = { { TEXT("kind"), TEXT("predicates") }, 2 },
	[OR] = { { TEXT("kind"), TEXT("predicates") }, 2 },
	[NOT] = { { TEXT("kind"), TEXT("predicate") }, 2 },
	[FIELD_CMP] = { { TEXT("kind"), TEXT("field_name"), TEXT("operator"), TEXT("value"),
			    TEXT("other_field") },
	    5 },
	[FIELD_IN] = { { TEXT("kind"), TEXT("field_name"), TEXT("values"), TEXT("list") }, 4 },
	[FIELD_LIKE] = { { TEXT("kind"), TEXT("field_name"), TEXT("pattern") }, 3 },
	[IP_IN_CIDR] = { { TEXT("kind"), TEXT("field_name"), TEXT("cidrs"), TEXT("list") }, 4 },
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
	return list_want(p->list, l, p->as);
}

static int
load_cidr(struct expr_loader *l, const struct json_node *node, struct pred *p)
{
	if (load_list(l, node, "cidrs", p) < 0)
		return -1;
	return list_want_networks(p->list, l);
}

static int
load_like(struct expr_loader *l, const struct json_node *node, struct pred *p)
{
	if (load_text(l, node, "pattern", &p->value.text) < 0)
		return -1;
	p->glob = glob_of(p->value.text);
	return 0;
}

static int
load_kind(struct expr_loader *l, const struct json_node *node, struct pred *p)
{
	if (p->kind == AND || p->kind == OR)
		return load_parts(l, node, p);
	if (p->kind == NOT)
		return load_not(l, node, p);
	int bad = node_field(l, node, "field_name", &p->field);
	switch (p->kind) {
	case FIELD_EQ: return bad | load_operand(l, node, p); /* op is OP_EQ */
	case FIELD_CMP: return bad | load_cmp(l, node, p);
	case FIELD_CONTAINS: return bad | load_value(l, node, "value", &p->value);
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

static bool
holds_cmp(const struct pred *p, const struct value *v, const struct env *env)
{
	const struct value *other;
	if (p->other != FIELD_UNKNOWN) {
		other = &env->field[p->other];
		return other->kind != VALUE_ABSENT &&
		       compare_holds(p->op, compare(p->as, v, other));
	}
	switch (p->as) {
	case AS_TIMES: return compare_holds(p->op, compare_time(v->text, p->at_ns));
	case AS_ADDRESSES: return compare_holds(p->op, compare_address(v->text, &p->ip));
	case AS_VALUES: break;
	}
	return compare_holds(p->op, compare_values(v, &p->value));
}

static bool
holds_field(const struct pred *p, const struct value *v, const struct env *env)
{
	struct ip ip;
	if (v->kind == VALUE_ABSENT)
		return false;
	switch (p->kind) {
	case FIELD_EXISTS: return true;
	case FIELD_CONTAINS: return text_contains(v->text, p->value.text);
	case FIELD_LIKE: return glob_holds(&p->glob, v->text);
	case FIELD_IN: return list_has(p->list, v, p->as);
	case IP_IN_CIDR:
		return ip_parse(v->text, &ip) == 0 && ip_set_has(list_networks(p->list), &ip);
	case FIELD_EQ:
	case FIELD_CMP: return holds_cmp(p, v, env);
	case AND:
	case OR:
	case NOT:
	case LEAF: break; /* these have no field */
	}
	return false;
}

bool
pred_holds(const struct pred *p, const struct env *env)
{
	switch (p->kind) {
	case AND:
		for (size_t i = 0; i < p->parts; i++)
			if (!pred_holds(p->part[i], env))
				return false;
		return true;
	case OR:
		for (size_t i = 0; i < p->parts; i++)
			if (pred_holds(p->part[i], env))
				return true;
		return false;
	case NOT: return !pred_holds(p->part[0], env);
	case LEAF: return env->leaf(env->context, p->leaf);
	case FIELD_EQ:
	case FIELD_CONTAINS:
	case FIELD_EXISTS:
	case FIELD_CMP:
	case FIELD_IN:
	case FIELD_LIKE:
	case IP_IN_CIDR: break;
	}
	return holds_field(p, &env->field[p->field], env);
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
	case FIELD_CMP: c.by_value = p->as == AS_VALUES; break;
	case FIELD_CONTAINS:
	case FIELD_EXISTS:
	case FIELD_IN:
	case FIELD_LIKE:
	case IP_IN_CIDR:
	case LEAF: break;
	}
	visit(context, &c);
}
