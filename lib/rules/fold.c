/* SPDX-License-Identifier: MIT */
#include "rules/fold.h"

#include "base/number.h"
#include "rules/leaf.h"

static bool
is_kind(const struct json_node *pred, const char *kind)
{
	return text_eq(json_get(pred, "kind")->text, text_of(kind));
}

bool
fold_is_keyless(const struct rules *r, const struct json_node *pred)
{
	return r->no_entities && json_get(pred, "scope") != NULL;
}

static enum op
op_of(const struct json_node *pred)
{
	const struct json_node *op = json_get(pred, "operator");
	unsigned i = OP_EQ; /* FieldEq has none */
	while (op && !text_eq(op->text, op_names[i]))
		i++;
	return (enum op)i;
}

/* Comparisons with state: what they find is at least so much, and whole but for seconds. */
static enum always
fold_number(const struct rules *r, const struct json_node *pred)
{
	number_wide least;
	if (fold_is_keyless(r, pred))
		return NEVER;
	for (size_t i = 0; i < r->leaves; i++) {
		const struct leaf *leaf = &r->leaf[i];
		if (leaf->node != pred)
			continue;
		if (leaf->op == OP_EQ && !leaf->exact)
			return NEVER; /* whole numbers, or nanoseconds */
		if (!leaf_least(r, leaf, &least) || leaf->op == OP_NE || leaf->op == OP_GE ||
		    leaf->op == OP_GT)
			return SOMETIMES;
		return leaf->op == OP_EQ         ? (leaf->floor < least ? NEVER : SOMETIMES)
		       : leaf_holds(leaf, least) ? SOMETIMES
						 : NEVER;
	}
	return SOMETIMES; /* of a disabled rule */
}

static enum always
fold_hours(const struct json_node *pred)
{
	int64_t from = 0, to = 0;
	number_i64(json_get(pred, "from")->text, &from);
	number_i64(json_get(pred, "to")->text, &to);
	return from == to ? NEVER : from == 0 && to == 24 ? ALWAYS : SOMETIMES;
}

static enum always
fold_list(const struct rules *r, const struct json_node *pred)
{
	const struct json_node *inlined = json_get(pred, "values"), *list = json_get(pred, "list");
	if (!inlined)
		inlined = json_get(pred, "cidrs");
	if (inlined)
		return inlined->count == 0 ? NEVER : SOMETIMES;
	return list_count(lists_find(r->lists, list->text)) == 0 ? NEVER : SOMETIMES;
}

/* A field with itself. */
static enum always
fold_other(const struct json_node *pred)
{
	const struct json_node *other = json_get(pred, "other_field");
	enum op op = op_of(pred);
	if (!other || !text_eq(other->text, json_get(pred, "field_name")->text))
		return SOMETIMES;
	return op == OP_NE || op == OP_LT || op == OP_GT ? NEVER : SOMETIMES;
}

static enum always
fold_leaf(const struct rules *r, const struct json_node *pred)
{
	if (is_kind(pred, "StateCmp") || is_kind(pred, "WindowCmp"))
		return fold_number(r, pred);
	if (is_kind(pred, "HourBetween"))
		return fold_hours(pred);
	if (is_kind(pred, "FieldIn") || is_kind(pred, "IpInCidr"))
		return fold_list(r, pred);
	if (is_kind(pred, "FieldCmp"))
		return fold_other(pred);
	if (is_kind(pred, "Sample"))
		return number_cmp(json_get(pred, "percent")->text, TEXT("0")) == 0 ? NEVER
										   : SOMETIMES;
	return SOMETIMES;
}

/* Do two members have the same JSON, or neither is there? */
static bool
same_member(const struct json_node *a, const struct json_node *b, const char *key)
{
	const struct json_node *x = json_get(a, key), *y = json_get(b, key);
	return x && y ? x->kind == y->kind && text_eq(x->text, y->text) : !x && !y;
}

/* Do two comparisons look at the same thing? */
static bool
same_thing(const struct json_node *a, const struct json_node *b)
{
	static const char *const members[] = { "field_name", "other_field", "scope", "attribute",
		"group_by", "seconds", "where", "aggregate" };
	bool a_field = is_kind(a, "FieldCmp") || is_kind(a, "FieldEq");
	bool b_field = is_kind(b, "FieldCmp") || is_kind(b, "FieldEq");
	bool fields = a_field && b_field;
	bool state =
	    same_member(a, b, "kind") && (is_kind(a, "StateCmp") || is_kind(a, "WindowCmp"));
	if (!fields && !state)
		return false;
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++)
		if (!same_member(a, b, members[i]))
			return false;
	return json_get(a, "value") && json_get(b, "value");
}

/* Can no number satisfy both? */
static bool
numbers_exclude(enum op p, struct text a, enum op q, struct text b)
{
	int cmp = number_cmp(a, b);
	if (p == OP_EQ)
		return !op_holds(q, cmp);
	if (q == OP_EQ)
		return !op_holds(p, -cmp);
	if (p == OP_NE || q == OP_NE)
		return false;
	bool above = p == OP_GT || p == OP_GE, below = q == OP_LT || q == OP_LE;
	if (above != below)
		return false; /* both bounds on one side */
	if (!above)
		return numbers_exclude(q, b, p, a);
	return cmp > 0 || (cmp == 0 && (p == OP_GT || q == OP_LT));
}

static bool
is_numeric(const struct json_node *value)
{
	return value->kind == JSON_NUMBER ||
	       (value->kind == JSON_STRING && number_is_json(value->text));
}

/* Can no value of the field, which is neither a time nor an address, equal both? */
static bool
values_exclude(const struct json_node *x, const struct json_node *y)
{
	if (text_eq(x->text, y->text))
		return false;
	return !is_numeric(x) || !is_numeric(y) || number_cmp(x->text, y->text) != 0;
}

static bool
exclude(const struct rules *r, const struct json_node *a, const struct json_node *b)
{
	if (!same_thing(a, b))
		return false;
	const struct json_node *x = json_get(a, "value"), *y = json_get(b, "value"),
			       *name = json_get(a, "field_name");
	enum op p = op_of(a), q = op_of(b);
	size_t field = name ? fields_find(&r->fields, name->text) : FIELD_UNKNOWN;
	enum type type = field != FIELD_UNKNOWN ? r->fields.type[field] : TYPE_ANY;
	if (type == TYPE_TIMESTAMP || type == TYPE_IP_ADDRESS)
		return false;
	if (x->kind == JSON_NUMBER && y->kind == JSON_NUMBER)
		return numbers_exclude(p, x->text, q, y->text);
	return p == OP_EQ && q == OP_EQ && values_exclude(x, y);
}

/* Is one of them Not of the other? */
static bool
deny(const struct json_node *a, const struct json_node *b)
{
	const struct json_node *not_a = json_get(a, "predicate"), *not_b = json_get(b, "predicate");
	return (not_a && text_eq(not_a->text, b->text)) || (not_b && text_eq(not_b->text, a->text));
}

/* A part among those of an And, through Ands within, that cannot hold where `one` does. */
static const struct json_node *
find_contrary(const struct rules *r, const struct json_node *and, const struct json_node *one)
{
	for (const struct json_node *n = json_get(and, "predicates")->child; n; n = n->next) {
		const struct json_node *found = NULL;
		if (n == one)
			continue;
		if (is_kind(n, "And"))
			found = find_contrary(r, n, one);
		else if (deny(n, one) || exclude(r, one, n))
			found = n;
		if (found)
			return found;
	}
	return NULL;
}

/* Of a part of an And that contradicts another, the later one of the two; else NULL. */
static const struct json_node *
find_contradiction(const struct rules *r, const struct json_node *top, const struct json_node *and)
{
	for (const struct json_node *n = json_get(and, "predicates")->child; n; n = n->next) {
		const struct json_node *found =
		    is_kind(n, "And") ? find_contradiction(r, top, n) : find_contrary(r, top, n);
		if (found)
			return found;
	}
	return NULL;
}

static enum always
fold_and(const struct rules *r, const struct json_node *pred, const struct json_node **culprit)
{
	enum always least = ALWAYS;
	for (const struct json_node *n = json_get(pred, "predicates")->child; n; n = n->next) {
		const struct json_node *inner = n;
		enum always part = fold(r, n, &inner);
		if (part < least)
			least = part;
		if (part != NEVER)
			continue;
		*culprit = inner;
		return NEVER;
	}
	const struct json_node *contradiction = find_contradiction(r, pred, pred);
	if (!contradiction)
		return least;
	*culprit = contradiction;
	return NEVER;
}

static enum always
fold_or(const struct rules *r, const struct json_node *pred)
{
	const struct json_node *ignored, *parts = json_get(pred, "predicates");
	enum always most = NEVER;
	for (const struct json_node *n = parts->child; n; n = n->next) {
		enum always part = fold(r, n, &ignored);
		if (part > most)
			most = part;
		for (const struct json_node *m = n->next; m; m = m->next)
			if (deny(n, m))
				return ALWAYS;
	}
	return most;
}

enum always
fold(const struct rules *r, const struct json_node *pred, const struct json_node **culprit)
{
	const struct json_node *ignored;
	*culprit = pred;
	if (is_kind(pred, "Not"))
		return (enum always)(ALWAYS - fold(r, json_get(pred, "predicate"), &ignored));
	if (is_kind(pred, "And"))
		return fold_and(r, pred, culprit);
	return is_kind(pred, "Or") ? fold_or(r, pred) : fold_leaf(r, pred);
}
