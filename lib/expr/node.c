/* SPDX-License-Identifier: MIT */
#include "expr/node.h"

#include "expr/load.h"

int
node_enter(struct expr_loader *l, const struct json_node *node)
{
	if (l->depth >= EXPR_DEPTH)
		return load_error(
		    l, node, "expressions are nested more than %d levels deep", EXPR_DEPTH);
	l->depth++;
	return 0;
}

void
node_leave(struct expr_loader *l)
{
	l->depth--;
}

int
node_field(struct expr_loader *l, const struct json_node *node, const char *key, size_t *field)
{
	struct text name;
	*field = FIELD_UNKNOWN;
	if (load_text(l, node, key, &name) < 0)
		return -1;
	*field = fields_find(l->fields, name);
	if (*field != FIELD_UNKNOWN)
		return 0;
	if (!l->fields->open)
		return load_error(l, json_get(node, key),
		    "no field %s is defined before this one%s", load_quoted(l->arena, name).p,
		    load_suggestion(l->arena, name, l->fields->name, l->fields->n).p);
	*field = fields_add(l->fields, name, TYPE_ANY);
	return 0;
}
