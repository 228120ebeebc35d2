/* SPDX-License-Identifier: MIT */
#include "store/config.h"

#include "json/write.h"

static void
put_values(struct buf *b, const struct list *l)
{
	json_begin(b, '{');
	json_member_begin(b, "values", '[');
	for (size_t i = 0; i < list_size(l); i++)
		json_add_string(b, list_value(l, i));
	json_end(b, ']');
	json_end(b, '}');
}

void
config_put(struct buf *b, const struct json_node *config, const struct lists *lists)
{
	const struct json_node *named = json_get(config, "lists");
	const char *from = config->json.p, *end = from + config->json.n;
	for (const struct json_node *n = named ? named->child : NULL; n; n = n->next) {
		if (!json_get(n, "file"))
			continue;
		json_put_compact(b, (struct text){ from, (size_t)(n->json.p - from) });
		put_values(b, lists_find(lists, n->key));
		from = n->json.p + n->json.n;
	}
	json_put_compact(b, (struct text){ from, (size_t)(end - from) });
}
