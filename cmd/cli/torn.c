/* SPDX-License-Identifier: MIT */
#include "cmd/cli/torn.h"

#include <string.h>

#include "base/arena.h"
#include "json/tree.h"

static bool
is_blank(struct text line)
{
	for (size_t i = 0; i < line.n; i++)
		if (!strchr(" \t\r", line.p[i]))
			return false;
	return true;
}

static bool
is_object(struct text line)
{
	struct arena a = { 0 };
	struct err e;
	const struct json_node *node = json_tree(&a, line, &e);
	const bool is = node && node->kind == JSON_OBJECT;
	arena_free(&a);
	return is;
}

bool
torn_leave(struct source_item *item)
{
	struct input_block *b = &item->block;
	if (!b->torn)
		return false;
	if (b->too_long) {
		*b = (struct input_block){ 0 };
		return true;
	}
	const char *newline = memrchr(b->p, '\n', b->n);
	const size_t whole = newline ? (size_t)(newline + 1 - b->p) : 0;
	const struct text line = { b->p + whole, b->n - whole };
	if (is_blank(line) || is_object(line))
		return false;
	item->end -= line.n;
	b->n = whole;
	if (whole == 0)
		b->p = NULL;
	return true;
}
