/* SPDX-License-Identifier: MIT */
#include "expr/lists.h"

#include <stdlib.h>

#include "base/lookup.h"
#include "base/mem.h"
#include "expr/list.h"
#include "expr/load.h"

struct lists {
	struct arena arena;
	struct list **named;
	size_t n, cap;
	struct lookup number; /* in named[], of each name */
	struct list *all;     /* newest first */
};

static struct list *
new_list(struct lists *ls, const struct json_node *node)
{
	struct list *l = arena_zalloc(&ls->arena, 1, sizeof(*l));

	l->sets = arena_zalloc(&ls->arena, 1, sizeof(*l->sets));
	l->sets->arena = &ls->arena;
	l->node = node;
	l->next = ls->all;
	ls->all = l;
	return l;
}

/* The values of l->node, an array. */
static int
read_array(struct expr_loader *loader, struct list *l)
{
	struct value *value;

	if (l->node->kind != JSON_ARRAY)
		return load_error(loader, l->node, "must be an array");
	l->value = value = arena_zalloc(loader->arena, l->node->count, sizeof(*value));
	for (const struct json_node *c = l->node->child; c != NULL; c = c->next, value++, l->n++) {
		if (load_node_value(loader, c, value) < 0)
			return -1;
		value->text = arena_text(loader->arena, value->text);
	}
	return 0;
}

static int
load_list(
    struct expr_loader *loader, struct lists *ls, const struct json_node *node, const char *dir)
{
	static const struct text members[] = { TEXT("values"), TEXT("file") };
	const struct json_node *values, *file;
	struct list *l;

	if (load_members(loader, node, members, LOAD_COUNT(members)) < 0)
		return -1;
	values = json_get(node, "values");
	file = json_get(node, "file");
	if ((values == NULL) == (file == NULL))
		return load_error(loader, node, "must have exactly one of \"values\" and \"file\"");
	l = new_list(ls, values != NULL ? values : file);
	l->name = arena_text(&ls->arena, node->key);
	ls->named = mem_grow(ls->named, &ls->cap, ls->n + 1, sizeof(struct list *));
	lookup_put(&ls->number, l->name, ls->n);
	ls->named[ls->n++] = l;
	return values != NULL ? read_array(loader, l) : list_read_file(loader, l, dir);
}

static int
load_lists(struct lists *ls, const struct json_node *node, const char *dir, struct err *e)
{
	struct expr_loader loader = { .arena = &ls->arena, .err = e };

	if (node->kind != JSON_OBJECT)
		return load_error(&loader, node, "must be an object");
	for (const struct json_node *c = node->child; c != NULL; c = c->next)
		if (load_list(&loader, ls, c, dir) < 0)
			return -1;
	return 0;
}

struct lists *
lists_load(const struct json_node *node, const char *dir, struct err *e)
{
	struct lists *ls = mem_zalloc(1, sizeof(*ls));

	if (node != NULL && load_lists(ls, node, dir != NULL ? dir : ".", e) < 0) {
		lists_free(ls);
		return NULL;
	}
	return ls;
}

void
lists_free(struct lists *ls)
{
	if (ls == NULL)
		return;
	for (struct list *l = ls->all; l != NULL; l = l->next)
		ip_set_free(&l->sets->network);
	free(ls->named);
	lookup_free(&ls->number);
	arena_free(&ls->arena);
	free(ls);
}

const struct list *
lists_find(const struct lists *ls, struct text name)
{
	size_t i = lookup_find(&ls->number, name);

	return i == LOOKUP_NONE ? NULL : ls->named[i];
}

size_t
list_count(const struct list *l)
{
	return l->n;
}

size_t
lists_count(const struct lists *ls)
{
	return ls->n;
}

struct text
lists_name(const struct lists *ls, size_t i)
{
	return ls->named[i]->name;
}

const char *
lists_path(const struct lists *ls, size_t i)
{
	return ls->named[i]->path;
}

size_t
list_size(const struct list *l)
{
	return l->n;
}

struct text
list_value(const struct list *l, size_t i)
{
	return l->value[i].text;
}

const struct list *
lists_add(struct lists *ls, const struct json_node *array, struct err *e)
{
	struct expr_loader loader = { .arena = &ls->arena, .err = e };
	struct list *l = new_list(ls, array);

	return read_array(&loader, l) < 0 ? NULL : l;
}
