/* SPDX-License-Identifier: MIT */
#include "rerun/shape.h"

#include <stdlib.h>

#include "json/tree.h"

enum { NAMED = 64 }; /* members; with more, names are data */

static void put(struct buf *b, struct arena *a, const struct json_node *n);

static int
by_text(const void *x, const void *y)
{
	return text_cmp(*(const struct text *)x, *(const struct text *)y);
}

/* The shapes of all children, with their names or without. */
static struct text *
children(struct arena *a, const struct json_node *n, bool named)
{
	struct text *shape = arena_alloc(a, (n->count + 1) * sizeof(*shape));
	struct buf b = { 0 };
	size_t i = 0;
	for (const struct json_node *c = n->child; c; c = c->next) {
		b.n = 0;
		if (named) {
			buf_text(&b, c->key);
			buf_char(&b, ':');
		}
		put(&b, a, c);
		shape[i++] = arena_text(a, buf_as_text(&b));
	}
	buf_free(&b);
	if (i > 1)
		qsort(shape, i, sizeof(*shape), by_text);
	return shape;
}

static void
put_all(struct buf *b, const struct text *shape, size_t n, char between)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && text_eq(shape[i], shape[i - 1]))
			continue;
		if (i > 0)
			buf_char(b, between);
		buf_text(b, shape[i]);
	}
}

static void
put(struct buf *b, struct arena *a, const struct json_node *n)
{
	const bool named = n->count <= NAMED;
	switch (n->kind) {
	case JSON_NONE:
	case JSON_NULL: BUF_LIT(b, "null"); return;
	case JSON_FALSE:
	case JSON_TRUE: BUF_LIT(b, "boolean"); return;
	case JSON_NUMBER: BUF_LIT(b, "number"); return;
	case JSON_STRING: BUF_LIT(b, "string"); return;
	case JSON_ARRAY:
		buf_char(b, '[');
		put_all(b, children(a, n, false), n->count, '|');
		buf_char(b, ']');
		return;
	case JSON_OBJECT:
		buf_char(b, '{');
		if (!named)
			BUF_LIT(b, "*:");
		put_all(b, children(a, n, named), n->count, named ? ',' : '|');
		buf_char(b, '}');
		return;
	}
}

void
rerun_put_shape(struct buf *b, struct text json)
{
	struct arena a = { 0 };
	struct err e;
	const struct json_node *n = json.p ? json_tree(&a, json, &e) : NULL;
	if (n)
		put(b, &a, n);
	else
		BUF_LIT(b, "nothing");
	arena_free(&a);
}
