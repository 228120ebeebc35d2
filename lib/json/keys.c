/* SPDX-License-Identifier: MIT */
#include "json/keys.h"

#include <stdlib.h>

static int
by_object_key_place(const void *a, const void *b)
{
	const struct json_key *x = a, *y = b;
	if (x->object != y->object)
		return x->object < y->object ? -1 : 1;
	int c = text_cmp(x->key, y->key);
	return c != 0 ? c : (x->at > y->at) - (x->at < y->at);
}

static int
by_size(const void *a, const void *b)
{
	const size_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

size_t
json_keys_replaced(struct json_key *key, size_t n, size_t *dead)
{
	size_t found = 0;
	if (n > 1)
		qsort(key, n, sizeof(*key), by_object_key_place);
	for (size_t i = 0; i + 1 < n; i++)
		if (key[i].object == key[i + 1].object && text_eq(key[i].key, key[i + 1].key))
			dead[found++] = key[i].at;
	if (found > 1)
		qsort(dead, found, sizeof(*dead), by_size);
	return found;
}
