/* SPDX-License-Identifier: MIT */
#include "rules/fold.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/lookup.h"
#include "base/mem.h"
#include "base/number.h"
#include "rules/leaf.h"
#include "rules/typed.h"

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
	return op ? (enum op)text_among(op->text, op_names, OPS) : OP_EQ; /* FieldEq has none */
}

/* The leaf that was made from a predicate; NULL if its rule is disabled.  Leaves are in the order
 * of the file. */
static const struct leaf *
leaf_of(const struct rules *r, const struct json_node *pred)
{
	size_t low = 0, high = r->leaves;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (r->leaf[middle].node->offset < pred->offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low < r->leaves && r->leaf[low].node == pred ? &r->leaf[low] : NULL;
}

/* Comparisons with state.  A number from state has a least value.  It is whole in its unit, which
 * is nanoseconds for attributes in seconds. */
static enum always
fold_number(const struct rules *r, const struct json_node *pred)
{
	number_wide least;
	if (fold_is_keyless(r, pred))
		return NEVER;
	const struct leaf *leaf = leaf_of(r, pred);
	if (!leaf)
		return SOMETIMES; /* its rule is disabled */
	if (leaf->op == OP_EQ &&
	    (!leaf->exact || leaf->floor % leaf_grain(r, leaf, leaf->floor) != 0))
		return NEVER; /* a whole number cannot equal a fraction */
	if (!leaf_least(r, leaf, &least) || leaf->op == OP_NE || leaf->op == OP_GE ||
	    leaf->op == OP_GT)
		return SOMETIMES;
	return leaf->op == OP_EQ         ? (leaf->floor < least ? NEVER : SOMETIMES)
	       : leaf_holds(leaf, least) ? SOMETIMES
					 : NEVER;
}

static enum always
fold_hours(const struct json_node *pred)
{
	int64_t from = 0, to = 0;
	number_i64(json_get(pred, "from")->text, &from);
	number_i64(json_get(pred, "to")->text, &to);
	return from == to ? NEVER : from == 0 && to == 24 ? ALWAYS : SOMETIMES;
}

static bool
is_true(const struct json_node *pred, const char *key)
{
	const struct json_node *node = json_get(pred, key);
	return node && node->kind == JSON_TRUE;
}

/* Does it test the elements of an array, of which all of none satisfy anything? */
static bool
is_each(const struct json_node *pred)
{
	return is_true(pred, "any") || is_true(pred, "all");
}

static enum always
fold_list(const struct rules *r, const struct json_node *pred)
{
	const struct json_node *inlined = json_get(pred, "values"), *list = json_get(pred, "list");
	if (is_true(pred, "all"))
		return SOMETIMES;
	if (!inlined)
		inlined = json_get(pred, "cidrs");
	if (!inlined)
		inlined = json_get(pred, "patterns");
	if (inlined)
		return inlined->count == 0 ? NEVER : SOMETIMES;
	return list_count(lists_find(r->lists, list->text)) == 0 ? NEVER : SOMETIMES;
}

/* Comparisons of a field with itself. */
static enum always
fold_other(const struct json_node *pred)
{
	const struct json_node *other = json_get(pred, "other_field");
	enum op op = op_of(pred);
	if (!other || is_each(pred) || !text_eq(other->text, json_get(pred, "field_name")->text))
		return SOMETIMES;
	return op == OP_NE || op == OP_LT || op == OP_GT ? NEVER : SOMETIMES;
}

static enum always
fold_leaf(const struct rules *r, const struct json_node *pred)
{
	if (typed_never(r, pred))
		return NEVER;
	if (is_kind(pred, "StateCmp") || is_kind(pred, "WindowCmp"))
		return fold_number(r, pred);
	if (is_kind(pred, "HourBetween"))
		return fold_hours(pred);
	if (is_kind(pred, "FieldIn") || is_kind(pred, "IpInCidr") || json_get(pred, "patterns"))
		return fold_list(r, pred);
	if (is_kind(pred, "FieldCmp"))
		return fold_other(pred);
	if (is_kind(pred, "Sample"))
		return number_cmp(json_get(pred, "percent")->text, TEXT("0")) == 0 ? NEVER
										   : SOMETIMES;
	return SOMETIMES;
}

/* ---- parts of an And that exclude each other ------------------------------------------------ */

/* What is known so far about one thing that is compared with values, such as a field.  A comparison
 * that was not found is NULL. */
struct thing {
	const struct json_node *equal;         /* an Eq; all others compare with an equal value */
	const struct json_node *number;        /* an Eq with a number */
	const struct json_node *above, *below; /* the strictest bounds */
	const struct json_node *first;         /* the first Eq with a number */
	bool unequal;                          /* a part says Ne to that number */
};

/* A part of the And, or of an And inside it. */
struct part {
	const struct json_node *pred;
	size_t thing; /* its number in thing[]; LOOKUP_NONE: it compares nothing with a value */
};

struct conjunction {
	const struct rules *rules;
	struct arena arena;
	struct lookup said, denied; /* the JSON of parts, and of predicates inside a Not */
	struct lookup known;        /* what is compared: its number in thing[] */
	struct thing *thing;
	struct part *part;
	size_t things, thing_cap, parts, part_cap;
};

static void
put_part(struct buf *b, const struct json_node *member)
{
	buf_printf(b, "%d %zu ", member ? (int)member->kind : -1, member ? member->text.n : 0);
	if (member)
		buf_text(b, member->text);
}

/* A text that identifies the thing that is compared with a value.  Absent if pred is not such a
 * comparison, or if it compares times or addresses. */
static struct text
what_is_compared(struct conjunction *c, const struct json_node *pred)
{
	static const char *const members[] = { "field_name", "other_field", "scope", "attribute",
		"group_by", "seconds", "where", "aggregate" };
	bool field = is_kind(pred, "FieldCmp") || is_kind(pred, "FieldEq");
	if (!json_get(pred, "value") || is_each(pred) || is_true(pred, "ignore_case") ||
	    (!field && !is_kind(pred, "StateCmp") && !is_kind(pred, "WindowCmp")))
		return TEXT_ABSENT;
	if (field) {
		size_t i = fields_find(&c->rules->fields, json_get(pred, "field_name")->text);
		enum type type = i != FIELD_UNKNOWN ? c->rules->fields.type[i] : TYPE_ANY;
		if (types[type].compare != AS_VALUES)
			return TEXT_ABSENT;
	}
	struct buf b = { 0 };
	buf_text(&b, field ? TEXT("field ") : json_get(pred, "kind")->text);
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++)
		put_part(&b, json_get(pred, members[i]));
	struct text t = arena_text(&c->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static size_t
thing_of(struct conjunction *c, const struct json_node *pred)
{
	struct text what = what_is_compared(c, pred);
	size_t i = lookup_find(&c->known, what);
	if (i != LOOKUP_NONE || !what.p)
		return i;
	c->thing = mem_grow(c->thing, &c->thing_cap, c->things + 1, sizeof(*c->thing));
	c->thing[c->things] = (struct thing){ 0 };
	lookup_put(&c->known, what, c->things);
	return c->things++;
}

/* Collects the parts of an And, including those of Ands inside it. */
static void
take_parts(struct conjunction *c, const struct json_node *and)
{
	for (const struct json_node *n = json_get(and, "predicates")->child; n; n = n->next) {
		if (is_kind(n, "And")) {
			take_parts(c, n);
			continue;
		}
		c->part = mem_grow(c->part, &c->part_cap, c->parts + 1, sizeof(*c->part));
		size_t i = thing_of(c, n);
		c->part[c->parts++] = (struct part){ n, i };
		if (i != LOOKUP_NONE && op_of(n) == OP_EQ && !c->thing[i].first &&
		    json_get(n, "value")->kind == JSON_NUMBER)
			c->thing[i].first = n;
	}
}

static bool
is_numeric(const struct json_node *value)
{
	return value->kind == JSON_NUMBER ||
	       (value->kind == JSON_STRING && number_is_json(value->text));
}

/* Is there no value that equals both? */
static bool
values_exclude(const struct json_node *x, const struct json_node *y)
{
	if (text_eq(x->text, y->text))
		return false;
	return !is_numeric(x) || !is_numeric(y) || number_cmp(x->text, y->text) != 0;
}

static struct text
value_of(const struct json_node *pred)
{
	return json_get(pred, "value")->text;
}

/* Does the comparison hold for the number? */
static bool
holds_for(const struct json_node *pred, struct text number)
{
	return op_holds(op_of(pred), number_cmp(number, value_of(pred)));
}

/* Is there no number within both bounds? */
static bool
bounds_exclude(const struct json_node *above, const struct json_node *below)
{
	int cmp = number_cmp(value_of(above), value_of(below));
	return cmp > 0 || (cmp == 0 && (op_of(above) == OP_GT || op_of(below) == OP_LT));
}

/* Is pred the first bound on its side, or stricter than the one known so far? */
static bool
is_stricter(const struct json_node *pred, const struct json_node *other, enum op strict)
{
	if (!other)
		return true;
	int cmp = number_cmp(value_of(pred), value_of(other));
	if (cmp == 0)
		return op_of(pred) == strict;
	return (cmp > 0) == (strict == OP_GT);
}

/* Notes a comparison with a number that is not Eq.  Returns true if it contradicts an earlier part.
 */
static bool
note_number(struct thing *t, const struct json_node *pred)
{
	if (t->number && !holds_for(pred, value_of(t->number)))
		return true;
	switch (op_of(pred)) {
	case OP_NE: t->unequal |= t->first && !holds_for(pred, value_of(t->first)); return false;
	case OP_GT:
	case OP_GE:
		if (is_stricter(pred, t->above, OP_GT))
			t->above = pred;
		return t->below && bounds_exclude(pred, t->below);
	case OP_LT:
	case OP_LE:
		if (is_stricter(pred, t->below, OP_LT))
			t->below = pred;
		return t->above && bounds_exclude(t->above, pred);
	case OP_EQ: break; /* note_equal */
	}
	return false;
}

static bool
note_equal(struct thing *t, const struct json_node *pred)
{
	const struct json_node *value = json_get(pred, "value");
	if (t->equal && values_exclude(json_get(t->equal, "value"), value))
		return true;
	t->equal = pred;
	if (value->kind != JSON_NUMBER)
		return false;
	t->number = pred;
	return (t->above && !holds_for(t->above, value->text)) ||
	       (t->below && !holds_for(t->below, value->text)) || t->unequal;
}

/* Notes a part.  Returns true if it contradicts an earlier part. */
static bool
note_part(struct conjunction *c, const struct part *part)
{
	const struct json_node *pred = part->pred, *denied = json_get(pred, "predicate");
	if (lookup_find(&c->denied, pred->text) != LOOKUP_NONE ||
	    (denied && lookup_find(&c->said, denied->text) != LOOKUP_NONE))
		return true;
	lookup_put(&c->said, pred->text, 0);
	if (denied)
		lookup_put(&c->denied, denied->text, 0);
	if (part->thing == LOOKUP_NONE)
		return false;
	struct thing *t = &c->thing[part->thing];
	if (op_of(pred) == OP_EQ)
		return note_equal(t, pred);
	return json_get(pred, "value")->kind == JSON_NUMBER && note_number(t, pred);
}

/* The first part of an And, or of an And inside it, that contradicts an earlier part; NULL if there
 * is none. */
static const struct json_node *
find_contradiction(const struct rules *r, const struct json_node *and)
{
	struct conjunction c = { .rules = r };
	const struct json_node *found = NULL;
	take_parts(&c, and);
	for (size_t i = 0; i < c.parts && !found; i++)
		if (note_part(&c, &c.part[i]))
			found = c.part[i].pred;
	lookup_free(&c.said);
	lookup_free(&c.denied);
	lookup_free(&c.known);
	free(c.thing);
	free(c.part);
	arena_free(&c.arena);
	return found;
}

/* ---- all kinds ------------------------------------------------------------------------------ */

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
	const struct json_node *contradiction = find_contradiction(r, pred);
	if (!contradiction)
		return least;
	*culprit = contradiction;
	return NEVER;
}

/* Is a part of an Or the Not of another? */
static bool
any_denied(const struct json_node *parts)
{
	struct lookup said = { 0 };
	bool found = false;
	for (const struct json_node *n = parts->child; n; n = n->next)
		lookup_put(&said, n->text, 0);
	for (const struct json_node *n = parts->child; n && !found; n = n->next) {
		const struct json_node *denied = json_get(n, "predicate");
		found = denied && lookup_find(&said, denied->text) != LOOKUP_NONE;
	}
	lookup_free(&said);
	return found;
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
	}
	return most != ALWAYS && any_denied(parts) ? ALWAYS : most;
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
