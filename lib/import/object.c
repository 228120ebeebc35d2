/* SPDX-License-Identifier: MIT */
#include "import/object.h"

#include <stdlib.h>
#include <string.h>

#include "base/lookup.h"
#include "base/mem.h"
#include "base/number.h"
#include "json/keys.h"
#include "json/write.h"
#include "time/stamp.h"
#include "trace/ids.h"

/* ---- names ---------------------------------------------------------------------------------- */

/*
 * Records of one kind have their members in the same order.  So the name that followed last time is
 * tried first.  The first names are those of readers, by their number; the others are what was met
 * beside them, up to a bound: their id is KEY_OTHER, but they have followers, too.
 */
enum { LEARNED = 256, NAMES = IMPORT_KEY_COUNT + LEARNED, LONGEST = 64 };

struct name {
	struct text text;
	uint32_t id, next; /* enum import_key; the number of the name after it, 0: not known */
};

struct import_names {
	struct lookup lookup;
	struct name name[NAMES];
	uint32_t n;
	struct arena arena;   /* learned names */
	struct arena members; /* of the objects of the record at hand, */
	bool records;         /* import_names_record is called */
};

struct import_names *
import_names_new(void)
{
	static const struct text texts[IMPORT_KEY_COUNT] = { [KEY_OTHER] = { NULL, 0 },
#define NAME(id, spelled) [KEY_##id] = { (spelled), sizeof(spelled) - 1 },
		IMPORT_KEYS(NAME)
#undef NAME
	};
	struct import_names *n = mem_zalloc(1, sizeof(*n));
	for (uint32_t i = 1; i < IMPORT_KEY_COUNT; i++) {
		n->name[i] = (struct name){ texts[i], i, 0 };
		lookup_put(&n->lookup, texts[i], i);
	}
	n->n = IMPORT_KEY_COUNT;
	return n;
}

void
import_names_free(struct import_names *n)
{
	if (!n)
		return;
	lookup_free(&n->lookup);
	arena_free(&n->arena);
	arena_free(&n->members);
	free(n);
}

void
import_names_record(struct import_names *n)
{
	n->records = true;
	arena_reset(&n->members);
}

/* The same as text_eq, without a call: names are short. */
static inline bool
is_name(struct text name, struct text key)
{
	uint64_t a, b;
	if (name.n != key.n || name.n < sizeof(a))
		return text_eq(name, key);
	for (size_t i = 0; name.n - i > sizeof(a); i += sizeof(a)) {
		memcpy(&a, name.p + i, sizeof(a));
		memcpy(&b, key.p + i, sizeof(b));
		if (a != b)
			return false;
	}
	/* the last word has bytes that were compared before */
	memcpy(&a, name.p + name.n - sizeof(a), sizeof(a));
	memcpy(&b, key.p + key.n - sizeof(b), sizeof(b));
	return a == b;
}

/* Returns the number of a name, or 0. */
static uint32_t
learn(struct import_names *n, struct text key)
{
	if (n->n == NAMES || key.n > LONGEST)
		return 0;
	n->name[n->n] = (struct name){ arena_text(&n->arena, key), KEY_OTHER, 0 };
	lookup_put(&n->lookup, n->name[n->n].text, n->n);
	return n->n++;
}

/* Returns the number of a name that follows another, or 0: it is not among the names. */
static uint32_t
name_after(struct import_names *n, uint32_t before, struct text key)
{
	struct name *const b = &n->name[before];
	if (b->next != 0 && is_name(n->name[b->next].text, key))
		return b->next;
	const size_t found = lookup_find(&n->lookup, key);
	const uint32_t name = found != LOOKUP_NONE ? (uint32_t)found : learn(n, key);
	b->next = name != 0 ? name : b->next;
	return name;
}

/* ---- members -------------------------------------------------------------------------------- */

/* Names that an object has.  Of those without a number, it may say that it has one although it has
 * not. */
struct names_seen {
	uint64_t other, numbered[(NAMES + 63) / 64];
};

static uint64_t
key_bit(struct text key)
{
	uint64_t h = key.n * 0x9e37U;
	if (key.n > 0)
		h += (unsigned char)key.p[0] * 31U + (unsigned char)key.p[key.n - 1] * 7U +
		     (unsigned char)key.p[key.n / 2];
	return UINT64_C(1) << (h & 63);
}

/* Adds a name.  Returns whether it may have been there. */
static bool
was_seen(struct names_seen *seen, uint32_t name, struct text key)
{
	uint64_t *set = name != 0 ? &seen->numbered[name / 64] : &seen->other;
	const uint64_t bit = name != 0 ? UINT64_C(1) << name % 64 : key_bit(key);
	const bool was = (*set & bit) != 0;
	*set |= bit;
	return was;
}

static void
drop_replaced(struct import_object *o, struct arena *a)
{
	struct json_key *key = arena_alloc(a, o->members * sizeof(*key));
	size_t *dead = arena_alloc(a, o->members * sizeof(*dead));
	for (size_t i = 0; i < o->members; i++)
		key[i] = (struct json_key){ 0, i, o->member[i].key };
	const size_t replaced = json_keys_replaced(key, o->members, dead);
	size_t kept = 0, next = 0;
	for (size_t i = 0; i < o->members; i++) {
		if (next < replaced && dead[next] == i) {
			next++;
			continue;
		}
		o->member[kept++] = o->member[i];
	}
	o->members = kept;
}

static void
number_members(struct import_object *o)
{
	memset(o->at, 0, sizeof(o->at));
	for (size_t i = 0; i < o->members; i++)
		o->at[o->member[i].id] = (uint32_t)(i + 1);
}

void
import_open(struct import_object *o, struct import_names *n, struct arena *a, const char *text,
    const struct json_index *ix, const struct json_value *container)
{
	struct json_members it;
	struct json_value key;
	struct names_seen seen = { 0 };
	uint32_t before = 0;
	size_t cap = 16;
	bool twice = false;
	*o = (struct import_object){ .text = text, .index = ix };
	if (container->kind != JSON_OBJECT && container->kind != JSON_ARRAY)
		return;
	struct arena *const members = n->records ? &n->members : a;
	o->member = arena_alloc(members, cap * sizeof(*o->member));
	json_members(&it, text, ix, container);
	for (struct import_member *m = o->member;; m++) {
		if (o->members == cap) {
			struct import_member *more = arena_alloc(members, 2 * cap * sizeof(*more));
			memcpy(more, o->member, cap * sizeof(*more));
			o->member = more;
			m = more + cap;
			cap *= 2;
		}
		if (!json_member_easy(&it, &m->key, &m->value)) {
			if (!json_member(&it, &key, &m->value))
				break;
			m->key = (struct text){ key.p, key.n };
			if (key.escaped)
				m->key = json_unescaped(a, m->key);
		}
		o->members++;
		m->id = KEY_OTHER;
		if (!it.object)
			continue;
		const uint32_t name = name_after(n, before, m->key);
		m->id = (enum import_key)n->name[name].id;
		o->at[m->id] = (uint32_t)o->members;
		before = name != 0 ? name : before;
		twice |= was_seen(&seen, name, m->key);
	}
	if (twice) {
		drop_replaced(o, a);
		number_members(o);
	}
	o->at[KEY_OTHER] = 0; /* of no name that a reader knows */
}

void
import_descend(struct import_object *o, struct import_names *n, struct arena *a,
    const struct import_object *around, const struct json_value *container)
{
	import_open(o, n, a, around->text, around->index, container);
}

/* ---- values --------------------------------------------------------------------------------- */

struct text
import_text(struct arena *a, const struct json_value *v)
{
	const struct text t = { v->p, v->n };
	if (v->kind == JSON_STRING)
		return v->escaped ? json_unescaped(a, t) : t;
	return v->kind == JSON_NUMBER ? t : TEXT_ABSENT;
}

struct text
import_get_text(struct arena *a, const struct import_object *o, enum import_key key)
{
	const struct json_value v = import_get(o, key);
	return import_text(a, &v);
}

bool
import_is_empty(const struct json_value *v)
{
	return v->kind == JSON_STRING && v->n == 0;
}

struct text
import_get_string(struct arena *a, const struct import_object *o, enum import_key key)
{
	const struct json_value v = import_get(o, key);
	return v.kind == JSON_STRING ? import_text(a, &v) : TEXT_ABSENT;
}

struct text
import_get_id(struct arena *a, const struct import_object *o, enum import_key key)
{
	return trace_id_of(a, import_get_text(a, o, key));
}

/* A string that is written as it is spelled, with the quotes around it. */
static bool
string_is_canonical(const struct json_value *v)
{
	return !v->escaped;
}

struct text
import_json(struct arena *a, const struct json_value *v)
{
	const struct text t = { v->p, v->n };
	switch ((enum json_kind)v->kind) {
	case JSON_NONE: return TEXT_ABSENT;
	case JSON_NULL:
	case JSON_FALSE:
	case JSON_TRUE:
	case JSON_NUMBER: return t;
	case JSON_STRING:
		if (string_is_canonical(v))
			return (struct text){ v->p - 1, v->n + 2 };
		break;
	case JSON_ARRAY:
	case JSON_OBJECT:
		if (v->compact || json_is_compact(t))
			return t;
	}
	struct buf b = { 0 };
	import_put_json(&b, v);
	const struct text out = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return out;
}

struct text
import_get_json(struct arena *a, const struct import_object *o, enum import_key key)
{
	const struct json_value v = import_get(o, key);
	return import_json(a, &v);
}

void
import_put_json(struct buf *b, const struct json_value *v)
{
	const struct text t = { v->p, v->n };
	switch ((enum json_kind)v->kind) {
	case JSON_NONE: return;
	case JSON_NULL:
	case JSON_FALSE:
	case JSON_TRUE:
	case JSON_NUMBER: buf_text(b, t); return;
	case JSON_STRING:
		if (v->escaped) {
			struct arena scratch = { 0 };
			json_put_string(b, json_unescaped(&scratch, t));
			arena_free(&scratch);
		} else {
			buf_put(b, v->p - 1, v->n + 2);
		}
		return;
	case JSON_ARRAY:
	case JSON_OBJECT: json_put_compact(b, t);
	}
}

int
import_i64(const struct json_value *v, int64_t *out)
{
	const struct text t = { v->p, v->n };
	if (v->kind != JSON_NUMBER && v->kind != JSON_STRING)
		return -1;
	if (number_i64(t, out) == 0)
		return 0;
	number_wide wide;
	if (!number_is_json(t) || !number_floor(t, 0, &wide))
		return -1;
	if (wide < INT64_MIN || wide > INT64_MAX)
		return -1;
	*out = (int64_t)wide;
	return 0;
}

int
import_ns(const struct json_value *v, int64_t unit_ns, int64_t *out)
{
	const struct text t = { v->p, v->n };
	number_wide wide;
	if ((v->kind != JSON_NUMBER && v->kind != JSON_STRING) || !number_is_json(t))
		return -1;
	/* tenths of a nanosecond are enough to round by */
	unsigned places = 1;
	for (int64_t unit = unit_ns; unit > 1; unit /= 10)
		places++;
	number_floor(t, places, &wide);
	const number_wide up = wide + 5;
	const number_wide ns = up / 10 - (up % 10 < 0);
	if (ns < INT64_MIN + (number_wide)1 || ns > INT64_MAX)
		return -1;
	*out = (int64_t)ns;
	return 0;
}

int
import_time(struct arena *a, const struct json_value *v, int64_t *out)
{
	const struct stamp_reader utc = { .zoned = true };
	const struct text t = import_text(a, v);
	return t.p ? stamp_read(&utc, t, out) : -1;
}
