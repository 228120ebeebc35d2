/* SPDX-License-Identifier: MIT */
#include "decide/describe.h"

#include "json/write.h"

enum {
	INLINE_VALUES = 10
}; /* an expression shows at most this many values; beyond that, only how many there are */

static struct text
kept(struct arena *a, struct buf *b)
{
	struct text t = arena_text(a, buf_as_text(b));
	buf_free(b);
	return t;
}

static void
put_member(struct buf *b, const struct json_node *node, const char *key)
{
	const struct json_node *member = json_get(node, key);
	if (!member)
		return;
	buf_char(b, ' ');
	buf_text(b, member->text);
}

/* Appends " Entity 300s Distinct ip where {…}", which follows the kind. */
static void
put_window(struct buf *b, const struct rules *r, const struct leaf *leaf)
{
	const struct series *series = &r->series[leaf->series];
	const struct json_node *where = json_get(leaf->node, "where");
	if (series->scope != SCOPE_GROUP)
		put_member(b, leaf->node, "scope");
	for (size_t i = 0; i < series->groups; i++) {
		buf_char(b, i == 0 ? ' ' : ',');
		buf_text(b, r->fields.name[series->group[i]]);
	}
	buf_char(b, ' ');
	buf_i64(b, leaf->seconds);
	buf_char(b, 's');
	if (aggregate_takes(series->aggregate) != TAKES_NOTHING) {
		buf_char(b, ' ');
		buf_text(b, aggregate_names[series->aggregate]);
		put_member(b, json_get(leaf->node, "aggregate"), "field_name");
	}
	if (where) {
		BUF_LIT(b, " where ");
		buf_text(b, where->text);
	}
}

static void
describe_leaf(struct arena *a, const struct rules *r, const struct leaf *leaf, struct buf *b,
    struct evidence *e)
{
	struct buf value = { 0 };
	switch (leaf->kind) {
	case LEAF_STATE:
		put_member(b, leaf->node, "scope");
		put_member(b, leaf->node, "attribute");
		break;
	case LEAF_WINDOW: put_window(b, r, leaf); break;
	case LEAF_HOUR:
		put_member(b, leaf->node, "utc_offset");
		buf_printf(&value, "[%d,%d]", (int)leaf->hour.from, (int)leaf->hour.to);
		e->op = TEXT("Between");
		e->value = kept(a, &value);
		return;
	case LEAF_SAMPLE:
		put_member(b, leaf->node, "field_name");
		e->op = op_names[OP_LT];
		e->value = json_get(leaf->node, "percent")->text;
		return;
	}
	e->op = op_names[leaf->op];
	e->value = leaf->value;
}

/* Appends the values of a list, or the name of the list. */
static void
put_values(struct buf *b, const struct json_node *node)
{
	const struct json_node *values = json_get(node, "values"), *list = json_get(node, "list");
	if (!values)
		values = json_get(node, "cidrs");
	if (!values)
		values = json_get(node, "patterns");
	if (list) {
		json_begin(b, '{');
		json_member_string(b, "list", list->text);
		json_end(b, '}');
	} else if (values->count > INLINE_VALUES) {
		json_begin(b, '{');
		json_member_u64(b, "values", values->count);
		json_end(b, '}');
	} else {
		buf_text(b, values->text);
	}
}

static void
put_operand(struct buf *b, const struct comparison *c, const struct event *ev)
{
	const struct json_node *value = json_get(c->node, "value");
	if (!value)
		value = json_get(c->node, "pattern");
	if (c->other != FIELD_UNKNOWN)
		value_put(b, &ev->field[c->other]);
	else if (!value)
		put_values(b, c->node);
	else if (value->kind == JSON_STRING)
		json_put_string(b, value->text);
	else
		buf_text(b, value->text);
}

static void
describe_field(struct arena *a, const struct comparison *c, struct text kind,
    const struct event *ev, struct buf *b, struct evidence *e)
{
	static const struct {
		struct text kind, op;
	} ops[] = {
		{ TEXT("FieldContains"), TEXT("Contains") },
		{ TEXT("FieldExists"), TEXT("Exists") },
		{ TEXT("FieldIn"), TEXT("In") },
		{ TEXT("FieldLike"), TEXT("Like") },
		{ TEXT("FieldMatches"), TEXT("Matches") },
		{ TEXT("IpInCidr"), TEXT("In") },
	};
	static const char *const manners[] = { "any", "all", "ignore_case" };
	struct buf value = { 0 };
	put_member(b, c->node, "field_name");
	for (size_t i = 0; i < sizeof(manners) / sizeof(*manners); i++) {
		const struct json_node *manner = json_get(c->node, manners[i]);
		if (manner && manner->kind == JSON_TRUE)
			buf_printf(b, " %s", manners[i]);
	}
	if (c->other != FIELD_UNKNOWN) {
		BUF_LIT(b, " other_field");
		put_member(b, c->node, "other_field");
	}
	e->op = op_names[c->op];
	for (size_t i = 0; i < sizeof(ops) / sizeof(*ops); i++)
		if (text_eq(kind, ops[i].kind))
			e->op = ops[i].op;
	if (text_eq(kind, TEXT("FieldExists")))
		return;
	put_operand(&value, c, ev);
	e->value = kept(a, &value);
}

void
describe(struct arena *a, const struct rules *r, const struct comparison *c, const struct event *ev,
    struct evidence *e)
{
	struct text kind = json_get(c->node, "kind")->text;
	struct buf b = { 0 };
	buf_text(&b, kind);
	if (c->is_leaf)
		describe_leaf(a, r, &r->leaf[c->leaf], &b, e);
	else
		describe_field(a, c, kind, ev, &b, e);
	e->expression = kept(a, &b);
}
