/* SPDX-License-Identifier: MIT */
#include "import/ids.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"

struct wanted {
	const struct import_ids *ids;
	struct text id;
};

static bool
is_id(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return text_eq(w->ids->id[ref - 1].id, w->id);
}

static uint32_t
hash_of(const struct import_ids *s, struct text id)
{
	return (uint32_t)siphash(s->key, id.p, id.n);
}

/* The number of an id from 1; 0: it is not there. */
static uint32_t
number_of(const struct import_ids *s, struct text id)
{
	const struct wanted w = { s, id };
	return id.p && s->n > 0 ? table_find(&s->table, hash_of(s, id), is_id, &w) : 0;
}

void *
import_ids_find(const struct import_ids *s, struct text id)
{
	const uint32_t number = number_of(s, id);
	return number > 0 ? s->id[number - 1].value : NULL;
}

void
import_ids_replace(struct import_ids *s, struct text id, void *value)
{
	s->id[number_of(s, id) - 1].value = value;
}

void
import_ids_add(struct import_ids *s, struct text id, void *value)
{
	s->id = mem_grow(s->id, &s->cap, s->n + 1, sizeof(*s->id));
	s->id[s->n++] = (struct import_id){ id, value };
	table_add(&s->table, hash_of(s, id), (uint32_t)s->n);
}

void
import_ids_free(struct import_ids *s)
{
	table_free(&s->table);
	free(s->id);
	s->id = NULL;
	s->n = s->cap = 0;
}
