/* SPDX-License-Identifier: MIT */
#include "import/map_rest.h"

#include <string.h>

#include "json/write.h"

void
map_rest_take(struct map_rest *r, struct arena *a, const struct json_value *v)
{
	if (v->kind == JSON_NONE)
		return;
	if (r->n == r->cap) {
		const char **more = arena_alloc(a, 2 * (r->cap + 16) * sizeof(*more));
		if (r->n > 0)
			memcpy(more, r->taken, r->n * sizeof(*more));
		r->taken = more;
		r->cap = 2 * (r->cap + 16);
	}
	r->taken[r->n++] = v->p;
}

static bool
is_taken(const struct map_rest *r, const struct json_value *v)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->taken[i] == v->p)
			return true;
	return false;
}

/* Was something in the object taken? */
static bool
is_object_with_taken(const struct map_rest *r, const struct json_value *v)
{
	if (v->kind != JSON_OBJECT)
		return false;
	for (size_t i = 0; i < r->n; i++)
		if (r->taken[i] > v->p && r->taken[i] < v->p + v->n)
			return true;
	return false;
}

/* Appends a member that is left, by the text before it.  Nothing is appended if nothing is left. */
static void
put_left(const struct map_rest *r, struct import_in *in, struct buf *b, const struct json_value *v)
{
	struct import_object o;
	const size_t start = b->n;
	if (!is_object_with_taken(r, v)) {
		import_put_json(b, v);
		return;
	}
	import_descend(&o, in->names, in->arena, &in->object, v);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		const size_t before = b->n;
		if (m->value.kind == JSON_NULL || is_taken(r, &m->value))
			continue;
		buf_char(b, before == start ? '{' : ',');
		json_put_string(b, m->key);
		buf_char(b, ':');
		const size_t value = b->n;
		put_left(r, in, b, &m->value);
		if (b->n == value)
			b->n = before;
	}
	if (b->n > start)
		buf_char(b, '}');
}

static void
add_left(const struct map_rest *r, struct import_in *in, struct import_attributes *as,
    const struct import_object *o)
{
	struct buf b = { 0 };
	for (size_t i = 0; i < o->members; i++) {
		const struct import_member *m = &o->member[i];
		if (m->value.kind == JSON_NULL || is_taken(r, &m->value))
			continue;
		if (!is_object_with_taken(r, &m->value)) {
			import_attributes_add(in, as, m->key, import_json(in->arena, &m->value));
			continue;
		}
		b.n = 0;
		put_left(r, in, &b, &m->value);
		if (b.n > 0)
			import_attributes_add(
			    in, as, m->key, arena_text(in->arena, buf_as_text(&b)));
	}
	buf_free(&b);
}

void
map_rest_add(struct map_rest *r, struct import_in *in, struct import_attributes *as,
    const struct json_value *objects, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct import_object o;
		const struct json_value *v = &objects[i];
		if ((v->kind != JSON_OBJECT && v->kind != JSON_ARRAY) || is_taken(r, v))
			continue;
		if (v->kind == JSON_ARRAY) {
			import_attributes_add_list(in, as, TEXT("attributes"), v);
		} else {
			import_descend(&o, in->names, in->arena, &in->object, v);
			add_left(r, in, as, &o);
		}
		map_rest_take(r, in->arena, v);
	}
	add_left(r, in, as, &in->object);
}
