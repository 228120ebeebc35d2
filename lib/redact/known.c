/* SPDX-License-Identifier: MIT */
#include "redact/known.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"

static uint32_t
beginning(const char *p)
{
	uint64_t v = 0;
	memcpy(&v, p, REDACT_KNOWN_LEAST);
	return (uint32_t)(v * UINT64_C(0x9e3779b97f4a7c15) >> 48);
}

static bool
is_word(char c)
{
	return ascii_is_letter(c) || ascii_is_digit(c);
}

struct wanted {
	const struct redact_known *known;
	struct text text;
};

static bool
is_wanted(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return text_eq(w->known->value[ref - 1].text, w->text);
}

static uint32_t
find(const struct redact_known *k, struct text t, uint32_t *hash)
{
	const struct wanted w = { k, t };
	*hash = (uint32_t)siphash(k->key, t.p, t.n);
	return table_find(&k->table, *hash, is_wanted, &w);
}

void
redact_known_add(struct redact_known *k, struct text value, enum redact_kind kind)
{
	uint32_t hash;
	while (value.n > 0 && !is_word(value.p[0]))
		value = (struct text){ value.p + 1, value.n - 1 };
	if (value.n < REDACT_KNOWN_LEAST || value.n > REDACT_KNOWN_MOST ||
	    find(k, value, &hash) > 0)
		return;
	const uint32_t bit = beginning(value.p);
	k->begins[bit / 64] |= UINT64_C(1) << (bit % 64);
	k->length[value.n] = true;
	k->value = mem_grow(k->value, &k->cap, k->n + 1, sizeof(*k->value));
	k->value[k->n++] = (struct redact_value){ arena_text(&k->arena, value), kind };
	table_add(&k->table, hash, (uint32_t)k->n);
}

void
redact_known_free(struct redact_known *k)
{
	table_free(&k->table);
	arena_free(&k->arena);
	free(k->value);
}

const struct redact_value *
redact_known_at(const struct redact_known *k, struct text t, size_t at)
{
	const size_t room = t.n - at;
	if (k->n == 0 || room < REDACT_KNOWN_LEAST)
		return NULL;
	const uint32_t bit = beginning(t.p + at);
	if (!(k->begins[bit / 64] >> (bit % 64) & 1))
		return NULL;
	for (size_t n = room < REDACT_KNOWN_MOST ? room : REDACT_KNOWN_MOST;
	     n >= REDACT_KNOWN_LEAST; n--) {
		const bool ends = n == room || !is_word(t.p[at + n]) || !is_word(t.p[at + n - 1]);
		uint32_t hash;
		if (!k->length[n] || !ends)
			continue;
		const uint32_t ref = find(k, (struct text){ t.p + at, n }, &hash);
		if (ref > 0)
			return &k->value[ref - 1];
	}
	return NULL;
}

bool
redact_known_in(const struct redact_known *k, struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if ((i == 0 || !is_word(t.p[i - 1])) && redact_known_at(k, t, i))
			return true;
	return false;
}
