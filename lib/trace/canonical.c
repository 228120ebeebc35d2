/* SPDX-License-Identifier: MIT */
#include "trace/canonical.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/number.h"
#include "json/write.h"
#include "trace/members.h"

/* ---- canonical texts ------------------------------------------------------------------------ */

/* JSON that is read from front to back, once. */
struct reader {
	const char *p, *end;
	struct buf *to;
};

static void put_value(struct reader *r);

/* A member as it was put: the key from `from`, whose quotes are in it, to `colon`, and the rest. */
struct put_member {
	size_t from, colon, to;
};

static void
put_string(struct reader *r)
{
	const char *close = trace_string_end(r->p, r->end);
	const struct text spelled = { r->p + 1, (size_t)(close - r->p) - 2 };
	struct arena a = { 0 };
	json_put_string(
	    r->to, memchr(spelled.p, '\\', spelled.n) ? json_unescaped(&a, spelled) : spelled);
	arena_free(&a);
	r->p = close;
}

static void
put_number(struct buf *b, struct text number)
{
	char digits[NUMBER_F64_MAX];
	double d;
	if (number_f64(number, &d) == 0) {
		const struct text shortest = { digits, number_put_f64(d, digits) };
		if (number_cmp(number, shortest) == 0) {
			buf_text(b, shortest);
			return;
		}
	}
	buf_text(b, number);
}

/* A number, true, false or null. */
static void
put_word(struct reader *r)
{
	const char *start = r->p;
	while (r->p < r->end && !strchr(",]}", *r->p))
		r->p++;
	const struct text word = { start, (size_t)(r->p - start) };
	if (number_is_json(word))
		put_number(r->to, word);
	else
		buf_text(r->to, word);
}

static int
compare_keys(const struct put_member *x, const struct put_member *y, const char *text)
{
	const struct text a = { text + x->from, x->colon - x->from },
			  b = { text + y->from, y->colon - y->from };
	const int c = text_cmp(a, b);
	return c != 0 ? c : (x->from > y->from) - (x->from < y->from);
}

static int
by_key_in(const void *a, const void *b, void *text)
{
	return compare_keys(a, b, text);
}

/* Brings the members that were put from `start` on into the order of their keys. */
static void
sort_put(struct buf *b, struct put_member *m, size_t n, size_t start)
{
	bool sorted = true;
	for (size_t i = 1; i < n && sorted; i++)
		sorted = compare_keys(&m[i - 1], &m[i], b->p) < 0;
	if (sorted)
		return;
	char *copy = mem_dup(b->p + start, b->n - start);
	qsort_r(m, n, sizeof(*m), by_key_in, b->p);
	b->n = start;
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(b, ',');
		buf_put(b, copy + (m[i].from - start), m[i].to - m[i].from);
	}
	free(copy);
}

static void
put_object(struct reader *r)
{
	struct put_member *member = NULL;
	size_t n = 0, cap = 0;
	struct buf *b = r->to;
	const size_t start = b->n + 1;
	buf_char(b, '{');
	for (r->p++; r->p < r->end && *r->p != '}'; n++) {
		if (*r->p == ',')
			r->p++;
		if (n > 0)
			buf_char(b, ',');
		member = mem_grow(member, &cap, n + 1, sizeof(*member));
		member[n].from = b->n;
		put_string(r);
		member[n].colon = b->n;
		buf_char(b, ':');
		r->p++;
		put_value(r);
		member[n].to = b->n;
	}
	sort_put(b, member, n, start);
	buf_char(b, '}');
	r->p++;
	free(member);
}

static void
put_array(struct reader *r)
{
	buf_char(r->to, '[');
	for (r->p++; r->p < r->end && *r->p != ']';) {
		if (*r->p == ',') {
			buf_char(r->to, ',');
			r->p++;
		}
		put_value(r);
	}
	buf_char(r->to, ']');
	r->p++;
}

static void
put_value(struct reader *r)
{
	switch (r->p < r->end ? *r->p : '\0') {
	case '{': put_object(r); break;
	case '[': put_array(r); break;
	case '"': put_string(r); break;
	default: put_word(r); break;
	}
}

void
trace_put_canonical(struct buf *b, struct text json)
{
	struct reader r = { json.p, json.p + json.n, b };
	if (json.n > 0)
		put_value(&r);
}

bool
trace_is_same_value(struct text a, struct text b)
{
	if (!a.p || !b.p)
		return !a.p && !b.p;
	if (text_eq(a, b))
		return true;
	struct buf x = { 0 }, y = { 0 };
	trace_put_canonical(&x, a);
	trace_put_canonical(&y, b);
	const bool same = text_eq(buf_as_text(&x), buf_as_text(&y));
	buf_free(&x);
	buf_free(&y);
	return same;
}

uint64_t
trace_hash_value(struct siphash_key key, struct text json, struct buf *scratch)
{
	scratch->n = 0;
	trace_put_canonical(scratch, json);
	return siphash(key, scratch->p ? scratch->p : "", scratch->n);
}

/* ---- differences ---------------------------------------------------------------------------- */

/* Each level is read again, so what is deeper differs as a whole. */
enum { LEVELS = 64 };

struct member {
	struct text key; /* unescaped */
	struct text value;
	size_t number; /* in the order of the text */
};

struct members {
	struct arena arena;
	struct member *member;
	size_t n, cap;
};

static int
by_key(const void *a, const void *b)
{
	const struct member *const x = a, *const y = b;
	const int c = text_cmp(x->key, y->key);
	return c != 0 ? c : (x->number > y->number) - (x->number < y->number);
}

/* The members of an object, in the order of the text. */
static struct members
members_of(struct text object)
{
	struct trace_members it = trace_members(object);
	struct members m = { 0 };
	struct text key, value;
	while (trace_member(&it, &key, &value)) {
		m.member = mem_grow(m.member, &m.cap, m.n + 1, sizeof(*m.member));
		m.member[m.n] = (struct member){ key, value, m.n };
		if (memchr(key.p, '\\', key.n))
			m.member[m.n].key = json_unescaped(&m.arena, key);
		m.n++;
	}
	return m;
}

static void
members_free(struct members *m)
{
	arena_free(&m->arena);
	free(m->member);
}

/* Two values of which the first difference is looked for, and where it is. */
struct differing {
	struct buf *path;
	struct text *in_a, *in_b;
	unsigned level;
};

static bool differ(struct differing *d, struct text a, struct text b);

static void
put_key(struct buf *path, struct text key)
{
	if (path->n > 0)
		buf_char(path, '.');
	buf_text(path, key);
}

/* Looks at a member, or an element, that a path leads to. */
static bool
differ_below(struct differing *d, size_t path, struct text a, struct text b)
{
	d->level++;
	const bool found = differ(d, a, b);
	d->level--;
	if (!found)
		d->path->n = path;
	return found;
}

static bool
differ_in_members(struct differing *d, struct members *a, struct members *b)
{
	const size_t path = d->path->n;
	if (b->n > 1)
		qsort(b->member, b->n, sizeof(*b->member), by_key);
	for (size_t i = 0; i < a->n; i++) {
		const struct text key = a->member[i].key;
		struct text other = TEXT_ABSENT;
		size_t low = 0, high = b->n;
		while (low < high) { /* the last of its key, which counts */
			const size_t middle = low + (high - low) / 2;
			if (text_cmp(b->member[middle].key, key) <= 0)
				low = middle + 1;
			else
				high = middle;
		}
		if (low > 0 && text_eq(b->member[low - 1].key, key)) {
			other = b->member[low - 1].value;
			b->member[low - 1].number = SIZE_MAX;
		}
		put_key(d->path, key);
		if (differ_below(d, path, a->member[i].value, other))
			return true;
	}
	for (size_t i = 0; i < b->n; i++) {
		if (b->member[i].number == SIZE_MAX)
			continue;
		put_key(d->path, b->member[i].key);
		if (differ_below(d, path, TEXT_ABSENT, b->member[i].value))
			return true;
	}
	return false;
}

static bool
differ_in_elements(struct differing *d, struct text a, struct text b)
{
	struct trace_members x = trace_members(a), y = trace_members(b);
	const size_t path = d->path->n;
	struct text key, in_a, in_b;
	for (size_t i = 0;; i++) {
		const bool has_a = trace_member(&x, &key, &in_a),
			   has_b = trace_member(&y, &key, &in_b);
		if (!has_a && !has_b)
			return false;
		buf_printf(d->path, "[%zu]", i);
		if (differ_below(d, path, has_a ? in_a : TEXT_ABSENT, has_b ? in_b : TEXT_ABSENT))
			return true;
	}
}

static bool
differ(struct differing *d, struct text a, struct text b)
{
	const char x = a.p && a.n > 0 ? a.p[0] : '\0', y = b.p && b.n > 0 ? b.p[0] : '\0';
	if (a.p && b.p && text_eq(a, b))
		return false;
	if (x == '{' && y == '{' && d->level < LEVELS) {
		struct members of_a = members_of(a), of_b = members_of(b);
		const bool found = differ_in_members(d, &of_a, &of_b);
		members_free(&of_a);
		members_free(&of_b);
		return found;
	}
	if (x == '[' && y == '[' && d->level < LEVELS)
		return differ_in_elements(d, a, b);
	if (trace_is_same_value(a, b))
		return false;
	*d->in_a = a;
	*d->in_b = b;
	return true;
}

bool
trace_find_difference(
    struct text a, struct text b, struct buf *path, struct text *in_a, struct text *in_b)
{
	struct differing d = { path, in_a, in_b, 0 };
	return differ(&d, a, b);
}
