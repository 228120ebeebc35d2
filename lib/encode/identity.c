/* SPDX-License-Identifier: MIT */
#include "encode/encode.h"

#include <assert.h>
#include <string.h>

/* Nothing in it needs escaping, as far as is known. */
static bool
is_plain(const struct value *v)
{
	return v->kind == VALUE_STRING ? v->plain : v->kind != VALUE_JSON;
}

static bool
is_special(char c)
{
	return c == '|' || c == '\\';
}

/* Is a byte of the word that of every byte of `of`?  (Never a false "no".) */
static bool
has_byte(uint64_t word, uint64_t of)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	word ^= of;
	return ((word - ones) & ~word & ones << 7) != 0;
}

static size_t
count_special(struct text t)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	size_t n = 0, i = 0;
	uint64_t word;
	for (; t.n - i >= sizeof word; i += sizeof word) {
		memcpy(&word, t.p + i, sizeof word);
		if (has_byte(word, ones * '|') || has_byte(word, ones * '\\'))
			break;
	}
	for (; i < t.n; i++)
		n += is_special(t.p[i]);
	return n;
}

static char *
put_escaped(char *out, struct text t, bool special)
{
	if (!special) {
		memcpy(out, t.p, t.n);
		return out + t.n;
	}
	for (size_t i = 0; i < t.n; i++) {
		if (is_special(t.p[i]))
			*out++ = '\\';
		*out++ = t.p[i];
	}
	return out;
}

struct value
encode_entity_id(const struct value *identity, size_t count, struct arena *scratch)
{
	size_t present = 0, special = 0, n = 0;
	bool plain = true;
	for (size_t i = 0; i < count; i++) {
		if (identity[i].kind == VALUE_ABSENT)
			continue;
		size_t escapes = count_special(identity[i].text);
		present++;
		special += escapes;
		n += identity[i].text.n;
		plain = plain && is_plain(&identity[i]);
	}
	if (present == 0)
		return VALUE_NONE;
	if (count == 1 && special == 0)
		return (struct value){ identity[0].text, VALUE_STRING, plain };
	n += special + count - 1;
	char *p = arena_alloc(scratch, n), *end = p;
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			*end++ = '|';
		if (identity[i].kind != VALUE_ABSENT)
			end = put_escaped(end, identity[i].text, special > 0);
	}
	assert((size_t)(end - p) == n);
	return (struct value){ { p, n }, VALUE_STRING, plain && special == 0 };
}

struct value
encode_session_id(
    const struct value *entity_id, int64_t at_ns, int64_t bucket_min, struct arena *scratch)
{
	if (entity_id->kind == VALUE_ABSENT)
		return VALUE_NONE;
	struct text id = entity_id->text;
	char *p = arena_alloc(scratch, id.n + 1 + STAMP_MAX);
	memcpy(p, id.p, id.n);
	p[id.n] = '@';
	size_t n = id.n + 1 + stamp_put_bucket(at_ns, bucket_min, p + id.n + 1);
	return (struct value){ { p, n }, VALUE_STRING, is_plain(entity_id) };
}
