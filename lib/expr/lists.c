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

/* Copies the values of the array l->node into the list. */
static int
read_array(struct expr_loader *loader, struct list *l)
{
	struct value *value;
	int bad = 0;
	if (l->node->kind != JSON_ARRAY)
		return load_error(loader, l->node, "must be an array");
	l->value = value = arena_zalloc(loader->arena, l->node->count, sizeof(*value));
	for (const struct json_node *c = l->node->child; c != NULL; c = c->next, value++, l->n++) {
		bad |= load_node_value(loader, c, value);
		value->text = arena_text(loader->arena, value->text);
	}
	return bad;
}

/* A loader with the arena of the lists, which reports errors where the other loader does. */
static struct expr_loader
own_loader(struct lists *ls, const struct expr_loader *of)
{
	return (struct expr_loader){ .arena = &ls->arena, .err = of->err, .all = of->all };
}

static int
load_list(
    struct expr_loader *loader, struct lists *ls, const struct json_node *node, const char *dir)
{
	static const struct text members[] = { TEXT("values"), TEXT("file") };
	const struct json_node *values = json_get(node, "values"), *file = json_get(node, "file");
	struct list *l = new_list(ls, values != NULL ? values : file);
	l->name = arena_text(&ls->arena, node->key);
	ls->named = mem_grow(ls->named, &ls->cap, ls->n + 1, sizeof(struct list *));
	lookup_put(&ls->number, l->name, ls->n);
	ls->named[ls->n++] = l;
	int bad = load_members(loader, node, members, LOAD_COUNT(members));
	if (node->kind != JSON_OBJECT || load_is_misspelt(loader, node, "values") ||
	    load_is_misspelt(loader, node, "file"))
		return -1;
	if ((values == NULL) == (file == NULL))
		return load_error(loader, node, "must have exactly one of \"values\" and \"file\"");
	return bad | (values != NULL ? read_array(loader, l) : list_read_file(loader, l, dir));
}

struct lists *
lists_new(void)
{
	return mem_zalloc(1, sizeof(struct lists));
}

int
lists_load(
    struct lists *ls, struct expr_loader *loader, const struct json_node *node, const char *dir)
{
	struct expr_loader own = own_loader(ls, loader);
	int bad = 0;
	if (node == NULL)
		return 0;
	if (node->kind != JSON_OBJECT)
		return load_error(&own, node, "must be an object");
	for (const struct json_node *c = node->child; c != NULL; c = c->next)
		bad |= load_list(&own, ls, c, dir != NULL ? dir : ".");
	return bad;
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
lists_add(struct lists *ls, struct expr_loader *loader, const struct json_node *array)
{
	struct expr_loader own = own_loader(ls, loader);
	struct list *l = new_list(ls, array);
	return read_array(&own, l) < 0 ? NULL : l;
}
