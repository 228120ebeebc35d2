/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trace/build.h"
#include "trace/members.h"

/*
 * Attributes of a call that several records report.  They are joined at once, but only a few
 * times: each time all of them are copied.
 */
enum { AT_ONCE = 16 };

static const struct trace_text *
join(struct trace_model *m, const struct trace_text *first, const struct trace_text *second)
{
	struct buf *b = &m->build->scratch;
	b->n = 0;
	if (text_eq(trace_text_of(first), trace_text_of(second)))
		return first;
	trace_join_objects(b, trace_text_of(first), trace_text_of(second));
	return b->n > trace_text_of(first).n ? trace_keep(m, buf_as_text(b)) : first;
}

void
trace_join_attributes(struct trace_model *m, uint32_t call, struct text text, bool wins)
{
	struct trace_build *b = m->build;
	struct trace_making *made = &b->making[call];
	struct trace_call *c = &m->call[call];
	if (!text.p || (c->attributes && text_eq(trace_text_of(c->attributes), text)))
		return;
	const struct trace_text *attributes = trace_keep(m, text);
	if (!c->attributes) {
		c->attributes = attributes;
	} else if (made->joined < AT_ONCE) {
		made->joined++;
		c->attributes =
		    wins ? join(m, attributes, c->attributes) : join(m, c->attributes, attributes);
	} else {
		b->part = mem_grow(b->part, &b->part_cap, b->parts + 1, sizeof(*b->part));
		b->part[b->parts] = (struct trace_part){ attributes, made->part, wins };
		made->part = (uint32_t)++b->parts;
	}
}

/* ---- many objects as one -------------------------------------------------------------------- */

struct member {
	struct text key, value;
	size_t object, number;
};

static int
by_key(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	const int order = text_cmp(x->key, y->key);
	return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

static int
by_number(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	return (x->number > y->number) - (x->number < y->number);
}

/* Keeps of each key the members of the first object that has it.  Returns how many. */
static size_t
drop_later(struct member *member, size_t n)
{
	size_t kept = 0;
	qsort(member, n, sizeof(*member), by_key);
	for (size_t i = 0, first = 0; i < n; i++) {
		if (!text_eq(member[i].key, member[first].key))
			first = i;
		if (member[i].object == member[first].object)
			member[kept++] = member[i];
	}
	qsort(member, kept, sizeof(*member), by_number);
	return kept;
}

/* Adds the members of an object.  *n of them are there already. */
static struct member *
add_members(struct member *member, size_t *n, size_t *cap, struct text object, size_t number)
{
	struct trace_members it = trace_members(object);
	struct member one = { .object = number, .number = *n };
	for (; trace_member(&it, &one.key, &one.value); one.number++) {
		member = mem_grow(member, cap, one.number + 1, sizeof(*member));
		member[one.number] = one;
	}
	*n = one.number;
	return member;
}

static void
put_members(struct buf *b, const struct member *member, size_t n)
{
	buf_char(b, '{');
	for (size_t i = 0; i < n; i++) {
		buf_text(b, i > 0 ? TEXT(",\"") : TEXT("\""));
		buf_text(b, member[i].key);
		BUF_LIT(b, "\":");
		buf_text(b, member[i].value);
	}
	buf_char(b, '}');
}

static void
join_all(struct buf *b, const struct text *object, size_t objects)
{
	struct member *member = NULL;
	size_t all = 0, cap = 0;
	for (size_t i = 0; i < objects; i++)
		member = add_members(member, &all, &cap, object[i], i);
	put_members(b, member, all > 0 ? drop_later(member, all) : 0);
	free(member);
}

/* Joins the parts of a call, which wait. */
static void
join_parts(struct trace_model *m, uint32_t call)
{
	struct trace_build *b = m->build;
	size_t n = 1, front = 0, back;
	for (uint32_t i = b->making[call].part; i > 0; i = b->part[i - 1].next)
		n++;
	struct text *object = mem_alloc(n * sizeof(*object));
	back = n;
	for (uint32_t i = b->making[call].part; i > 0; i = b->part[i - 1].next)
		object[b->part[i - 1].wins ? front++ : --back] =
		    trace_text_of(b->part[i - 1].attributes);
	object[front] = trace_text_of(m->call[call].attributes);
	b->scratch.n = 0;
	join_all(&b->scratch, object, n);
	m->call[call].attributes = trace_keep(m, buf_as_text(&b->scratch));
	free(object);
}

/* ---- ends ----------------------------------------------------------------------------------- */

/* Keeps the members of the second object of which the first has another value. */
static size_t
keep_different(struct member *member, size_t n)
{
	size_t kept = 0;
	qsort(member, n, sizeof(*member), by_key);
	for (size_t i = 0, first = 0; i < n; i++) {
		if (!text_eq(member[i].key, member[first].key))
			first = i;
		if (member[i].object == 1 && member[first].object == 0 &&
		    !text_eq(member[i].value, member[first].value))
			member[kept++] = member[i];
	}
	qsort(member, kept, sizeof(*member), by_number);
	return kept;
}

/* What the end of a call says differently becomes its attribute `end`. */
static void
join_end(struct trace_model *m, uint32_t call)
{
	const struct trace_text *end = m->build->making[call].end_attributes;
	const struct trace_text *has = m->call[call].attributes;
	struct buf *b = &m->build->scratch;
	struct member *member = NULL;
	size_t n = 0, cap = 0;
	if (has && text_eq(trace_text_of(has), trace_text_of(end)))
		return;
	m->call[call].attributes = has ? join(m, has, end) : end;
	/* a comma took the place of two braces: no name is in both */
	if (!has || trace_text_of(m->call[call].attributes).n ==
			trace_text_of(has).n + trace_text_of(end).n - 1)
		return;
	member = add_members(member, &n, &cap, trace_text_of(has), 0);
	member = add_members(member, &n, &cap, trace_text_of(end), 1);
	n = n > 0 ? keep_different(member, n) : 0;
	if (n > 0) {
		b->n = 0;
		BUF_LIT(b, "{\"end\":");
		put_members(b, member, n);
		buf_char(b, '}');
		const struct trace_text *different = trace_keep(m, buf_as_text(b));
		m->call[call].attributes = join(m, m->call[call].attributes, different);
	}
	free(member);
}

void
trace_build_attributes(struct trace_model *m)
{
	const struct trace_making *making = m->build->making;
	if (m->build->parts == 0 && m->build->end_attributes == 0)
		return;
	for (uint32_t i = 0; i < m->calls; i++) {
		if (m->build->parts > 0 && making[i].part > 0)
			join_parts(m, i);
		if (making[i].end_attributes)
			join_end(m, i);
	}
}
