/* SPDX-License-Identifier: MIT */
#include "import/inspect.h"

#include <stdlib.h>

#include "json/write.h"

/* What attachments may add to a sample: ROOM_TIMES its own size, and a little. */
enum { ROOM_TIMES = 4, ROOM_LEAST = 1 << 20 };

struct json_value
inspect_get(const struct import_object *o, const char *name)
{
	const struct text key = text_of(name);
	for (size_t i = o->members; i > 0; i--)
		if (o->member[i - 1].key.p && text_eq(o->member[i - 1].key, key))
			return o->member[i - 1].value;
	return (struct json_value){ .kind = JSON_NONE };
}

struct text
inspect_string(struct inspect_sample *s, const struct import_object *o, const char *name)
{
	const struct json_value v = inspect_get(o, name);
	return v.kind == JSON_STRING ? import_text(s->in->arena, &v) : TEXT_ABSENT;
}

static int
by_hash(const void *a, const void *b)
{
	return text_cmp(
	    ((const struct inspect_text *)a)->hash, ((const struct inspect_text *)b)->hash);
}

static void
add_attachments(struct inspect_sample *s, const struct json_value *v)
{
	struct import_object o;
	import_descend(&o, s->in->names, s->in->arena, &s->in->object, v);
	if (v->kind != JSON_OBJECT || o.members == 0)
		return;
	s->attachment = arena_zalloc(s->in->arena, o.members, sizeof(*s->attachment));
	for (size_t i = 0; i < o.members; i++)
		if (o.member[i].value.kind == JSON_STRING)
			s->attachment[s->attachments++] =
			    (struct inspect_text){ o.member[i].key, o.member[i].value, false };
	qsort(s->attachment, s->attachments, sizeof(*s->attachment), by_hash);
}

void
inspect_texts_open(struct inspect_sample *s, const struct import_object *sample)
{
	struct import_object within;
	struct json_value v = inspect_get(sample, "attachments");
	if (v.kind != JSON_OBJECT) {
		v = inspect_get(sample, "transcript");
		import_descend(&within, s->in->names, s->in->arena, sample, &v);
		v = inspect_get(&within, "content");
	}
	add_attachments(s, &v);
	v = inspect_get(sample, "events_data");
	import_descend(&within, s->in->names, s->in->arena, sample, &v);
	v = inspect_get(&within, "messages");
	if (v.kind != JSON_ARRAY)
		v = inspect_get(sample, "message_pool");
	import_descend(&s->pool, s->in->names, s->in->arena, sample, &v);
	if (v.kind != JSON_ARRAY)
		s->pool.members = 0;
	s->room = s->in->raw.n * ROOM_TIMES + ROOM_LEAST;
}

/* The attachment that the content of a string names, or NULL. */
static struct inspect_text *
find(struct inspect_sample *s, struct text content)
{
	static const struct text scheme[] = { { "attachment://", 13 }, { "tc://", 5 } };
	for (size_t i = 0; i < 2; i++) {
		if (content.n < scheme[i].n || memcmp(content.p, scheme[i].p, scheme[i].n) != 0)
			continue;
		const struct inspect_text key = { .hash = { content.p + scheme[i].n,
						      content.n - scheme[i].n } };
		return s->attachments == 0
			   ? NULL
			   : bsearch(&key, s->attachment, s->attachments, sizeof(key), by_hash);
	}
	return NULL;
}

/* Takes n bytes of the room.  Returns false if it has not as many. */
static bool
take_room(struct inspect_sample *s, size_t n)
{
	if (n > s->room) {
		s->short_of_room = true;
		return false;
	}
	s->room -= n;
	return true;
}

/* The length of the string's content at p: up to its closing quote. */
static size_t
string_length(const char *p, size_t n)
{
	size_t i = 0;
	while (i < n && p[i] != '"')
		i += p[i] == '\\' ? 2 : 1;
	return i < n ? i : n;
}

static void
put_resolved(struct inspect_sample *s, struct buf *b, struct text json)
{
	for (size_t i = 0; i < json.n; i++) {
		if (json.p[i] != '"') {
			buf_char(b, json.p[i]);
			continue;
		}
		const size_t n = string_length(json.p + i + 1, json.n - i - 1);
		struct inspect_text *t = find(s, (struct text){ json.p + i + 1, n });
		if (t && take_room(s, t->value.n)) {
			t->used = true;
			import_put_json(b, &t->value);
		} else {
			buf_put(b, json.p + i, n + 2);
		}
		i += n + 1;
	}
}

struct text
inspect_json(struct inspect_sample *s, const struct json_value *v)
{
	const struct text json = s->in->lean ? TEXT_ABSENT : import_json(s->in->arena, v);
	if (!json.p || s->attachments == 0 || !text_contains(json, TEXT("://")))
		return json;
	struct buf b = { 0 };
	put_resolved(s, &b, json);
	const struct text own = arena_text(s->in->arena, buf_as_text(&b));
	buf_free(&b);
	return own;
}

/* One range [from, to) of the pool.  Returns false if the pool has no such range. */
static bool
put_range(struct inspect_sample *s, struct buf *b, const struct json_value *range)
{
	struct import_object ends;
	int64_t from, to;
	import_descend(&ends, s->in->names, s->in->arena, &s->in->object, range);
	if (range->kind != JSON_ARRAY || ends.members != 2 ||
	    import_i64(&ends.member[0].value, &from) != 0 ||
	    import_i64(&ends.member[1].value, &to) != 0 || from < 0 || to < from ||
	    (uint64_t)to > s->pool.members)
		return false;
	for (int64_t i = from; i < to; i++) {
		const struct json_value *v = &s->pool.member[i].value;
		if (!take_room(s, v->n))
			return false;
		json_add_raw(b, inspect_json(s, v));
	}
	return true;
}

struct text
inspect_messages(struct inspect_sample *s, const struct import_object *event)
{
	const struct json_value input = inspect_get(event, "input");
	const struct json_value refs = inspect_get(event, "input_refs");
	struct import_object list;
	struct buf b = { 0 };
	bool ok = true;
	if (refs.kind != JSON_ARRAY || s->in->lean)
		return inspect_json(s, &input);
	import_descend(&list, s->in->names, s->in->arena, event, &refs);
	json_begin(&b, '[');
	for (size_t i = 0; ok && i < list.members; i++)
		ok = put_range(s, &b, &list.member[i].value);
	json_end(&b, ']');
	const struct text own = ok ? arena_text(s->in->arena, buf_as_text(&b)) : TEXT_ABSENT;
	buf_free(&b);
	return own;
}
