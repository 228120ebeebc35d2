/* SPDX-License-Identifier: MIT */
#include "trace/members.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "json/keys.h"

struct trace_members
trace_members(struct text json)
{
	struct trace_members it = { json.p, json.p, false };
	if (json.n >= 2 && (json.p[0] == '{' || json.p[0] == '[')) {
		it.p = json.p + 1;
		it.end = json.p + json.n - 1;
		it.object = json.p[0] == '{';
	}
	return it;
}

const char *
trace_string_end(const char *p, const char *end)
{
	for (p++; p < end; p++) {
		const char *quote = memchr(p, '"', (size_t)(end - p));
		if (!quote)
			return end;
		size_t escapes = 0;
		while (quote - escapes > p && quote[-(ptrdiff_t)escapes - 1] == '\\')
			escapes++;
		p = quote;
		if (escapes % 2 == 0)
			return p + 1;
	}
	return end;
}

static const char *
value_end(const char *p, const char *end)
{
	unsigned depth = 0;
	for (; p < end; p++) {
		switch (*p) {
		case '"': p = trace_string_end(p, end) - 1; break;
		case '{':
		case '[': depth++; break;
		case '}':
		case ']':
			if (depth == 0)
				return p;
			depth--;
			break;
		case ',':
			if (depth == 0)
				return p;
			break;
		default: break;
		}
	}
	return end;
}

bool
trace_member(struct trace_members *it, struct text *key, struct text *value)
{
	*key = TEXT_ABSENT;
	if (it->p >= it->end)
		return false;
	if (*it->p == ',')
		it->p++;
	if (it->object) {
		const char *close = trace_string_end(it->p, it->end);
		*key = (struct text){ it->p + 1, (size_t)(close - it->p) - 2 };
		it->p = close + 1;
	}
	const char *stop = value_end(it->p, it->end);
	*value = (struct text){ it->p, (size_t)(stop - it->p) };
	it->p = stop;
	return true;
}

struct text
trace_member_of(struct text object, struct text key)
{
	struct trace_members it = trace_members(object);
	struct text name, value;
	while (trace_member(&it, &name, &value))
		if (name.p && text_eq(name, key))
			return value;
	return TEXT_ABSENT;
}

/* A set of keys that may say that it has one although it does not. */
struct keys {
	uint64_t bits[16];
	size_t n;
};

static size_t
hash_of(struct text key)
{
	size_t h = key.n * 37;
	for (size_t i = key.n > 6 ? key.n - 6 : 0; i < key.n; i++)
		h = h * 31 + (unsigned char)key.p[i];
	return h;
}

static void
add_key(struct keys *k, struct text key)
{
	const size_t h = hash_of(key);
	k->bits[h >> 6 & 15] |= UINT64_C(1) << (h & 63);
	k->n++;
}

static bool
may_have(const struct keys *k, struct text key)
{
	const size_t h = hash_of(key);
	return k->bits[h >> 6 & 15] >> (h & 63) & 1;
}

static void
add_keys(struct keys *k, struct text object)
{
	struct trace_members it = trace_members(object);
	struct text key, value;
	*k = (struct keys){ .n = 0 };
	while (trace_member(&it, &key, &value))
		add_key(k, key);
}

/* The members of two objects, of which the second has many keys that the first may have: sorts all
 * keys.  dead[]: the members of the second, by number, that the first has, too. */
static size_t
find_replaced(struct text first, struct text second, size_t members, size_t **dead)
{
	struct json_key *at = mem_alloc((members + 1) * sizeof(*at));
	struct text key, value;
	size_t n = 0;
	*dead = mem_alloc((members + 1) * sizeof(**dead));
	for (struct trace_members it = trace_members(second); trace_member(&it, &key, &value); n++)
		at[n] = (struct json_key){ 0, n, key };
	for (struct trace_members it = trace_members(first); trace_member(&it, &key, &value); n++)
		at[n] = (struct json_key){ 0, n, key };
	n = json_keys_replaced(at, n, *dead);
	free(at);
	return n;
}

void
trace_join_objects(struct buf *b, struct text first, struct text second)
{
	enum { FEW = 1000 };
	struct trace_members it = trace_members(second);
	struct keys keys;
	struct text key, value;
	size_t members = 0, maybe = 0, ndead = 0, next = 0, *dead = NULL;
	add_keys(&keys, first);
	for (; trace_member(&it, &key, &value); members++)
		maybe += may_have(&keys, key);
	const bool many = maybe > 4 && maybe * keys.n > FEW;
	if (many)
		ndead = find_replaced(first, second, members + keys.n, &dead);
	buf_put(b, first.p, first.n - 1);
	it = trace_members(second);
	for (size_t i = 0; trace_member(&it, &key, &value); i++) {
		if (many && next < ndead && dead[next] == i) {
			next++;
			continue;
		}
		if (!many && may_have(&keys, key) && trace_member_of(first, key).p)
			continue;
		if (b->p[b->n - 1] != '{')
			buf_char(b, ',');
		buf_char(b, '"');
		buf_text(b, key);
		buf_text(b, TEXT("\":"));
		buf_text(b, value);
	}
	buf_char(b, '}');
	free(dead);
}

/* ---- differences ---------------------------------------------------------------------------- */

struct member {
	struct text key, value;
};

static int
by_key(const void *a, const void *b)
{
	const struct member *const x = a, *const y = b;
	return text_cmp(x->key, y->key);
}

/* The members of an object by their keys; the caller frees them. */
static struct member *
sorted(struct text object, size_t *n)
{
	struct trace_members it = trace_members(object);
	struct member *member = NULL, one;
	size_t cap = 0;
	for (*n = 0; trace_member(&it, &one.key, &one.value);) {
		member = mem_grow(member, &cap, *n + 1, sizeof(*member));
		member[(*n)++] = one;
	}
	if (*n > 0)
		qsort(member, *n, sizeof(*member), by_key);
	return member;
}

bool
trace_put_difference(struct buf *b, struct text object, struct text other)
{
	struct trace_members it = trace_members(object);
	struct member own;
	bool any = false;
	size_t n;
	struct member *has = sorted(other, &n);
	while (trace_member(&it, &own.key, &own.value)) {
		const struct member *found =
		    n > 0 ? bsearch(&own, has, n, sizeof(*has), by_key) : NULL;
		if (found && text_eq(found->value, own.value))
			continue;
		buf_text(b, b->p[b->n - 1] == '{' ? TEXT("\"") : TEXT(",\""));
		buf_text(b, own.key);
		buf_text(b, TEXT("\":"));
		buf_text(b, own.value);
		any = true;
	}
	free(has);
	return any;
}
