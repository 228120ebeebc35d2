/* SPDX-License-Identifier: MIT */
#include "plan/plan.h"

#include "expr/load.h"
#include "plan/load.h"

const char *const section_names[SECTIONS] = {
	[SECTION_FIELDS] = "fields",
	[SECTION_DERIVED] = "derived_fields",
	[SECTION_ACTIONS] = "actions",
};

const struct text selector_names[SELECTORS] = {
	[SELECT_REQUEST_FIELD] = TEXT("RequestField"),
	[SELECT_HEADER] = TEXT("Header"),
	[SELECT_QUERY_PARAM] = TEXT("QueryParam"),
	[SELECT_COOKIE] = TEXT("Cookie"),
	[SELECT_ROUTE_PARAM] = TEXT("RouteParam"),
	[SELECT_METHOD] = TEXT("Method"),
	[SELECT_PATH] = TEXT("Path"),
	[SELECT_SOURCE_ID] = TEXT("SourceId"),
	[SELECT_OBSERVED_AT] = TEXT("ObservedAt"),
};

static int
load_request_field(struct expr_loader *l, const struct json_node *selector, struct plan_field *f)
{
	const struct json_node *path = load_required(l, selector, "path");
	if (path == NULL || load_origins(l, path, false, &f->path) < 0)
		return -1;
	f->selector_arg = f->path.origin[0].spelled;
	return 0;
}

static int
load_selector(struct expr_loader *l, const struct json_node *node, struct plan_field *f)
{
	static const struct text path_members[] = { TEXT("kind"), TEXT("path") };
	static const struct text name_members[] = { TEXT("kind"), TEXT("name") };
	const struct json_node *selector = load_required(l, node, "selector");
	int kind, bad;
	if (selector == NULL)
		return -1;
	kind = load_choice(l, selector, "kind", "kind", selector_names, SELECTORS);
	if (kind < 0)
		return -1;
	f->selector = (enum selector_kind)kind;
	switch (f->selector) {
	case SELECT_REQUEST_FIELD:
		bad = load_members(l, selector, path_members, 2);
		return bad | load_request_field(l, selector, f);
	case SELECT_HEADER:
	case SELECT_QUERY_PARAM:
	case SELECT_COOKIE:
	case SELECT_ROUTE_PARAM:
		bad = load_members(l, selector, name_members, 2);
		return bad | load_name(l, selector, "name", &f->selector_arg);
	case SELECT_METHOD:
	case SELECT_PATH:
	case SELECT_SOURCE_ID:
	case SELECT_OBSERVED_AT: break;
	}
	return load_members(l, selector, path_members, 1);
}

int
load_normalizers(struct expr_loader *l, const struct json_node *node, struct plan_field *f)
{
	struct normalizer *n;
	int bad = 0;
	if (json_get(node, "normalizers") == NULL)
		return 0;
	const struct json_node *all = load_array(l, node, "normalizers");
	if (all == NULL)
		return -1;
	f->normalizer = n = arena_zalloc(l->arena, all->count, sizeof(*n));
	for (const struct json_node *c = all->child; c != NULL; c = c->next)
		bad |= load_normalizer(l, c, &n[f->normalizers++]);
	return bad;
}

/* Leaves *name alone if the name is invalid or another field has it. */
static int
load_field_name(
    struct expr_loader *l, const struct json_node *node, const char *key, struct text *name)
{
	struct text given;
	if (load_name(l, node, key, &given) < 0)
		return -1;
	if (fields_find(l->fields, given) != FIELD_UNKNOWN)
		return load_error(l, json_get(node, key), "field %s is already defined",
		    load_quoted(l->arena, given).p);
	*name = given;
	return 0;
}

/* Where the text comes from: the selector or the expression. */
static int
load_source(
    struct expr_loader *l, enum section section, const struct json_node *node, struct plan_field *f)
{
	const struct json_node *expression;
	if (section == SECTION_FIELDS)
		return load_selector(l, node, f);
	expression = load_required(l, node, "expression");
	if (expression == NULL)
		return -1;
	return (f->expr = expr_load(l, expression)) == NULL ? -1 : 0;
}

int
load_field(
    struct expr_loader *l, enum section section, const struct json_node *node, struct plan_field *f)
{
	const char *name = section == SECTION_ACTIONS ? "field_name" : "name";
	const struct text members[] = { text_of(name),
		section == SECTION_FIELDS ? TEXT("selector") : TEXT("expression"), TEXT("parser"),
		TEXT("description"), TEXT("normalizers"), TEXT("required") };
	struct text description;
	int bad = load_members(l, node, members, LOAD_COUNT(members)), parser;
	if (node->kind != JSON_OBJECT)
		return -1;
	bad |= load_field_name(l, node, name, &f->name);
	bad |= load_source(l, section, node, f);
	parser = load_choice(l, node, "parser", "parser", type_names + 1, TYPE_COUNT - 1);
	f->parser = (enum type)(parser + 1); /* TYPE_ANY if it is invalid */
	bad |= parser < 0 ? -1 : 0;
	bad |= load_note(l, node, "description", &description);
	bad |= load_normalizers(l, node, f);
	return bad | load_bool(l, node, "required", &f->required);
}
