/* SPDX-License-Identifier: MIT */
#include "trace/numbered.h"

#include <stdlib.h>

#include "base/mem.h"

struct wanted {
	const struct text *text, wanted;
};

static bool
is_wanted(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct text t = w->text[ref - 1];
	return (t.p == NULL) == (w->wanted.p == NULL) && text_eq(t, w->wanted);
}

uint32_t
trace_number(struct trace_numbered *s, struct text t)
{
	const struct wanted w = { s->text, t };
	const uint32_t hash = (uint32_t)siphash(s->key, t.p ? t.p : "", t.n);
	const uint32_t found = table_find(&s->table, hash, is_wanted, &w);
	if (found > 0)
		return found - 1;
	s->text = mem_grow(s->text, &s->cap, s->n + 1, sizeof(*s->text));
	s->text[s->n++] = arena_text(&s->arena, t);
	table_add(&s->table, hash, (uint32_t)s->n);
	return (uint32_t)s->n - 1;
}

void
trace_numbered_reset(struct trace_numbered *s)
{
	table_free(&s->table);
	arena_reset(&s->arena);
	s->n = 0;
}

void
trace_numbered_free(struct trace_numbered *s)
{
	table_free(&s->table);
	arena_free(&s->arena);
	free(s->text);
	s->text = NULL;
	s->n = s->cap = 0;
}
