/* SPDX-License-Identifier: MIT */
#include "import/beside.h"

#include <stdlib.h>

#include "base/mem.h"
#include "json/write.h"
#include "trace/members.h"
#include "trace/model.h"

/* Where the records were, and where nothing was. */
static bool
is_empty_array(const struct json_value *v)
{
	return v->kind == JSON_ARRAY && v->n == 2;
}

/* Appends the members of an object on the way to records.  Returns whether there are any. */
static bool
put_members(struct import_in *in, struct buf *b, const struct json_arrays *arrays,
    const struct import_object *o, unsigned from, struct text trace_id)
{
	const size_t begin = b->n;
	json_begin(b, '{');
	for (size_t i = 0; i < o->members; i++) {
		const struct import_member *m = &o->member[i];
		const unsigned place = json_arrays_key(arrays, from, m->key);
		const size_t before = b->n;
		struct import_object inner;
		if (m->value.kind == JSON_NULL || is_empty_array(&m->value) ||
		    (trace_id.p && text_eq(import_text(in->arena, &m->value), trace_id)))
			continue;
		json_name_text(b, m->key);
		if (m->value.kind != JSON_OBJECT || place == ARRAYS_NOWHERE) {
			json_add_raw(b, import_json(in->arena, &m->value));
			continue;
		}
		import_descend(&inner, in->names, in->arena, o, &m->value);
		if (!put_members(in, b, arrays, &inner, place, TEXT_ABSENT))
			b->n = before;
	}
	const bool any = b->n > begin + 1;
	json_end(b, '}');
	return any;
}

struct text
import_beside(struct import_in *in, const struct json_arrays *arrays, struct text trace_id)
{
	struct buf b = { 0 };
	struct text own = TEXT_ABSENT;
	if (put_members(in, &b, arrays, &in->object, ARRAYS_TOP, trace_id))
		own = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return own;
}

/* ---- calls ---------------------------------------------------------------------------------- */

struct beside_call {
	const struct trace_text *trace;
	uint32_t call;
	bool root;
};

/* Of so few members, in so many bytes, each is looked for in the attributes of each root.  What is
 * longer and around other envelopes is not copied for each of them. */
enum { FEW = 64, SHORT = 4096, LONG = 65536 };

static const struct trace_text *
join(struct trace_model *m, const struct trace_text *first, const struct trace_text *second)
{
	struct buf b = { 0 };
	if (!first || !second)
		return first ? first : second;
	trace_join_objects(&b, trace_text_of(first), trace_text_of(second));
	const struct trace_text *t = trace_intern(m, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static const struct trace_text *
wrap(struct trace_model *m, struct text object)
{
	struct buf b = { 0 };
	json_begin(&b, '{');
	json_member_raw(&b, "around", object);
	json_end(&b, '}');
	const struct trace_text *t = trace_intern(m, buf_as_text(&b));
	buf_free(&b);
	return t;
}

void
import_beside_sum_up(struct trace_model *m, struct beside *b, const struct beside *outer,
    const struct trace_text *shared)
{
	const bool is_long = outer && outer->around && trace_text_of(outer->around).n > LONG;
	b->around = join(m, b->own, outer && !is_long ? outer->around : NULL);
	if (!b->around)
		return;
	b->all = join(m, b->around, shared);
	b->wrapped = join(m, wrap(m, trace_text_of(b->around)), shared);
}

static bool
is_few(struct text object)
{
	struct trace_members it = trace_members(object);
	struct text key, value;
	size_t n = 0;
	while (n <= FEW && trace_member(&it, &key, &value))
		n++;
	return n <= FEW && object.n <= SHORT;
}

static void
add_member(struct buf *b, struct text key, struct text value)
{
	buf_char(b, b->n > 0 ? ',' : '{');
	buf_char(b, '"');
	buf_text(b, key);
	BUF_LIT(b, "\":");
	buf_text(b, value);
}

/* Puts members of which the attributes have another value into *other. */
static void
split(struct text object, struct text attributes, struct buf *own, struct buf *other)
{
	struct trace_members it = trace_members(object);
	struct text key, value;
	while (trace_member(&it, &key, &value)) {
		const struct text had = trace_member_of(attributes, key);
		if (!had.p)
			add_member(own, key, value);
		else if (!text_eq(had, value))
			add_member(other, key, value);
	}
	if (other->n == 0)
		return;
	buf_char(other, '}');
	add_member(own, TEXT("around"), buf_as_text(other));
	buf_char(own, '}');
}

/* What a call with these attributes is told. */
static const struct trace_text *
version_for(struct trace_model *m, const struct beside *b, const struct trace_text *attributes)
{
	struct buf own = { 0 }, other = { 0 };
	if (!attributes)
		return b->all;
	if (!is_few(trace_text_of(b->all)))
		return b->wrapped;
	split(trace_text_of(b->all), trace_text_of(attributes), &own, &other);
	const struct trace_text *t = other.n > 0 ? trace_intern(m, buf_as_text(&own)) : b->all;
	buf_free(&own);
	buf_free(&other);
	return t;
}

static void
tell(struct trace_model *m, const struct beside *b, uint32_t call)
{
	trace_add_shared(m, call, version_for(m, b, m->call[call].attributes));
}

void
import_beside_tell(
    struct trace_model *m, struct beside *b, uint32_t call, const struct trace_text *trace)
{
	const bool root = !m->call[call].parent_id;
	const struct beside_call *last = b->calls > 0 ? &b->call[b->calls - 1] : NULL;
	if (!b->around)
		return;
	if (root)
		tell(m, b, call);
	if (!trace || (last && last->trace == trace && (last->root || !root)))
		return;
	b->call = mem_grow(b->call, &b->cap, b->calls + 1, sizeof(*b->call));
	b->call[b->calls++] = (struct beside_call){ trace, call, root };
}

/* By trace, roots first, and then as they came. */
static int
by_trace(const void *x, const void *y)
{
	const struct beside_call *const a = x, *const b = y;
	if (a->trace != b->trace)
		return a->trace < b->trace ? -1 : 1;
	if (a->root != b->root)
		return a->root ? -1 : 1;
	return (a->call > b->call) - (a->call < b->call);
}

void
import_beside_end(struct trace_model *m, struct beside *b)
{
	if (b->calls > 0)
		qsort(b->call, b->calls, sizeof(*b->call), by_trace);
	for (size_t i = 0; i < b->calls; i++)
		if (!b->call[i].root && (i == 0 || b->call[i].trace != b->call[i - 1].trace))
			tell(m, b, b->call[i].call);
	free(b->call);
	*b = (struct beside){ 0 };
}
