/* SPDX-License-Identifier: MIT */
#include "state/verdicts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

/* One allocation: the verdict, then its arrays of texts, then their bytes. */
struct kept_verdict {
	struct verdict verdict;
	uint64_t uses;
	size_t size; /* of the whole allocation */
	uint32_t hash;
	struct text text[];
};

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
	return same_verdict(&w->verdicts->list[ref - 1]->verdict, w->verdict);
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

static size_t
bytes_of(const struct text *t, size_t n)
{
	size_t bytes = 0;
	for (size_t i = 0; i < n; i++)
		bytes += t[i].n;
	return bytes;
}

/* Copies the bytes to *p and moves it past them. */
static void
copy_texts(struct text *to, const struct text *t, size_t n, char **p)
{
	for (size_t i = 0; i < n; i++) {
		to[i] = (struct text){ *p, t[i].n };
		if (t[i].n > 0)
			memcpy(*p, t[i].p, t[i].n);
		*p += t[i].n;
	}
}

static struct kept_verdict *
copy(const struct verdict *v, uint32_t hash)
{
	size_t texts = v->nmatched + v->nshadow;
	size_t size = sizeof(struct kept_verdict) + texts * sizeof(struct text);
	size += bytes_of(v->matched, v->nmatched) + bytes_of(v->shadow, v->nshadow);
	size += v->decided_by.n;
	struct kept_verdict *k = mem_alloc(size);
	char *p = (char *)&k->text[texts];
	*k = (struct kept_verdict){ .verdict = *v, .size = size, .hash = hash };
	copy_texts(k->text, v->matched, v->nmatched, &p);
	copy_texts(k->text + v->nmatched, v->shadow, v->nshadow, &p);
	k->verdict.matched = k->text;
	k->verdict.shadow = k->text + v->nmatched;
	if (v->decided_by.p)
		copy_texts(&k->verdict.decided_by, &v->decided_by, 1, &p);
	return k;
}

static uint32_t
free_number(struct verdicts *v)
{
	if (v->spares > 0)
		return v->spare[--v->spares];
	assert(v->n < UINT32_MAX - 1);
	v->list = mem_grow(v->list, &v->cap, v->n + 1, sizeof(*v->list));
	return (uint32_t)v->n++;
}

static uint32_t
add(struct verdicts *v, const struct verdict *verdict, uint32_t hash)
{
	uint32_t number = free_number(v);
	v->list[number] = copy(verdict, hash);
	v->bytes += v->list[number]->size;
	table_add(&v->table, hash, number + 1);
	return number;
}

static uint32_t
find_or_add(struct verdicts *v, const struct verdict *verdict)
{
	struct wanted wanted = { v, verdict };
	uint32_t hash = hash_of(v, verdict), ref = table_find(&v->table, hash, same, &wanted);
	return ref ? ref - 1 : add(v, verdict, hash);
}

uint32_t
verdicts_take(struct verdicts *v, const struct verdict *verdict)
{
	const struct kept_verdict *last = v->last < v->n ? v->list[v->last] : NULL;
	if (!last || !same_verdict(&last->verdict, verdict))
		v->last = find_or_add(v, verdict);
	v->list[v->last]->uses++;
	return (uint32_t)v->last;
}

void
verdicts_drop(struct verdicts *v, uint32_t number)
{
	struct kept_verdict *k = v->list[number];
	if (--k->uses > 0)
		return;
	table_remove(&v->table, k->hash, number + 1);
	v->bytes -= k->size;
	free(k);
	v->list[number] = NULL;
	v->spare = mem_grow(v->spare, &v->spare_cap, v->spares + 1, sizeof(*v->spare));
	v->spare[v->spares++] = number;
}

const struct verdict *
verdicts_at(const struct verdicts *v, uint32_t number)
{
	return &v->list[number]->verdict;
}

uint64_t
verdicts_bytes(const struct verdicts *v)
{
	return v->bytes + v->cap * sizeof(struct kept_verdict *) +
	       v->spare_cap * sizeof(*v->spare) + v->table.cap * sizeof(struct table_slot);
}

void
verdicts_free(struct verdicts *v)
{
	for (size_t i = 0; i < v->n; i++)
		free(v->list[i]);
	free(v->list);
	free(v->spare);
	table_free(&v->table);
}
