/* SPDX-License-Identifier: MIT */
#include "expr/expr.h"

#include "expr/load.h"
#include "expr/node.h"

enum expr_kind { FIELD_REF, CONSTANT, FIRST_NON_EMPTY, CONCAT, CONDITIONAL };
#define EXPR_KINDS (CONDITIONAL + 1)

struct expr {
	enum expr_kind kind;
	size_t field;
	struct value constant;
	struct text delimiter;
	bool delimiter_plain;
	const struct expr **part; /* FirstNonEmpty, Concat */
	size_t parts;
	const struct pred *pred;
	const struct expr *then, *otherwise; /* Conditional; otherwise may be NULL */
};

static const struct text kind_names[] = {
	[FIELD_REF] = TEXT("FieldRef"),
	[CONSTANT] = TEXT("Constant"),
	[FIRST_NON_EMPTY] = TEXT("FirstNonEmpty"),
	[CONCAT] = TEXT("Concat"),
	[CONDITIONAL] = TEXT("Conditional"),
};

static const struct {
	struct text name[4];
	size_t n;
} kind_members[] = {
	[FIELD_REF] = { { TEXT("kind"), TEXT("field_name") }, 2 },
	[CONSTANT] = { { TEXT("kind"), TEXT("value") }, 2 },
	[FIRST_NON_EMPTY] = { { TEXT("kind"), TEXT("parts") }, 2 },
	[CONCAT] = { { TEXT("kind"), TEXT("delimiter"), TEXT("parts") }, 3 },
	[CONDITIONAL] = { { TEXT("kind"), TEXT("predicate"), TEXT("then"), TEXT("else") }, 4 },
};
_Static_assert(LOAD_COUNT(kind_names) == EXPR_KINDS, "each kind has a name");
_Static_assert(LOAD_COUNT(kind_members) == EXPR_KINDS, "each kind has members");

static int
load_parts(struct expr_loader *l, const struct json_node *node, struct expr *x)
{
	const struct json_node *parts = load_array(l, node, "parts");
	int bad = 0;
	if (parts == NULL)
		return -1;
	x->part = arena_zalloc(l->arena, parts->count, sizeof(const struct expr *));
	for (const struct json_node *c = parts->child; c != NULL; c = c->next)
		if ((x->part[x->parts++] = expr_load(l, c)) == NULL)
			bad = -1;
	return bad;
}

static int
load_concat(struct expr_loader *l, const struct json_node *node, struct expr *x)
{
	struct value delimiter = { TEXT(""), VALUE_STRING, true };
	int bad = 0;
	if (json_get(node, "delimiter") != NULL) {
		bad = load_text(l, node, "delimiter", &delimiter.text);
		if (bad == 0)
			bad = load_value(l, node, "delimiter", &delimiter);
	}
	x->delimiter = delimiter.text;
	x->delimiter_plain = delimiter.plain;
	return bad | load_parts(l, node, x);
}

static int
load_conditional(struct expr_loader *l, const struct json_node *node, struct expr *x)
{
	const struct json_node *pred = load_required(l, node, "predicate");
	const struct json_node *then = load_required(l, node, "then");
	const struct json_node *otherwise = json_get(node, "else");
	if (pred != NULL)
		x->pred = pred_load(l, pred);
	if (then != NULL)
		x->then = expr_load(l, then);
	if (otherwise != NULL && (x->otherwise = expr_load(l, otherwise)) == NULL)
		return -1;
	return x->pred != NULL && x->then != NULL ? 0 : -1;
}

/* A constant is a text, whichever kind of JSON value it is written as. */
static int
load_constant(struct expr_loader *l, const struct json_node *node, struct expr *x)
{
	struct value v;
	if (load_value(l, node, "value", &v) < 0)
		return -1;
	x->constant = (struct value){ v.text, VALUE_STRING,
		v.plain || v.kind == VALUE_NUMBER || v.kind == VALUE_BOOL };
	return 0;
}

static int
load_kind(struct expr_loader *l, const struct json_node *node, struct expr *x)
{
	switch (x->kind) {
	case FIELD_REF: return node_field(l, node, "field_name", &x->field);
	case CONSTANT: return load_constant(l, node, x);
	case FIRST_NON_EMPTY: return load_parts(l, node, x);
	case CONCAT: return load_concat(l, node, x);
	case CONDITIONAL: break;
	}
	return load_conditional(l, node, x);
}

static int
load_expr(struct expr_loader *l, const struct json_node *node, struct expr *x)
{
	int kind = load_choice(l, node, "kind", "kind", kind_names, EXPR_KINDS), bad;
	if (kind < 0)
		return -1;
	x->kind = (enum expr_kind)kind;
	bad = load_members(l, node, kind_members[kind].name, kind_members[kind].n);
	return bad | load_kind(l, node, x);
}

const struct expr *
expr_load(struct expr_loader *l, const struct json_node *node)
{
	struct expr *x = arena_zalloc(l->arena, 1, sizeof(*x));
	if (node_enter(l, node) < 0)
		return NULL;
	int ret = load_expr(l, node, x);
	node_leave(l);
	return ret < 0 ? NULL : x;
}

static struct value
first_non_empty(const struct expr *x, const struct env *env)
{
	for (size_t i = 0; i < x->parts; i++) {
		struct value v = expr_eval(x->part[i], env);
		if (v.kind != VALUE_ABSENT && v.text.n > 0)
			return v;
	}
	return VALUE_NONE;
}

static struct value
join(const struct expr *x, const struct value *part, size_t n, bool plain, struct arena *a)
{
	char *p = arena_alloc(a, n), *start = p;
	for (size_t i = 0; i < x->parts; i++) {
		if (i > 0 && x->delimiter.n > 0) {
			memcpy(p, x->delimiter.p, x->delimiter.n);
			p += x->delimiter.n;
		}
		if (part[i].text.n > 0)
			memcpy(p, part[i].text.p, part[i].text.n);
		p += part[i].text.n;
	}
	return (struct value){ { start, n }, VALUE_STRING, plain };
}

static struct value
concat(const struct expr *x, const struct env *env)
{
	struct value *part = arena_alloc(env->scratch, x->parts * sizeof(*part));
	size_t n = x->parts > 1 ? (x->parts - 1) * x->delimiter.n : 0;
	bool plain = x->delimiter_plain;
	for (size_t i = 0; i < x->parts; i++) {
		part[i] = expr_eval(x->part[i], env);
		if (part[i].kind == VALUE_ABSENT)
			return VALUE_NONE;
		n += part[i].text.n;
		plain = plain && part[i].plain;
	}
	return join(x, part, n, plain, env->scratch);
}

/* The text of a field, as a string. */
static struct value
field_text(const struct value *v)
{
	switch ((enum value_kind)v->kind) {
	case VALUE_ABSENT: return VALUE_NONE;
	case VALUE_NUMBER:
	case VALUE_BOOL: return (struct value){ v->text, VALUE_STRING, true };
	case VALUE_STRING:
	case VALUE_JSON: break;
	}
	return (struct value){ v->text, VALUE_STRING, v->plain };
}

struct value
expr_eval(const struct expr *x, const struct env *env)
{
	switch (x->kind) {
	case FIELD_REF: return field_text(&env->field[x->field]);
	case CONSTANT: return x->constant;
	case FIRST_NON_EMPTY: return first_non_empty(x, env);
	case CONCAT: return concat(x, env);
	case CONDITIONAL: break;
	}
	const struct expr *branch = pred_holds(x->pred, env) ? x->then : x->otherwise;
	return branch != NULL ? expr_eval(branch, env) : VALUE_NONE;
}
