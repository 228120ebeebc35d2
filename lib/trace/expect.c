/* SPDX-License-Identifier: MIT */
#include "trace/expect.h"

#include <string.h>

#include "base/number.h"
#include "expr/load.h"
#include "json/write.h"
#include "time/duration.h"
#include "trace/put.h"

const struct text expect_kind_names[EXPECT_KINDS] = {
	[EXPECT_CALLED] = { "called", 6 },
	[EXPECT_NEVER] = { "never", 5 },
	[EXPECT_ORDER] = { "order", 5 },
	[EXPECT_DURATION_MAX] = { "duration_max", 12 },
	[EXPECT_COST_MAX] = { "cost_max", 8 },
	[EXPECT_TOKENS_MAX] = { "tokens_max", 10 },
	[EXPECT_NO_ERRORS] = { "no_errors", 9 },
};

/* ---- what calls are like -------------------------------------------------------------------- */

static int
load_glob(struct expr_loader *l, const struct json_node *node, struct text *glob)
{
	if (node->kind != JSON_STRING || node->text.n == 0)
		return load_error(l, node, "not the name of calls, or a glob");
	*glob = node->text;
	return 0;
}

static int
load_status(struct expr_loader *l, const struct json_node *object, int *status)
{
	const struct json_node *node = json_get(object, "status");
	if (!node)
		return 0;
	*status = load_chosen(l, node, "status", trace_status_names, TRACE_STATUSES);
	return *status < 0 ? -1 : 0;
}

static int
load_calls(struct expr_loader *l, const struct json_node *object, struct expect_statement *s)
{
	int bad = load_glob(l, json_get(object, expect_kind_names[s->kind].p), s->glob);
	bad |= load_status(l, object, &s->status);
	s->input = json_get(object, "input");
	s->output = json_get(object, "output");
	if (s->kind == EXPECT_NEVER)
		return bad;
	bad |= load_integer(l, object, "min", 0, INT64_MAX, &s->min);
	bad |= load_integer(l, object, "max", 0, INT64_MAX, &s->max);
	if (bad == 0 && json_get(object, "max") && !json_get(object, "min") && s->max == 0)
		s->min = 0;
	if (bad == 0 && s->min > s->max)
		return load_error(l, json_get(object, "max"), "less than min");
	return bad;
}

static int
load_order(struct expr_loader *l, const struct json_node *object, struct expect_statement *s)
{
	const struct json_node *list = load_array(l, object, "order");
	int bad = 0;
	if (!list)
		return -1;
	if (list->count < 2)
		return load_error(l, list, "an order needs two names or more");
	s->globs = list->count;
	s->glob = arena_zalloc(l->arena, s->globs, sizeof(*s->glob));
	for (const struct json_node *n = list->child; n; n = n->next)
		bad |= load_glob(l, n, &s->glob[n->index]);
	return bad;
}

/* ---- bounds --------------------------------------------------------------------------------- */

static int
load_most(struct expr_loader *l, const struct json_node *object, struct expect_statement *s)
{
	const struct json_node *node = json_get(object, expect_kind_names[s->kind].p);
	if (s->kind == EXPECT_TOKENS_MAX)
		return load_integer(l, object, "tokens_max", 0, INT64_MAX, &s->most);
	if (s->kind == EXPECT_DURATION_MAX)
		return node->kind == JSON_STRING && duration_parse(node->text, &s->most) == 0 &&
			       s->most >= 0
			   ? 0
			   : load_error(l, node, "not a duration, such as \"5s\" or \"250ms\"");
	if (node->kind == JSON_NUMBER && node->text.p[0] != '-' &&
	    trace_cost_read(node->text, &s->cost))
		return 0;
	return load_error(l, node, "not a cost in USD, such as 0.1");
}

static int
load_true(struct expr_loader *l, const struct json_node *object)
{
	const struct json_node *node = json_get(object, "no_errors");
	return node->kind == JSON_TRUE ? 0 : load_error(l, node, "must be true");
}

/* ---- statements ----------------------------------------------------------------------------- */

/* Sets the kind of a statement.  Unknown members have been reported. */
static int
load_kind(struct expr_loader *l, const struct json_node *object, enum expect_kind *kind)
{
	const struct json_node *first = NULL;
	for (const struct json_node *n = object->child; n; n = n->next) {
		const size_t i = text_among(n->key, expect_kind_names, EXPECT_KINDS);
		if (i == EXPECT_KINDS)
			continue;
		if (first)
			return load_error(l, n, "a statement says one thing; make another one");
		first = n;
		*kind = (enum expect_kind)i;
	}
	if (!first)
		return load_error(l, object, "a statement needs one of %s",
		    load_listed(l->arena, expect_kind_names, EXPECT_KINDS).p);
	return 0;
}

/* The members that a statement of each kind may have, besides its own and `name`. */
static int
check_members(struct expr_loader *l, const struct json_node *object, enum expect_kind kind)
{
	const struct text called[] = { expect_kind_names[kind], TEXT("name"), TEXT("input"),
		TEXT("output"), TEXT("status"), TEXT("min"), TEXT("max") };
	const size_t n = kind == EXPECT_CALLED ? 7 : kind == EXPECT_NEVER ? 5 : 2;
	return load_members(l, object, called, n);
}

/* A misspelt kind is an unknown member, for which any kind may be meant. */
static int
check_any_member(struct expr_loader *l, const struct json_node *object)
{
	struct text all[EXPECT_KINDS + 6] = { TEXT("name"), TEXT("input"), TEXT("output"),
		TEXT("status"), TEXT("min"), TEXT("max") };
	memcpy(all + 6, expect_kind_names, sizeof(expect_kind_names));
	return load_members(l, object, all, EXPECT_KINDS + 6);
}

static struct text
compact(struct arena *a, struct text json)
{
	struct buf b = { 0 };
	json_put_compact(&b, json);
	const struct text t = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static int
load_statement(struct expr_loader *l, const struct json_node *node, struct expect_statement *s)
{
	*s = (struct expect_statement){ .min = 1, .max = INT64_MAX, .status = -1, .globs = 1 };
	if (check_any_member(l, node) < 0 || load_kind(l, node, &s->kind) < 0 ||
	    check_members(l, node, s->kind) < 0)
		return -1;
	s->glob = arena_zalloc(l->arena, 1, sizeof(*s->glob));
	s->json = compact(l->arena, node->json);
	int bad = load_note(l, node, "name", &s->name);
	switch (s->kind) {
	case EXPECT_CALLED:
	case EXPECT_NEVER: return bad | load_calls(l, node, s);
	case EXPECT_ORDER: return bad | load_order(l, node, s);
	case EXPECT_DURATION_MAX:
	case EXPECT_COST_MAX:
	case EXPECT_TOKENS_MAX: return bad | load_most(l, node, s);
	case EXPECT_NO_ERRORS: return bad | load_true(l, node);
	}
	return bad;
}

const struct expect *
expect_load(struct arena *a, struct text text, struct errs *all)
{
	static const struct text members[] = { TEXT("expect"), TEXT("summary") };
	struct err e;
	struct expr_loader l = { .arena = a, .err = &e, .all = all };
	const struct json_node *root = json_tree(a, text, &e);
	struct expect *x = arena_zalloc(a, 1, sizeof(*x));
	if (!root) {
		errs_add(all, &e);
		return NULL;
	}
	int bad = load_members(&l, root, members, 2);
	const struct json_node *list = bad < 0 ? NULL : load_array(&l, root, "expect");
	if (!list)
		return NULL;
	if (list->count == 0)
		load_error(&l, list, "it states nothing, so it would always hold");
	x->statement = arena_zalloc(a, list->count, sizeof(*x->statement));
	for (const struct json_node *n = list->child; n; n = n->next)
		bad |= load_statement(&l, n, &x->statement[x->n++]);
	return bad < 0 || x->n == 0 ? NULL : x;
}

void
expect_put_statement(struct buf *b, const struct expect_statement *s)
{
	if (s->name.n > 0)
		buf_text(b, s->name);
	else
		buf_text(b, s->json);
}
