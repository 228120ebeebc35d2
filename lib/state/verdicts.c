/* SPDX-License-Identifier: MIT */
#include "state/verdicts.h"

#include <assert.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"

static bool
same_texts(const struct text *a, size_t na, const struct text *b, size_t nb)
{
	if (na != nb)
		return false;
	for (size_t i = 0; i < na; i++)
		if (!text_eq(a[i], b[i]))
			return false;
	return true;
}

static bool
same_verdict(const struct verdict *a, const struct verdict *b)
{
	return a->outcome == b->outcome && !a->decided_by.p == !b->decided_by.p &&
	       text_eq(a->decided_by, b->decided_by) &&
	       same_texts(a->matched, a->nmatched, b->matched, b->nmatched) &&
	       same_texts(a->shadow, a->nshadow, b->shadow, b->nshadow);
}

struct wanted {
	const struct verdicts *verdicts;
	const struct verdict *verdict;
};

static bool
same(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return same_verdict(w->verdicts->list[ref - 1], w->verdict);
}

static uint32_t
hash_of(const struct verdicts *v, const struct verdict *verdict)
{
	struct buf b = { 0 };
	buf_u64(&b, verdict->outcome);
	for (size_t i = 0; i < verdict->nmatched; i++) {
		buf_char(&b, 'm');
		buf_text(&b, verdict->matched[i]);
	}
	for (size_t i = 0; i < verdict->nshadow; i++) {
		buf_char(&b, 's');
		buf_text(&b, verdict->shadow[i]);
	}
	uint32_t hash = (uint32_t)siphash(v->key, b.p, b.n);
	buf_free(&b);
	return hash;
}

static const struct text *
copy_texts(struct arena *a, const struct text *t, size_t n)
{
	struct text *copy = arena_zalloc(a, n, sizeof(*copy));
	for (size_t i = 0; i < n; i++)
		copy[i] = arena_text(a, t[i]);
	return copy;
}

static uint32_t
add(struct verdicts *v, const struct verdict *verdict, uint32_t hash)
{
	struct verdict *copy = arena_zalloc(&v->arena, 1, sizeof(*copy));
	*copy = *verdict;
	copy->decided_by = arena_text(&v->arena, verdict->decided_by);
	copy->matched = copy_texts(&v->arena, verdict->matched, verdict->nmatched);
	copy->shadow = copy_texts(&v->arena, verdict->shadow, verdict->nshadow);
	assert(v->n < UINT32_MAX - 1);
	v->list = mem_grow(v->list, &v->cap, v->n + 1, sizeof(*v->list));
	v->list[v->n++] = copy;
	table_add(&v->table, hash, (uint32_t)v->n);
	return (uint32_t)v->n;
}

uint32_t
verdicts_number(struct verdicts *v, const struct verdict *verdict)
{
	if (v->last < v->n && same_verdict(v->list[v->last], verdict))
		return (uint32_t)v->last;
	struct wanted wanted = { v, verdict };
	uint32_t hash = hash_of(v, verdict), ref = table_find(&v->table, hash, same, &wanted);
	if (ref == 0)
		ref = add(v, verdict, hash);
	v->last = ref - 1;
	return ref - 1;
}

void
verdicts_free(struct verdicts *v)
{
	arena_free(&v->arena);
	free(v->list);
	table_free(&v->table);
}
