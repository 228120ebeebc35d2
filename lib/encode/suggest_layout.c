/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ascii.h"
#include "encode/suggest_private.h"

bool
suggest_has_time(const struct suggest *s, const struct json_node *object, size_t level)
{
	for (const struct json_node *c = object->child; c; c = c->next) {
		if (suggest_member_time(s, c->key, c) >= 0 &&
		    (suggest_is_named_time(c->key) || c->text.n >= 16))
			return true;
		if (c->kind == JSON_OBJECT && level < SUGGEST_LEVELS &&
		    suggest_has_time(s, c, level + 1))
			return true;
	}
	return false;
}

/* ---- records inside records, and inside strings --------------------------------------------- */

static bool
is_number(struct text part)
{
	for (size_t i = 0; i < part.n; i++)
		if (!ascii_is_digit(part.p[i]))
			return false;
	return part.n > 0;
}

/* Would a path take a part of the key for an index?  An index has no place in `each`. */
static bool
has_index(struct text key)
{
	for (size_t at = 0; at <= key.n; at += suggest_part(key, at).n + 1)
		if (is_number(suggest_part(key, at)))
			return true;
	return false;
}

/* The path of an array of objects with times, at most three levels down. */
static bool
find_array(const struct suggest *s, const struct json_node *object, size_t level, struct buf *path)
{
	for (const struct json_node *c = object->child; c; c = c->next) {
		const size_t n = path->n;
		if (!suggest_is_plain_key(c->key) || has_index(c->key))
			continue;
		if (n > 0)
			buf_char(path, '.');
		buf_text(path, c->key);
		if (c->kind == JSON_ARRAY && c->child && c->child->kind == JSON_OBJECT &&
		    suggest_has_time(s, c->child, 0))
			return true;
		if (c->kind == JSON_OBJECT && level < 2 && find_array(s, c, level + 1, path))
			return true;
		path->n = n;
	}
	return false;
}

/* Finds a value as a plan with flatten_objects does: a key may have dots. */
static const struct json_node *
descend(const struct json_node *node, struct text path)
{
	const struct json_node *found = NULL;
	for (const struct json_node *c = node->kind == JSON_OBJECT ? node->child : NULL; c;
	     c = c->next) {
		const struct text k = c->key;
		if (k.n > path.n || memcmp(k.p, path.p, k.n) != 0)
			continue;
		if (k.n == path.n)
			found = c;
		else if (path.p[k.n] == '.')
			found = descend(c, (struct text){ path.p + k.n + 1, path.n - k.n - 1 });
		if (found)
			return found;
	}
	return NULL;
}

static void
find_each(struct suggest *s)
{
	struct arena scratch = { 0 };
	struct buf path = { 0 };
	for (size_t i = 0; i < s->records && s->layout.each.p == NULL && i < 16; i++) {
		arena_reset(&scratch);
		path.n = 0;
		const struct json_node *object = suggest_object(s->record[i].text, &scratch);
		if (object && !suggest_has_time(s, object, 0) && find_array(s, object, 0, &path))
			s->layout.each = arena_text(&s->arena, buf_as_text(&path));
	}
	buf_free(&path);
	arena_free(&scratch);
}

/* The content of a string that holds an object or an array. */
static struct json_node *
inner(const struct json_node *node, struct arena *scratch)
{
	struct text t = node->text;
	struct err e;
	if (node->kind != JSON_STRING || t.n < 2 || (t.p[0] != '{' && t.p[0] != '['))
		return NULL;
	return json_tree(scratch, t, &e);
}

struct string_count {
	struct text path;
	size_t seen, inner;
};

static void
count_strings(struct suggest *s, const struct json_node *object, size_t level, struct buf *path,
    struct string_count *count, size_t *n, struct arena *scratch)
{
	for (const struct json_node *c = object->child; c; c = c->next) {
		const size_t before = path->n;
		if (!suggest_is_plain_key(c->key))
			continue;
		if (before > 0)
			buf_char(path, '.');
		buf_text(path, c->key);
		if (c->kind == JSON_OBJECT && level < 4)
			count_strings(s, c, level + 1, path, count, n, scratch);
		size_t i = 0;
		if (c->kind == JSON_STRING) {
			while (i < *n && !text_eq(count[i].path, buf_as_text(path)))
				i++;
			const bool is_inner = inner(c, scratch) != NULL;
			if (i == *n && is_inner && i < SUGGEST_PATTERNS)
				count[(*n)++].path = arena_text(&s->arena, buf_as_text(path));
			if (i < *n) {
				count[i].seen++;
				count[i].inner += is_inner;
			}
		}
		path->n = before;
	}
}

static const struct json_node *
first_event(const struct suggest *s, const struct json_node *object)
{
	if (s->layout.each.p == NULL)
		return object;
	const struct json_node *array = descend(object, s->layout.each);
	if (!array || array->kind != JSON_ARRAY)
		return object;
	return array->child && array->child->kind == JSON_OBJECT ? array->child : NULL;
}

static void
find_strings(struct suggest *s)
{
	struct string_count count[SUGGEST_PATTERNS] = { 0 };
	struct text *path = arena_zalloc(&s->arena, SUGGEST_PATTERNS, sizeof(*path));
	struct arena scratch = { 0 };
	struct buf b = { 0 };
	size_t n = 0, looked = 0;
	for (size_t i = 0; i < s->records && looked < 500; i++) {
		arena_reset(&scratch);
		const struct json_node *o = suggest_object(s->record[i].text, &scratch);
		if (!o || !(o = first_event(s, o)))
			continue;
		looked++;
		count_strings(s, o, 0, &b, count, &n, &scratch);
	}
	for (size_t i = 0; i < n; i++)
		if (count[i].inner * 3 >= count[i].seen && count[i].inner * 20 >= looked)
			path[s->layout.json_strings++] = count[i].path;
	s->layout.json_string = path;
	buf_free(&b);
	arena_free(&scratch);
}

int
suggest_find_layout(struct suggest *s, struct err *e)
{
	struct arena scratch = { 0 };
	size_t objects = 0;
	for (size_t i = 0; i < s->records; i++) {
		arena_reset(&scratch);
		objects += suggest_object(s->record[i].text, &scratch) != NULL;
	}
	arena_free(&scratch);
	if (s->records == 0)
		return err_set(e, s->huge > 0 ? "the records have too many values for a sample"
					      : "the sample is empty");
	if (objects * 2 < s->records)
		return suggest_find_patterns(s, objects, e);
	find_each(s);
	find_strings(s);
	return 0;
}

/* ---- events --------------------------------------------------------------------------------- */

/* Puts the value in a string in its place. */
static void
open_strings(struct suggest *s, const struct json_node *event, struct arena *scratch)
{
	for (size_t i = 0; i < s->layout.json_strings; i++) {
		struct json_node *node =
		    (struct json_node *)descend(event, s->layout.json_string[i]);
		const struct json_node *in = node ? inner(node, scratch) : NULL;
		if (!in)
			continue;
		node->kind = in->kind;
		node->text = in->text;
		node->child = in->child;
		node->count = in->count;
	}
}

void
suggest_events(struct suggest *s, struct text record, struct arena *scratch,
    void (*take)(struct suggest *s, const struct json_node *event, struct arena *scratch))
{
	const struct json_node *object = s->layout.lines > 0
					     ? suggest_dissected(&s->layout, record, scratch)
					     : suggest_object(record, scratch);
	if (!object)
		return;
	const struct json_node *array = s->layout.each.p ? descend(object, s->layout.each) : NULL;
	if (!array || array->kind != JSON_ARRAY) {
		open_strings(s, object, scratch);
		take(s, object, scratch);
		return;
	}
	for (const struct json_node *c = array->child; c && s->events < SUGGEST_RECORDS;
	     c = c->next) {
		if (c->kind != JSON_OBJECT)
			continue;
		open_strings(s, c, scratch);
		take(s, c, scratch);
	}
}
