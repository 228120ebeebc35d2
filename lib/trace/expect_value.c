/* SPDX-License-Identifier: MIT */
#include "json/write.h"
#include "trace/canonical.h"
#include "trace/expect.h"
#include "trace/members.h"

/* Where a value is not what is expected. */
struct failing {
	struct buf *path;
	const struct json_node **place;
	struct text *found;
};

static bool holds(const struct failing *f, const struct json_node *expected, struct text value);

/* The last member of a key, which counts. */
static struct text
member_named(struct text object, struct text name)
{
	struct trace_members it = trace_members(object);
	struct text key, value, found = TEXT_ABSENT;
	struct arena a = { 0 };
	while (trace_member(&it, &key, &value)) {
		const bool escaped = memchr(key.p, '\\', key.n) != NULL;
		if (text_eq(escaped ? json_unescaped(&a, key) : key, name))
			found = value;
	}
	arena_free(&a);
	return found;
}

static bool
object_holds(const struct failing *f, const struct json_node *expected, struct text value)
{
	const size_t n = f->path->n;
	for (const struct json_node *c = expected->child; c; c = c->next) {
		buf_char(f->path, '.');
		buf_text(f->path, c->key);
		if (!holds(f, c, member_named(value, c->key)))
			return false;
		f->path->n = n;
	}
	return true;
}

static bool
array_holds(const struct failing *f, const struct json_node *expected, struct text value)
{
	struct trace_members it = trace_members(value);
	struct text key, element;
	const size_t n = f->path->n;
	const struct json_node *c = expected->child;
	for (; c && trace_member(&it, &key, &element); c = c->next) {
		buf_printf(f->path, "[%zu]", c->index);
		if (!holds(f, c, element))
			return false;
		f->path->n = n;
	}
	if (!c && !trace_member(&it, &key, &element))
		return true;
	*f->place = expected;
	*f->found = value;
	return false;
}

/* The depth is that of the file with statements, which is bounded. */
static bool
holds(const struct failing *f, const struct json_node *expected, struct text value)
{
	const char first = value.p && value.n > 0 ? value.p[0] : '\0';
	if (expected->kind == JSON_OBJECT && first == '{')
		return object_holds(f, expected, value);
	if (expected->kind == JSON_ARRAY && first == '[')
		return array_holds(f, expected, value);
	if (value.p && expected->kind != JSON_OBJECT && expected->kind != JSON_ARRAY &&
	    trace_is_same_value(expected->json, value))
		return true;
	*f->place = expected;
	*f->found = value;
	return false;
}

bool
expect_value_holds(const struct json_node *expected, struct text value, struct buf *path,
    const struct json_node **place, struct text *found)
{
	const struct failing f = { path, place, found };
	return holds(&f, expected, value);
}
