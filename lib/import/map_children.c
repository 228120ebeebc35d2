/* SPDX-License-Identifier: MIT */
#include "import/map_children.h"

#include <stdlib.h>

#include "json/find.h"

/* Children that are deeper than this stay in the attributes of the call around them. */
enum { CHILDREN_DEPTH = 100 };

void
map_nest_free(struct map_nest *n)
{
	free(n->close);
	json_index_free(&n->own);
	*n = (struct map_nest){ 0 };
}

void
map_nest_members(
    struct json_members *it, const struct map_nest *n, const struct json_value *container)
{
	json_members(it, n->text, n->index, container);
	it->close = n->close;
}

/* The first array of children that is there, by its number; as many as there are paths: none. */
static size_t
find_list(struct map_nest *n, struct arena *a, const struct import_map *m,
    const struct json_value *object, struct json_value *list)
{
	struct json_value *slot = arena_alloc(a, m->children * sizeof(*slot));
	size_t i = 0;
	if (!n->close)
		n->close = json_pair_brackets(n->index);
	json_find(m->below, a, n->text, n->index, n->close, object, slot);
	while (i < m->children && slot[i].kind != JSON_ARRAY)
		i++;
	if (i < m->children)
		*list = slot[i];
	return i;
}

/* What is left of the list when the children are taken out. */
static void
put_left(struct buf *b, struct map_children *c)
{
	struct json_members it;
	struct json_value key, value;
	buf_char(b, '[');
	map_nest_members(&it, c->nest, &c->list);
	while (json_member(&it, &key, &value)) {
		const size_t quote = value.kind == JSON_STRING;
		if (value.kind == JSON_OBJECT || value.kind == JSON_NULL)
			continue;
		if (c->rest)
			buf_char(b, ',');
		buf_put(b, value.p - quote, value.n + 2 * quote);
		c->rest = true;
	}
	buf_char(b, ']');
}

static void
cut(struct map_children *c, struct arena *a, const struct json_value *object)
{
	struct buf b = { 0 };
	const char *const behind = c->list.p + c->list.n;
	buf_put(&b, object->p, (size_t)(c->list.p - object->p));
	put_left(&b, c);
	buf_put(&b, behind, (size_t)(object->p + object->n - behind));
	c->object = arena_text(a, buf_as_text(&b));
	buf_free(&b);
}

/* Opens a text of its own.  Returns the object that it is. */
static struct json_value
open_nest(struct map_nest *n, struct text object)
{
	json_index_build(&n->own, object.p, object.n, JSON_DOCUMENT);
	n->text = object.p;
	n->index = &n->own;
	/* entry 0 stands for the beginning of the text */
	return (struct json_value){ .p = object.p, .n = object.n, .entry = 1, .kind = JSON_OBJECT };
}

void
map_children_find(struct map_children *c, struct arena *a, const struct import_map *m,
    struct picker *p, struct map_nest *nest, const struct json_value *object,
    struct map_nest *inner, unsigned depth)
{
	*c = (struct map_children){ .nest = nest, .object = { object->p, object->n } };
	if (m->children == 0 || depth >= CHILDREN_DEPTH)
		return;
	c->path = find_list(nest, a, m, object, &c->list);
	if (c->path < m->children) {
		cut(c, a, object);
		return;
	}
	/* without children the object is not long because of them, so it may be walked once more */
	const struct text unwrapped = picker_unwrapped(p, c->object, a);
	if (unwrapped.p == c->object.p)
		return;
	const struct json_value whole = open_nest(inner, unwrapped);
	c->nest = inner;
	c->object = unwrapped;
	c->path = find_list(inner, a, m, &whole, &c->list);
	if (c->path < m->children)
		cut(c, a, &whole);
}
