/* SPDX-License-Identifier: MIT */
#include "json/find.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "json/paths_private.h"
#include "json/write.h"

uint32_t *
json_pair_brackets(const struct json_index *ix)
{
	uint32_t *close = mem_zalloc(ix->n, sizeof(*close));
	uint32_t *open = mem_alloc((JSON_DEPTH + 1) * sizeof(*open));
	size_t depth = 0;
	for (size_t i = 1; i < ix->n; i++) {
		const char c = (char)(ix->ch[i] & ~JSON_ADJACENT);
		if ((c == '{' || c == '[') && depth <= JSON_DEPTH)
			open[depth++] = (uint32_t)i;
		else if ((c == '}' || c == ']') && depth > 0)
			close[open[--depth]] = (uint32_t)i;
	}
	free(open);
	return close;
}

struct find {
	const struct json_paths *paths;
	struct arena *arena;
	const char *text;
	const struct json_index *index;
	const uint32_t *close;
	struct json_value *slot;
};

/* Goes as deep as the longest path. */
static void
find_below(struct find *f, const unsigned *node, size_t nodes, const struct json_value *container)
{
	struct json_members it;
	struct json_value key, value;
	struct path_set to = { 0 };
	json_members(&it, f->text, f->index, container);
	it.close = f->close;
	for (size_t i = 0; json_member(&it, &key, &value); i++) {
		struct text name = { key.p, key.n };
		if (key.escaped)
			name = json_unescaped(f->arena, name);
		if (key.kind == JSON_STRING)
			paths_key(f->paths, node, nodes, name, &to);
		else
			paths_element(f->paths, node, nodes, i, &to);
		for (size_t n = 0; n < to.n; n++) {
			const struct path_node *at = &f->paths->node[to.node[n]];
			for (size_t s = 0; s < at->slots; s++)
				f->slot[at->slot[s]] = value;
		}
		if (to.n > 0 && (value.kind == JSON_OBJECT || value.kind == JSON_ARRAY))
			find_below(f, to.node, to.n, &value);
	}
	free(to.node);
}

void
json_find(const struct json_paths *p, struct arena *a, const char *text,
    const struct json_index *ix, const uint32_t *close, const struct json_value *container,
    struct json_value *slot)
{
	static const unsigned root = 0;
	struct find f = { p, a, text, ix, close, slot };
	memset(slot, 0, p->slots * sizeof(*slot));
	if (container->kind == JSON_OBJECT || container->kind == JSON_ARRAY)
		find_below(&f, &root, 1, container);
}
