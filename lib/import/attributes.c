/* SPDX-License-Identifier: MIT */
#include "import/attributes.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "json/keys.h"
#include "json/write.h"

struct trace_more *
import_more(struct import_in *in, struct trace_record *r)
{
	struct trace_more *more = arena_alloc(in->arena, sizeof(*more));
	*more = r->more ? *r->more : (struct trace_more)TRACE_MORE_INIT;
	r->more = more;
	return more;
}

/* ---- values of OTLP ------------------------------------------------------------------------- */

enum any { ANY_UNKNOWN, ANY_PLAIN, ANY_NUMBER, ANY_ARRAY, ANY_LIST };

static enum any
any_of(const struct json_value *key)
{
	static const struct {
		struct text name;
		enum any any;
	} names[] = {
		{ { "stringValue", 11 }, ANY_PLAIN },
		{ { "boolValue", 9 }, ANY_PLAIN },
		{ { "intValue", 8 }, ANY_NUMBER },
		{ { "doubleValue", 11 }, ANY_NUMBER },
		{ { "bytesValue", 10 }, ANY_PLAIN },
		{ { "arrayValue", 10 }, ANY_ARRAY },
		{ { "kvlistValue", 11 }, ANY_LIST },
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (text_eq((struct text){ key->p, key->n }, names[i].name))
			return names[i].any;
	return ANY_UNKNOWN;
}

/* Gets the member that says what the value is.  Returns ANY_UNKNOWN if none does. */
static enum any
open_any(struct import_in *in, const struct json_value *v, struct json_value *inner)
{
	struct json_members it;
	struct json_value key, value;
	enum any found = ANY_UNKNOWN;
	if (v->kind != JSON_OBJECT)
		return ANY_UNKNOWN;
	json_members(&it, in->object.text, in->object.index, v);
	while (json_member(&it, &key, &value)) {
		const enum any any = any_of(&key);
		if (any == ANY_UNKNOWN)
			continue;
		found = any;
		*inner = value;
	}
	return found;
}

/* Gets the member `values` of a list. */
static struct json_value
values_of(struct import_in *in, const struct json_value *v)
{
	struct json_members it;
	struct json_value key, value, found = { .kind = JSON_NONE };
	if (v->kind != JSON_OBJECT)
		return *v;
	json_members(&it, in->object.text, in->object.index, v);
	while (json_member(&it, &key, &value))
		if (text_eq((struct text){ key.p, key.n }, TEXT("values")))
			found = value;
	return found;
}

static bool
is_number_in_string(const struct json_value *v)
{
	return v->kind == JSON_STRING && number_is_json((struct text){ v->p, v->n });
}

/* One pair of a list: OTLP's, Go's or Jaeger's. */
struct pair {
	struct json_value key, value, type;
	bool go; /* the value is {Type, Value} */
};

static void
open_pair(struct import_in *in, const struct json_value *v, struct pair *out)
{
	struct json_members it;
	struct json_value key, value;
	*out = (struct pair){ .go = false };
	if (v->kind != JSON_OBJECT)
		return;
	json_members(&it, in->object.text, in->object.index, v);
	while (json_member(&it, &key, &value)) {
		const struct text name = { key.p, key.n };
		if (text_eq(name, TEXT("key")) || text_eq(name, TEXT("Key"))) {
			out->key = value;
		} else if (text_eq(name, TEXT("value")) || text_eq(name, TEXT("Value"))) {
			out->value = value;
			out->go = name.p[0] == 'V';
		} else if (text_eq(name, TEXT("type"))) {
			out->type = value;
		}
	}
}

static void put_any(struct import_in *in, struct buf *b, const struct json_value *v);

static void
put_array(struct import_in *in, struct buf *b, const struct json_value *v)
{
	const struct json_value values = values_of(in, v);
	struct json_members it;
	struct json_value key, value;
	buf_char(b, '[');
	if (values.kind == JSON_ARRAY) {
		json_members(&it, in->object.text, in->object.index, &values);
		for (bool first = true; json_member(&it, &key, &value); first = false) {
			if (!first)
				buf_char(b, ',');
			put_any(in, b, &value);
		}
	}
	buf_char(b, ']');
}

/* A list of pairs as an object.  Of pairs with the same key the last one counts. */
static void
put_list(struct import_in *in, struct buf *b, const struct json_value *v)
{
	const struct json_value values = values_of(in, v);
	struct json_members it;
	struct json_value key, value;
	size_t n = 0, next = 0;
	buf_char(b, '{');
	json_members(&it, in->object.text, in->object.index, &values);
	while (values.kind == JSON_ARRAY && json_member(&it, &key, &value))
		n++;
	struct pair *pair = arena_alloc(in->arena, n * sizeof(*pair));
	struct json_key *name = arena_alloc(in->arena, n * sizeof(*name));
	struct text *text = arena_alloc(in->arena, n * sizeof(*text));
	size_t *dead = arena_alloc(in->arena, n * sizeof(*dead));
	n = 0;
	json_members(&it, in->object.text, in->object.index, &values);
	while (values.kind == JSON_ARRAY && json_member(&it, &key, &value)) {
		open_pair(in, &value, &pair[n]);
		text[n] = import_text(in->arena, &pair[n].key);
		name[n] = (struct json_key){ 0, n, text[n] };
		n++;
	}
	const size_t replaced = json_keys_replaced(name, n, dead);
	for (size_t i = 0, put = 0; i < n; i++) {
		if (next < replaced && dead[next] == i) {
			next++;
			continue;
		}
		if (put++ > 0)
			buf_char(b, ',');
		json_put_string(b, text[i]);
		buf_char(b, ':');
		put_any(in, b, &pair[i].value);
	}
	buf_char(b, '}');
}

static void
put_any(struct import_in *in, struct buf *b, const struct json_value *v)
{
	struct json_value inner;
	switch (open_any(in, v, &inner)) {
	case ANY_UNKNOWN:
		if (v->kind == JSON_NONE || (v->kind == JSON_OBJECT && v->n == 2))
			BUF_LIT(b, "null");
		else
			import_put_json(b, v);
		return;
	case ANY_NUMBER:
		if (is_number_in_string(&inner)) {
			buf_put(b, inner.p, inner.n);
			return;
		}
		import_put_json(b, &inner);
		return;
	case ANY_PLAIN: import_put_json(b, &inner); return;
	case ANY_ARRAY: put_array(in, b, &inner); return;
	case ANY_LIST: put_list(in, b, &inner); return;
	}
}

struct text
import_any_value(struct import_in *in, const struct json_value *v)
{
	struct json_value inner;
	const enum any any = open_any(in, v, &inner);
	if (any == ANY_NUMBER && is_number_in_string(&inner))
		return (struct text){ inner.p, inner.n };
	if (any == ANY_PLAIN || any == ANY_NUMBER)
		return import_json(in->arena, &inner);
	struct buf b = { 0 };
	put_any(in, &b, v);
	const struct text json = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return json;
}

/* ---- adding --------------------------------------------------------------------------------- */

void
import_attributes_add(
    struct import_in *in, struct import_attributes *as, struct text key, struct text json)
{
	if (as->n == as->cap) {
		const size_t cap = as->cap ? 2 * as->cap : 8;
		struct import_attribute *more = arena_alloc(in->arena, cap * sizeof(*more));
		if (as->n > 0)
			memcpy(more, as->at, as->n * sizeof(*more));
		as->at = more;
		as->cap = cap;
	}
	as->at[as->n++] = (struct import_attribute){ key, json, false };
}

void
import_attributes_add_string(
    struct import_in *in, struct import_attributes *as, struct text key, struct text text)
{
	if (!text.p)
		return;
	struct buf b = { 0 };
	json_put_string(&b, text);
	import_attributes_add(in, as, key, arena_text(in->arena, buf_as_text(&b)));
	buf_free(&b);
}

void
import_attributes_add_object(struct import_in *in, struct import_attributes *as, struct text name,
    const struct json_value *v)
{
	struct import_object o;
	if (v->kind == JSON_NONE || v->kind == JSON_NULL)
		return;
	if (v->kind != JSON_OBJECT) {
		import_attributes_add(in, as, name, import_json(in->arena, v));
		return;
	}
	import_descend(&o, in->names, in->arena, &in->object, v);
	for (size_t i = 0; i < o.members; i++)
		import_attributes_add(
		    in, as, o.member[i].key, import_json(in->arena, &o.member[i].value));
}

/* {Type, Value}: what the value is stands in it. */
static struct text
go_value(struct import_in *in, const struct json_value *v)
{
	struct json_members it;
	struct json_value key, value, found = { .kind = JSON_NONE };
	if (v->kind != JSON_OBJECT)
		return import_json(in->arena, v);
	json_members(&it, in->object.text, in->object.index, v);
	while (json_member(&it, &key, &value))
		if (text_eq((struct text){ key.p, key.n }, TEXT("Value")))
			found = value;
	return import_json(in->arena, found.kind != JSON_NONE ? &found : v);
}

static struct text
pair_value(struct import_in *in, const struct pair *p)
{
	const struct text type = { p->type.p, p->type.n };
	if (p->go)
		return go_value(in, &p->value);
	if (p->type.kind != JSON_STRING)
		return import_any_value(in, &p->value);
	if (is_number_in_string(&p->value) &&
	    (text_eq(type, TEXT("int64")) || text_eq(type, TEXT("float64"))))
		return (struct text){ p->value.p, p->value.n };
	return p->value.kind == JSON_NONE ? TEXT("null") : import_json(in->arena, &p->value);
}

void
import_attributes_add_list(struct import_in *in, struct import_attributes *as, struct text name,
    const struct json_value *v)
{
	struct json_members it;
	struct json_value key, value;
	struct pair pair;
	if (v->kind != JSON_ARRAY) {
		import_attributes_add_object(in, as, name, v);
		return;
	}
	json_members(&it, in->object.text, in->object.index, v);
	while (json_member(&it, &key, &value)) {
		open_pair(in, &value, &pair);
		const struct text own = import_text(in->arena, &pair.key);
		if (own.p)
			import_attributes_add(in, as, own, pair_value(in, &pair));
		else
			import_attributes_add(in, as, name, import_json(in->arena, &value));
	}
}

/* ---- finding -------------------------------------------------------------------------------- */

struct import_attribute *
import_attributes_find(const struct import_attributes *as, struct text key)
{
	for (size_t i = as->n; i > 0; i--)
		if (text_eq(as->at[i - 1].key, key))
			return &as->at[i - 1];
	return NULL;
}

struct text
import_attribute_text(struct import_in *in, const struct import_attribute *a)
{
	if (!a || a->value.n == 0)
		return TEXT_ABSENT;
	const char c = a->value.p[0];
	if (c == '"')
		return json_unescaped(in->arena, (struct text){ a->value.p + 1, a->value.n - 2 });
	return c == '-' || (c >= '0' && c <= '9') ? a->value : TEXT_ABSENT;
}

/* ---- JSON in strings ------------------------------------------------------------------------ */

struct text
import_embedded(struct import_in *in, struct text value, bool any)
{
	if (value.n < 3 || value.p[0] != '"')
		return value;
	const struct text inner =
	    text_trim(json_unescaped(in->arena, (struct text){ value.p + 1, value.n - 2 }));
	if (inner.n == 0 || (!any && inner.p[0] != '{' && inner.p[0] != '['))
		return value;
	const struct text json = import_parsed(in, inner);
	return json.p ? json : value;
}

/* ---- the rest ------------------------------------------------------------------------------- */

/* May a key be there twice?  May be true although none is. */
static bool
may_repeat(const struct import_attributes *as)
{
	uint64_t seen[16] = { 0 };
	for (size_t i = 0; i < as->n; i++) {
		const struct text key = as->at[i].key;
		size_t h = key.n * 37;
		for (size_t k = key.n > 6 ? key.n - 6 : 0; k < key.n; k++)
			h = h * 31 + (unsigned char)key.p[k];
		const uint64_t bit = UINT64_C(1) << (h & 63);
		if (seen[h >> 6 & 15] & bit)
			return true;
		seen[h >> 6 & 15] |= bit;
	}
	return false;
}

static int
by_key(const void *a, const void *b)
{
	const struct import_attribute *const x = *(const struct import_attribute *const *)a;
	const struct import_attribute *const y = *(const struct import_attribute *const *)b;
	const int order = text_cmp(x->key, y->key);
	return order != 0 ? order : (x > y) - (x < y);
}

/* Makes one attribute of those with the same key, with their values in an array. */
static void
merge(struct import_in *in, struct import_attribute **at, size_t n)
{
	struct buf b = { 0 };
	struct text before = at[0]->value;
	size_t values = 1;
	buf_char(&b, '[');
	buf_text(&b, before);
	for (size_t i = 1; i < n; i++) {
		at[i]->taken = true;
		if (text_eq(at[i]->value, before))
			continue;
		before = at[i]->value;
		buf_char(&b, ',');
		buf_text(&b, before);
		values++;
	}
	buf_char(&b, ']');
	if (values > 1)
		at[0]->value = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
}

void
import_attributes_merge(struct import_in *in, struct import_attributes *as)
{
	if (as->merged == as->n)
		return;
	as->merged = as->n;
	if (!may_repeat(as))
		return;
	struct import_attribute **at = arena_alloc(in->arena, as->n * sizeof(*at));
	size_t n = 0;
	for (size_t i = 0; i < as->n; i++)
		if (!as->at[i].taken)
			at[n++] = &as->at[i];
	qsort(at, n, sizeof(*at), by_key);
	for (size_t i = 0; i < n;) {
		size_t end = i + 1;
		while (end < n && text_eq(at[end]->key, at[i]->key))
			end++;
		if (end - i > 1)
			merge(in, &at[i], end - i);
		i = end;
	}
}

struct text
import_attributes_done(struct import_in *in, struct import_attributes *as)
{
	import_attributes_merge(in, as);
	import_rest_begin(in);
	for (size_t i = 0; i < as->n; i++)
		if (!as->at[i].taken)
			buf_text(import_rest_name(in, as->at[i].key), as->at[i].value);
	return import_rest_done(in);
}
