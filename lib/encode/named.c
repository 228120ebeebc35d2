/* SPDX-License-Identifier: MIT */
#include "encode/named.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "json/keys.h"
#include "json/write.h"

void
named_free(struct named *n)
{
	buf_free(&n->spelled);
	buf_free(&n->joined);
	free(n->match);
}

void
named_members(struct named *n, struct json_members *it, const struct json_value *container)
{
	const struct json_index *index = n->index ? n->index : json_reader_index(n->reader);
	json_members_of(it, n->text, index, container);
}

static struct value
container_text(struct named *n, struct text json)
{
	if (n->unwrap != NULL)
		json = unwrap_spelled(n->unwrap, json, n->scratch);
	if (!json_is_compact(json)) {
		n->spelled.n = 0;
		json_put_compact(&n->spelled, json);
		json = arena_text(n->scratch, buf_as_text(&n->spelled));
	}
	return (struct value){ json, VALUE_JSON, false };
}

struct value
named_value(struct named *n, const struct json_value *v)
{
	struct text t = { v->p, v->n };
	switch ((enum json_kind)v->kind) {
	case JSON_NONE:
	case JSON_NULL: return VALUE_NONE;
	case JSON_FALSE:
	case JSON_TRUE: return (struct value){ t, VALUE_BOOL, true };
	case JSON_NUMBER: return (struct value){ t, VALUE_NUMBER, true };
	case JSON_STRING: break;
	case JSON_ARRAY:
	case JSON_OBJECT: return container_text(n, t);
	}
	/* it comes from a JSON string, so without a backslash nothing in it needs escaping */
	if (!v->escaped)
		return (struct value){ t, VALUE_STRING, true };
	return (struct value){ json_unescaped(n->scratch, t), VALUE_STRING, false };
}

/* A key without escapes.  If it has any, the result lives in n->spelled until the next call. */
static struct text
key_text(struct named *n, const struct json_value *key)
{
	struct text t = { key->p, key->n };
	if (!key->escaped)
		return t;
	n->spelled.n = 0;
	buf_room(&n->spelled, t.n);
	return (struct text){ n->spelled.p, json_unescape(t, n->spelled.p) };
}

/* Can a key of this length be the name?  A byte of it is spelled in at most six.  This saves
 * unescaping keys that cannot match. */
static bool
could_be(const struct json_value *key, struct text name)
{
	return key->n >= name.n && key->n / 6 <= name.n;
}

static bool
is_name(struct named *n, const struct json_value *key, struct text name, bool nocase)
{
	if (key->kind != JSON_STRING || !could_be(key, name))
		return false;
	struct text t = key_text(n, key);
	return nocase ? text_eq_nocase(t, name) : text_eq(t, name);
}

static void
add_match(struct named *n, const struct json_value *key, const struct json_value *value)
{
	n->match = mem_grow(n->match, &n->match_cap, n->matches + 1, sizeof *n->match);
	struct named_match *m = &n->match[n->matches];
	m->key = TEXT_ABSENT;
	if (key != NULL)
		m->key = key->escaped ? arena_text(n->scratch, key_text(n, key))
				      : (struct text){ key->p, key->n };
	n->matches++;
	m->value = *value;
}

/* If members have the same key, only the last counts.  X-A and x-a are different keys. */
static void
drop_dead(struct named *n)
{
	if (n->matches < 2)
		return;
	struct json_key *key = arena_alloc(n->scratch, n->matches * sizeof *key);
	size_t *dead = arena_alloc(n->scratch, n->matches * sizeof *dead), kept = 0, next = 0;
	for (size_t i = 0; i < n->matches; i++)
		key[i] = (struct json_key){ 0, i, n->match[i].key };
	const size_t ndead = json_keys_replaced(key, n->matches, dead);
	for (size_t i = 0; i < n->matches; i++) {
		if (next < ndead && dead[next] == i)
			next++;
		else
			n->match[kept++] = n->match[i];
	}
	n->matches = kept;
}

static void
match_members(struct named *n, const struct json_value *object, struct text name, bool nocase)
{
	struct json_members it;
	struct json_value key, value;
	named_members(n, &it, object);
	while (json_member(&it, &key, &value))
		if (is_name(n, &key, name, nocase))
			add_match(n, &key, &value);
	drop_dead(n);
}

/* Matches an element of [{name,value}].  An element of another shape is ignored. */
static void
match_entry(struct named *n, const struct json_value *entry, struct text name, bool nocase)
{
	struct json_members it;
	struct json_value key, v;
	struct json_value found_name = { .kind = JSON_NONE }, found_value = { .kind = JSON_NONE };
	if (entry->kind != JSON_OBJECT)
		return;
	named_members(n, &it, entry);
	while (json_member(&it, &key, &v)) {
		if (is_name(n, &key, TEXT("name"), false))
			found_name = v;
		else if (is_name(n, &key, TEXT("value"), false))
			found_value = v;
	}
	if (found_value.kind != JSON_NONE && is_name(n, &found_name, name, nocase))
		add_match(n, NULL, &found_value);
}

/* Fills n->match with the values of that name, in order. */
static void
match_all(struct named *n, const struct json_value *container, struct text name, bool nocase)
{
	struct json_members it;
	struct json_value none, entry;
	n->matches = 0;
	if (container->kind == JSON_OBJECT)
		match_members(n, container, name, nocase);
	if (container->kind != JSON_ARRAY)
		return;
	named_members(n, &it, container);
	while (json_member(&it, &none, &entry))
		match_entry(n, &entry, name, nocase);
}

/* ---- the last of several values ------------------------------------------------------------- */

/* Sets *last to the last element of an array, or to v if it is not an array.  Returns false if the
 * array is empty. */
static bool
last_element(struct named *n, const struct json_value *v, struct json_value *last)
{
	struct json_members it;
	struct json_value none;
	*last = *v;
	if (v->kind != JSON_ARRAY)
		return true;
	bool found = false;
	named_members(n, &it, v);
	while (json_member(&it, &none, last))
		found = true;
	return found;
}

struct value
named_last(struct named *n, const struct json_value *container, struct text name)
{
	struct json_value last;
	match_all(n, container, name, false);
	for (size_t i = n->matches; i-- > 0;)
		if (last_element(n, &n->match[i].value, &last))
			return named_value(n, &last);
	return VALUE_NONE;
}

/* ---- all of several values ------------------------------------------------------------------ */

/* Texts to be joined.  A single text is not copied. */
struct joined {
	struct named *n;
	struct text separator;
	struct value first;
	bool many, plain; /* many: there are two or more, in n->joined */
};

static void
join(struct joined *j, const struct json_value *v)
{
	struct value next = named_value(j->n, v);
	if (next.kind == VALUE_ABSENT)
		return;
	if (j->first.kind == VALUE_ABSENT) {
		j->first = next;
		return;
	}
	struct buf *b = &j->n->joined;
	if (!j->many) {
		b->n = 0;
		buf_text(b, j->first.text);
	}
	j->plain = (j->many ? j->plain : j->first.plain) && next.plain;
	j->many = true;
	buf_text(b, j->separator);
	buf_text(b, next.text);
}

static void
join_values(struct joined *j, const struct json_value *v)
{
	struct json_members it;
	struct json_value none, element;
	if (v->kind != JSON_ARRAY) {
		join(j, v);
		return;
	}
	named_members(j->n, &it, v);
	while (json_member(&it, &none, &element))
		join(j, &element);
}

struct value
named_header(struct named *n, const struct json_value *container, struct text name)
{
	bool cookie = text_eq_nocase(name, TEXT("Cookie"));
	struct joined j = { .n = n, .separator = cookie ? TEXT("; ") : TEXT(", ") };
	match_all(n, container, name, true);
	for (size_t i = 0; i < n->matches; i++)
		join_values(&j, &n->match[i].value);
	if (!j.many)
		return j.first;
	struct text all = arena_text(n->scratch, buf_as_text(&n->joined));
	return (struct value){ all, VALUE_STRING, j.plain };
}
