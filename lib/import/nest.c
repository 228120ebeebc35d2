/* SPDX-License-Identifier: MIT */
#include "import/nest.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "json/write.h"

/* What is below this is one step: names are no deeper in earnest. */
enum { STEPS = 16 };

/* An attribute, with the steps of its name behind the prefix. */
struct path {
	struct import_attribute *attribute;
	struct text rest;
};

/* Gets a step of a path.  Returns false behind the last one. */
static bool
step_of(const struct path *p, unsigned depth, struct text *step)
{
	const char *at = p->rest.p, *const end = at + p->rest.n;
	for (unsigned i = 0;; i++) {
		const char *dot = i < STEPS ? memchr(at, '.', (size_t)(end - at)) : NULL;
		const char *stop = dot ? dot : end;
		*step = (struct text){ at, (size_t)(stop - at) };
		if (i == depth)
			return true;
		if (!dot)
			return false;
		at = dot + 1;
	}
}

static bool
is_index(struct text step)
{
	for (size_t i = 0; i < step.n; i++)
		if (!ascii_is_digit(step.p[i]))
			return false;
	return step.n > 0;
}

static struct text
without_zeros(struct text digits)
{
	while (digits.n > 1 && digits.p[0] == '0')
		digits = (struct text){ digits.p + 1, digits.n - 1 };
	return digits;
}

/* Numbers by their value, and before names. */
static int
compare_steps(struct text a, struct text b)
{
	const bool x = is_index(a), y = is_index(b);
	if (x != y)
		return x ? -1 : 1;
	if (!x)
		return text_cmp(a, b);
	const struct text m = without_zeros(a), n = without_zeros(b);
	if (m.n != n.n)
		return m.n < n.n ? -1 : 1;
	const int order = text_cmp(m, n);
	return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

static int
by_steps(const void *x, const void *y)
{
	const struct path *const a = x, *const b = y;
	for (unsigned depth = 0; depth <= STEPS; depth++) {
		struct text s, t;
		const bool more = step_of(a, depth, &s), also = step_of(b, depth, &t);
		if (!more || !also) {
			if (more != also)
				return more ? 1 : -1;
			break;
		}
		const int order = compare_steps(s, t);
		if (order != 0)
			return order;
	}
	return (a->attribute > b->attribute) - (a->attribute < b->attribute);
}

/* The paths that agree in a step; `order`: the first of them in the input. */
struct group {
	size_t from, to;
	struct text step;
	const struct import_attribute *order;
};

static int
by_order(const void *x, const void *y)
{
	const struct group *const a = x, *const b = y;
	return (a->order > b->order) - (a->order < b->order);
}

static size_t
find_groups(const struct path *path, size_t from, size_t to, unsigned depth, struct group *group)
{
	size_t n = 0;
	for (size_t i = from; i < to; i++) {
		struct text step;
		step_of(&path[i], depth, &step);
		if (n == 0 || !text_eq(group[n - 1].step, step))
			group[n++] = (struct group){ i, i, step, path[i].attribute };
		group[n - 1].to = i + 1;
		if (path[i].attribute < group[n - 1].order)
			group[n - 1].order = path[i].attribute;
	}
	return n;
}

static bool
is_wrapper(struct text step)
{
	static const struct text names[] = { { "message", 7 }, { "message_content", 15 },
		{ "tool_call", 9 }, { "document", 8 }, { "embedding", 9 }, { "tool", 4 } };
	return text_among(step, names, sizeof(names) / sizeof(*names)) <
	       sizeof(names) / sizeof(*names);
}

/* Is the step of all these paths the same one that only says what the element is? */
static bool
is_wrapped(const struct path *path, const struct group *g, unsigned depth)
{
	struct text first, last, below;
	return step_of(&path[g->from], depth, &first) && step_of(&path[g->to - 1], depth, &last) &&
	       is_wrapper(first) && text_eq(first, last) &&
	       step_of(&path[g->from], depth + 1, &below);
}

static void put_level(
    struct buf *b, const struct path *path, size_t from, size_t to, unsigned depth, bool take);

/* Puts what begins with the same steps.  Of paths that end here the last is the value, unless
 * others go on. */
static void
put_group(struct buf *b, const struct path *path, const struct group *g, unsigned depth, bool take)
{
	struct text step;
	size_t from = g->from;
	while (from < g->to && !step_of(&path[from], depth, &step))
		from++;
	if (from < g->to) {
		put_level(b, path, from, g->to, depth, take);
		return;
	}
	path[g->to - 1].attribute->taken |= take;
	buf_text(b, path[g->to - 1].attribute->value);
}

/* Puts an array if all steps here are numbers, else an object. */
static void
put_level(struct buf *b, const struct path *path, size_t from, size_t to, unsigned depth, bool take)
{
	struct group *group = mem_alloc((to - from) * sizeof(*group));
	const size_t n = find_groups(path, from, to, depth, group);
	bool array = true;
	for (size_t i = 0; i < n; i++)
		array &= is_index(group[i].step);
	if (!array)
		qsort(group, n, sizeof(*group), by_order);
	buf_char(b, array ? '[' : '{');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(b, ',');
		if (!array) {
			json_put_string(b, group[i].step);
			buf_char(b, ':');
		}
		const bool wrapped = array && is_wrapped(path, &group[i], depth + 1);
		put_group(b, path, &group[i], depth + 1 + wrapped, take);
	}
	buf_char(b, array ? ']' : '}');
	free(group);
}

struct text
import_nest(struct import_in *in, struct import_attributes *as, struct text prefix, bool take)
{
	struct path *path = NULL;
	size_t n = 0, cap = 0;
	struct buf b = { 0 };
	for (size_t i = 0; i < as->n; i++) {
		struct import_attribute *a = &as->at[i];
		if (a->taken || a->key.n <= prefix.n || memcmp(a->key.p, prefix.p, prefix.n) != 0)
			continue;
		path = mem_grow(path, &cap, n + 1, sizeof(*path));
		path[n++] = (struct path){ a, { a->key.p + prefix.n, a->key.n - prefix.n } };
	}
	if (n == 0)
		return TEXT_ABSENT;
	qsort(path, n, sizeof(*path), by_steps);
	put_level(&b, path, 0, n, 0, take);
	const struct text json = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	free(path);
	return json;
}
