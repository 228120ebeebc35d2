/* SPDX-License-Identifier: MIT */
#include "rules/leaf.h"

#include <stdlib.h>
#include <string.h>

#include "base/fixed.h"
#include "base/mem.h"
#include "base/number.h"
#include "expr/load.h"
#include "json/write.h"
#include "time/stamp.h"

const struct text leaf_kind_names[LEAF_KINDS] = { [LEAF_STATE] = TEXT("StateCmp"),
	[LEAF_WINDOW] = TEXT("WindowCmp"),
	[LEAF_HOUR] = TEXT("HourBetween"),
	[LEAF_SAMPLE] = TEXT("Sample") };

const struct text attribute_names[ATTRIBUTES] = { [ATTRIBUTE_EVENT_COUNT] = TEXT("event_count"),
	[ATTRIBUTE_DECISION_COUNT] = TEXT("decision_count"),
	[ATTRIBUTE_AGE_SECONDS] = TEXT("age_seconds"),
	[ATTRIBUTE_IDLE_SECONDS] = TEXT("idle_seconds") };

const struct text aggregate_names[AGGREGATES] = { AGGREGATE_ROWS(ROWS_NAME) };

static const struct text scope_names[] = {
	[SCOPE_ENTITY] = TEXT("Entity"), [SCOPE_SESSION] = TEXT("Session")
};
_Static_assert(LOAD_COUNT(scope_names) == SCOPE_GROUP, "all but groups have a name");

/* Loads the operator and the number to compare with. */
static int
load_comparison(struct expr_loader *l, const struct json_node *node, struct leaf *leaf)
{
	int op = load_choice(l, node, "operator", "operator", op_names, OPS);
	leaf->op = op < 0 ? OP_EQ : (enum op)op;
	const struct json_node *value = load_required(l, node, "value");
	if (!value)
		return -1;
	if (value->kind != JSON_NUMBER)
		return load_error(l, value, "must be a number");
	leaf->value = value->text;
	leaf->exact = number_floor(value->text, leaf->is_fine ? 9 : 0, &leaf->floor);
	return op < 0 ? -1 : 0;
}

static bool
is_time(enum attribute attribute)
{
	switch (attribute) {
	case ATTRIBUTE_AGE_SECONDS:
	case ATTRIBUTE_IDLE_SECONDS: return true;
	case ATTRIBUTE_EVENT_COUNT:
	case ATTRIBUTE_DECISION_COUNT: break;
	}
	return false;
}

static int
load_state(struct expr_loader *l, const struct json_node *node, struct leaf *leaf)
{
	static const struct text members[] = { TEXT("kind"), TEXT("scope"), TEXT("attribute"),
		TEXT("operator"), TEXT("value") };
	int bad = load_members(l, node, members, 5);
	int scope = load_choice(l, node, "scope", "scope", scope_names, 2);
	int attribute = load_choice(l, node, "attribute", "attribute", attribute_names, ATTRIBUTES);
	bad |= scope < 0 || attribute < 0 ? -1 : 0;
	leaf->scope = scope < 0 ? SCOPE_ENTITY : (enum scope)scope;
	leaf->attribute = attribute < 0 ? ATTRIBUTE_EVENT_COUNT : (enum attribute)attribute;
	leaf->is_fine = is_time(leaf->attribute);
	return bad | load_comparison(l, node, leaf);
}

/* The number of a field.  An unknown name is added: without a plan, rules can use any name. */
static size_t
field_number(struct expr_loader *l, struct text name)
{
	size_t i = fields_find(l->fields, name);
	return i != FIELD_UNKNOWN ? i : fields_add(l->fields, name, TYPE_ANY);
}

static int
load_group(struct expr_loader *l, const struct json_node *group, struct series *series)
{
	if (group->kind != JSON_ARRAY)
		return load_error(l, group, "must be an array of field names");
	if (group->count == 0)
		return load_error(l, group, "must name at least one field");
	size_t *number = arena_zalloc(l->arena, group->count, sizeof(*number));
	int bad = 0;
	for (const struct json_node *n = group->child; n; n = n->next) {
		if (n->kind == JSON_STRING)
			number[n->index] = field_number(l, n->text);
		else
			bad = load_error(l, n, "must be a field name");
	}
	series->scope = SCOPE_GROUP;
	series->group = number;
	series->groups = group->count;
	return bad;
}

static int
load_key(struct expr_loader *l, const struct json_node *node, struct series *series)
{
	const struct json_node *scope = json_get(node, "scope"),
			       *group = json_get(node, "group_by");
	if (scope && group)
		return load_error(l, group, "use either scope or group_by, not both");
	if (group)
		return load_group(l, group, series);
	if (load_is_misspelt(l, node, "scope") || load_is_misspelt(l, node, "group_by"))
		return -1;
	if (!scope)
		return load_error(l, node, "scope or group_by is missing");
	int choice = load_choice(l, node, "scope", "scope", scope_names, 2);
	series->scope = choice < 0 ? SCOPE_ENTITY : (enum scope)choice;
	return choice < 0 ? -1 : 0;
}

/* "U64, I64 and Decimal" */
static const char *
summable_types(struct arena *a)
{
	struct buf b = { 0 };
	size_t left = 0;
	for (size_t i = 0; i < TYPE_COUNT; i++)
		left += type_is_summable((enum type)i);
	for (size_t i = 0; i < TYPE_COUNT; i++) {
		if (!type_is_summable((enum type)i))
			continue;
		buf_text(&b, b.n == 0 ? TEXT("") : left > 1 ? TEXT(", ") : TEXT(" and "));
		buf_text(&b, type_names[i]);
		left--;
	}
	const char *names = arena_text(a, buf_as_text(&b)).p;
	buf_free(&b);
	return names;
}

/* Sum, Max and Min take exact numbers.  Without a plan, types are unknown and anything passes. */
static int
check_summable(const struct leaf_loader *ll, struct expr_loader *l, const struct json_node *name,
    const struct series *series)
{
	const char *what = aggregate_names[series->aggregate].p;
	enum type type = l->fields->type[series->field];
	const struct fields *known = ll->plan ? &ll->plan->fields : NULL;
	if (!known || type_is_summable(type))
		return 0;
	const char *takes = summable_types(l->arena);
	if (fields_find(known, name->text) != FIELD_UNKNOWN)
		return load_error(l, name, "%s takes %s fields; %s is %s", what, takes,
		    load_quoted(l->arena, name->text).p, types[type].one);
	return load_error(l, name, "%s takes %s fields; the plan has no field %s%s", what, takes,
	    load_quoted(l->arena, name->text).p,
	    load_suggestion(l->arena, name->text, known->name, known->n).p);
}

static int
load_aggregate(const struct leaf_loader *ll, struct expr_loader *l, const struct json_node *node,
    struct series *series)
{
	static const struct text members[] = { TEXT("kind"), TEXT("field_name") };
	series->aggregate = AGGREGATE_COUNT;
	series->field = FIELD_UNKNOWN;
	if (!node)
		return 0;
	int bad = load_members(l, node, members, 2);
	if (node->kind != JSON_OBJECT)
		return -1;
	int kind = load_choice(l, node, "kind", "aggregate", aggregate_names, AGGREGATES);
	if (kind < 0)
		return -1;
	series->aggregate = (enum aggregate)kind;
	const struct json_node *name = json_get(node, "field_name");
	const enum takes takes = aggregate_takes(series->aggregate);
	if (takes == TAKES_NOTHING)
		return name ? load_error(l, name, "%s has no field_name", aggregate_names[kind].p)
			    : bad;
	struct text field;
	if (load_text(l, node, "field_name", &field) != 0)
		return -1;
	series->field = field_number(l, field);
	return takes == TAKES_NUMBER ? bad | check_summable(ll, l, name, series) : bad;
}

/* Reports a window that is longer than its state is kept.  The advice depends on where that limit
 * comes from. */
static int
too_long(
    const struct leaf_loader *ll, struct expr_loader *l, const struct json_node *n, int64_t seconds)
{
	static const char key[] = "window_state_ttl_seconds";
	const long long ttl_s = ll->rules->runtime.window_state_ttl_s, wanted = seconds;
	const struct json_node *runtime =
	    ll->plan ? json_get(ll->plan->document.config, "runtime") : NULL;
	if (runtime && json_get(runtime, key))
		return load_error(l, n,
		    "%lld is more than the plan's %s, %lld; raise that or shorten the window",
		    wanted, key, ttl_s);
	if (ll->plan)
		return load_error(l, n,
		    "%lld is more than %s, which the plan leaves at its default, %lld; add \"%s\":%lld to its runtime",
		    wanted, key, ttl_s, key, wanted);
	return load_error(l, n,
	    "%lld is more than %s, which is %lld without a plan; pass a plan (--plan) whose runtime has \"%s\":%lld",
	    wanted, key, ttl_s, key, wanted);
}

static int
load_seconds(const struct leaf_loader *ll, struct expr_loader *l, const struct json_node *node,
    int64_t *seconds)
{
	const struct json_node *n = load_required(l, node, "seconds");
	if (!n)
		return -1;
	if (n->kind != JSON_NUMBER || number_i64(n->text, seconds) != 0 || *seconds < 1)
		return load_error(l, n, "must be a whole number of at least 1");
	return *seconds > ll->rules->runtime.window_state_ttl_s ? too_long(ll, l, n, *seconds) : 0;
}

static int
load_where(struct leaf_loader *ll, struct expr_loader *l, const struct json_node *where,
    struct series *series)
{
	series->where = NULL;
	if (!where)
		return 0;
	ll->in_where = true;
	series->where = pred_load(l, where);
	ll->in_where = false;
	return series->where ? 0 : -1;
}

static int
node_cmp(const void *a, const void *b)
{
	const struct json_node *const *x = a, *const *y = b;
	return text_cmp((*x)->key, (*y)->key);
}

/* Adds JSON in canonical form: members in order of their names, no white space, no needless
 * escapes.  A number keeps its spelling. */
static void
put_canonical(struct buf *b, const struct json_node *n)
{
	if (n->kind == JSON_STRING) {
		json_put_string(b, n->text);
		return;
	}
	if (n->kind != JSON_OBJECT && n->kind != JSON_ARRAY) {
		buf_text(b, n->text);
		return;
	}
	const struct json_node **member = mem_zalloc(n->count + 1, sizeof(struct json_node *));
	size_t count = 0;
	for (const struct json_node *c = n->child; c; c = c->next)
		member[count++] = c;
	bool object = n->kind == JSON_OBJECT;
	if (object)
		qsort(member, count, sizeof(struct json_node *), node_cmp);
	buf_char(b, object ? '{' : '[');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_char(b, ',');
		if (object) {
			json_put_string(b, member[i]->key);
			buf_char(b, ':');
		}
		put_canonical(b, member[i]);
	}
	buf_char(b, object ? '}' : ']');
	free(member);
}

static void
put_series(struct buf *b, const struct expr_loader *l, const struct series *series,
    const struct json_node *where)
{
	json_begin(b, '{');
	if (series->scope == SCOPE_GROUP) {
		json_member_begin(b, "group_by", '[');
		for (size_t i = 0; i < series->groups; i++)
			json_add_string(b, l->fields->name[series->group[i]]);
		json_end(b, ']');
	} else {
		json_member_string(b, "scope", scope_names[series->scope]);
	}
	if (where) {
		json_name(b, "where");
		put_canonical(b, where);
	}
	json_member_begin(b, "aggregate", '{');
	json_member_string(b, "kind", aggregate_names[series->aggregate]);
	if (series->field != FIELD_UNKNOWN)
		json_member_string(b, "field_name", l->fields->name[series->field]);
	json_end(b, '}');
	json_end(b, '}');
}

/* The number of the series that equals this one.  Adds the series if there is none. */
static size_t
intern_series(struct leaf_loader *ll, struct expr_loader *l, struct series *series,
    const struct json_node *where)
{
	struct rules *r = ll->rules;
	struct buf text = { 0 };
	put_series(&text, l, series, where);
	size_t i = lookup_find(&ll->series, buf_as_text(&text));
	if (i == LOOKUP_NONE || i >= r->nseries ||
	    !text_eq(r->series[i].text, buf_as_text(&text))) {
		i = r->nseries;
		r->series =
		    mem_grow(r->series, &ll->series_cap, r->nseries + 1, sizeof(*r->series));
		series->text = arena_text(l->arena, buf_as_text(&text));
		r->series[r->nseries++] = *series;
		lookup_put(&ll->series, series->text, i);
	}
	buf_free(&text);
	return i;
}

static int
load_window(
    struct leaf_loader *ll, struct expr_loader *l, const struct json_node *node, struct leaf *leaf)
{
	static const struct text members[] = { TEXT("kind"), TEXT("scope"), TEXT("group_by"),
		TEXT("seconds"), TEXT("operator"), TEXT("value"), TEXT("where"),
		TEXT("aggregate") };
	struct series series = { 0 };
	const struct json_node *where = json_get(node, "where");
	int bad = load_members(l, node, members, 8);
	bad |= load_key(l, node, &series);
	bad |= load_seconds(ll, l, node, &leaf->seconds);
	bad |= load_where(ll, l, where, &series);
	bad |= load_aggregate(ll, l, json_get(node, "aggregate"), &series);
	leaf->is_fine = aggregate_takes(series.aggregate) == TAKES_NUMBER;
	bad |= load_comparison(l, node, leaf);
	if (bad)
		return -1;
	leaf->scope = series.scope;
	leaf->series = intern_series(ll, l, &series, where);
	return 0;
}

int
leaf_load(void *context, struct expr_loader *l, const struct json_node *node, struct text kind)
{
	struct leaf_loader *ll = context;
	struct rules *r = ll->rules;
	if (ll->in_where)
		return load_error(l, node, "%.*s cannot be used inside where", (int)kind.n, kind.p);
	struct leaf leaf = { .kind = LEAF_STATE, .node = node };
	while (!text_eq(kind, leaf_kind_names[leaf.kind]))
		leaf.kind++;
	int status = -1;
	switch (leaf.kind) {
	case LEAF_STATE: status = load_state(l, node, &leaf); break;
	case LEAF_WINDOW: status = load_window(ll, l, node, &leaf); break;
	case LEAF_HOUR: status = hour_load(l, node, &leaf.hour); break;
	case LEAF_SAMPLE: status = sample_load(l, node, &leaf.sample); break;
	}
	if (status != 0)
		return -1;
	r->leaf = mem_grow(r->leaf, &ll->leaf_cap, r->leaves + 1, sizeof(*r->leaf));
	r->leaf[r->leaves] = leaf;
	return (int)r->leaves++;
}

bool
leaf_least(const struct rules *r, const struct leaf *leaf, number_wide *least)
{
	const struct series *series = leaf->kind == LEAF_WINDOW ? &r->series[leaf->series] : NULL;
	*least = 0;
	if (!series) {
		*least = leaf->attribute == ATTRIBUTE_EVENT_COUNT;
		return true;
	}
	switch (aggregate_takes(series->aggregate)) {
	case TAKES_NOTHING:
		*least = !series->where; /* the event itself is counted */
		return true;
	case TAKES_TEXT: return true;
	case TAKES_NUMBER: break;
	}
	return types[r->fields.type[series->field]].numbers == NUMBERS_NATURAL;
}

number_wide
leaf_grain(const struct rules *r, const struct leaf *leaf, number_wide n)
{
	if (leaf->kind != LEAF_WINDOW || !leaf->is_fine)
		return 1;
	const enum type type = r->fields.type[r->series[leaf->series].field];
	if (type_is_whole(type))
		return FIXED_ONE;
	const bool whole = leaf->exact && leaf->floor % FIXED_ONE == 0 && n % FIXED_ONE == 0;
	return type == TYPE_ANY && whole ? FIXED_ONE : 1;
}
