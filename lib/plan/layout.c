/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "expr/load.h"
#include "plan/load.h"

static int
load_pattern(struct expr_loader *l, const struct json_node *node, struct dissect *out)
{
	struct err e;
	if (node->kind != JSON_STRING)
		return load_error(
		    l, node, "must be a pattern such as \"%%{time} %%{level} %%{msg}\"");
	if (dissect_compile(l->arena, node->text, out, &e) == 0)
		return 0;
	return e.offset == ERR_NOWHERE
		   ? load_error(l, node, "%s", e.text)
		   : load_error(l, node, "%s, at byte %zu of the pattern", e.text, e.offset + 1);
}

static int
load_lines(struct expr_loader *l, const struct json_node *node, struct layout *out)
{
	const struct json_node *line = json_get(node, "line");
	int bad = 0;
	if (!line)
		return 0;
	if (line->kind == JSON_ARRAY && line->count == 0)
		return load_error(l, line, "must have at least one pattern");
	const bool many = line->kind == JSON_ARRAY;
	struct dissect *pattern = arena_zalloc(l->arena, many ? line->count : 1, sizeof(*pattern));
	out->line = pattern;
	for (const struct json_node *c = many ? line->child : line; c; c = many ? c->next : NULL)
		bad |= load_pattern(l, c, &pattern[out->lines++]);
	return bad;
}

/* An array of paths. */
static int
load_paths(struct expr_loader *l, const struct json_node *node, const char *key,
    const struct text **path, size_t *paths)
{
	const struct json_node *all;
	struct text *out;
	int bad = 0;
	if (!json_get(node, key))
		return 0;
	if (!(all = load_array(l, node, key)))
		return -1;
	if (all->count == 0)
		return load_error(l, all, "must have at least one path");
	*path = out = arena_zalloc(l->arena, all->count, sizeof(*out));
	for (const struct json_node *c = all->child; c; c = c->next) {
		if (c->kind != JSON_STRING || c->text.n == 0)
			bad = load_error(l, c, "must be a path such as \"detail.records\"");
		else
			out[(*paths)++] = c->text;
	}
	return bad;
}

int
load_layout(struct expr_loader *l, const struct json_node *node, struct layout *out)
{
	int bad = load_lines(l, node, out);
	bad |= load_paths(l, node, "json_strings", &out->json_string, &out->json_strings);
	return bad | load_paths(l, node, "each", &out->each, &out->eaches);
}
