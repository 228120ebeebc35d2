/* SPDX-License-Identifier: MIT */
#include "encode/encode.h"

#include <assert.h>
#include <string.h>

/* Is it known that no character needs escaping in JSON? */
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

static size_t
count_special(struct text t)
{
	size_t n = 0, i = 0;
	uint64_t word;
	for (; t.n - i >= sizeof word; i += sizeof word) {
		memcpy(&word, t.p + i, sizeof word);
		if (text_word_has(word, '|') || text_word_has(word, '\\'))
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
	size_t special = 0, n = 0;
	bool plain = true;
	for (size_t i = 0; i < count; i++) {
		if (identity[i].kind == VALUE_ABSENT || identity[i].text.n == 0)
			return VALUE_NONE;
		special += count_special(identity[i].text);
		n += identity[i].text.n;
		plain = plain && is_plain(&identity[i]);
	}
	if (count == 0)
		return VALUE_NONE;
	if (count == 1 && special == 0)
		return (struct value){ identity[0].text, VALUE_STRING, plain };
	n += special + count - 1;
	char *p = arena_alloc(scratch, n), *end = p;
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			*end++ = '|';
		end = put_escaped(end, identity[i].text, special > 0);
	}
	assert((size_t)(end - p) == n);
	return (struct value){ { p, n }, VALUE_STRING, plain && special == 0 };
}

static void
enter_bucket(struct encode_bucket *b, int64_t at_ns, int64_t minutes)
{
	int64_t step = minutes * 60 * STAMP_SECOND, of_step = (at_ns % step + step) % step;
	b->from_ns = stamp_sub(at_ns, of_step);
	b->to_ns = stamp_add(at_ns, step - of_step);
	b->n = stamp_put_bucket(at_ns, minutes, b->text);
}

struct value
encode_session_id(const struct value *entity_id, int64_t at_ns, int64_t bucket_min,
    struct encode_bucket *before, struct arena *scratch)
{
	if (entity_id->kind == VALUE_ABSENT)
		return VALUE_NONE;
	if (at_ns < before->from_ns || at_ns >= before->to_ns)
		enter_bucket(before, at_ns, bucket_min);
	struct text id = entity_id->text;
	size_t n = id.n + 1 + before->n;
	char *p = arena_alloc(scratch, n);
	memcpy(p, id.p, id.n);
	p[id.n] = '@';
	memcpy(p + id.n + 1, before->text, before->n);
	return (struct value){ { p, n }, VALUE_STRING, is_plain(entity_id) };
}
