/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ascii.h"
#include "expr/load.h"
#include "plan/load.h"

static int
load_pattern(struct expr_loader *l, const struct json_node *node, struct dissect *out)
{
	struct err e;
	if (node->kind != JSON_STRING)
		return load_error(
		    l, node, "must be a pattern such as \"%%{time} %%{level} %%{msg}\"");
	if (dissect_compile(l->arena, node->text, out, &e) == 0)
		return 0;
	return e.offset == ERR_NOWHERE
		   ? load_error(l, node, "%s", e.text)
		   : load_error(l, node, "%s, at byte %zu of the pattern", e.text, e.offset + 1);
}

static int
load_lines(struct expr_loader *l, const struct json_node *node, struct layout *out)
{
	const struct json_node *line = json_get(node, "line");
	int bad = 0;
	if (!line)
		return 0;
	if (line->kind == JSON_ARRAY && line->count == 0)
		return load_error(l, line, "must have at least one pattern");
	const bool many = line->kind == JSON_ARRAY;
	struct dissect *pattern = arena_zalloc(l->arena, many ? line->count : 1, sizeof(*pattern));
	out->line = pattern;
	for (const struct json_node *c = many ? line->child : line; c; c = many ? c->next : NULL)
		bad |= load_pattern(l, c, &pattern[out->lines++]);
	return bad;
}

/* ---- paths ---------------------------------------------------------------------------------- */

static bool
is_number(struct text step)
{
	size_t i = 0;
	while (i < step.n && ascii_is_digit(step.p[i]))
		i++;
	return i > 0 && i == step.n;
}

/* A step of a path to a string.  Returns what is wrong with it, or NULL. */
static const char *
fault_in_json_strings(struct text step, bool first)
{
	(void)first;
	if (text_eq(step, TEXT("*")))
		return "must lead to one string, without \"*\"; \"each\" makes events of elements, "
		       "and then paths begin at the element";
	if (step.n > 0 && memchr(step.p, '[', step.n))
		return "must lead to one string, without [KEY=VALUE]";
	return NULL;
}

/* The same for a path to an array. */
static const char *
fault_in_each(struct text step, bool first)
{
	if (first && text_eq(step, TEXT("*")))
		return "must begin with a key; an array that is not in an object needs no \"each\"";
	if (is_number(step))
		return "must have no index; \"*\" means all elements of an array on the way";
	if (step.n > 0 && memchr(step.p, '[', step.n))
		return "must have no [KEY=VALUE]; \"*\" means all elements of an array on the way";
	return NULL;
}

static int
load_path(struct expr_loader *l, const struct json_node *node,
    const char *(*fault)(struct text step, bool first))
{
	struct text rest = node->text;
	if (node->kind != JSON_STRING || rest.n == 0)
		return load_error(l, node, "must be a path such as \"detail.records\"");
	for (bool more = true; more;) {
		const char *dot = rest.n > 0 ? memchr(rest.p, '.', rest.n) : NULL;
		const struct text step = { rest.p, dot ? (size_t)(dot - rest.p) : rest.n };
		const char *why = fault(step, step.p == node->text.p);
		if (why)
			return load_error(l, node, "%s", why);
		more = dot != NULL;
		if (more)
			rest = (struct text){ dot + 1, rest.n - step.n - 1 };
	}
	return 0;
}

/* An array of paths. */
static int
load_paths(struct expr_loader *l, const struct json_node *node, const char *key,
    const char *(*fault)(struct text step, bool first), const struct text **path, size_t *paths)
{
	const struct json_node *all = json_get(node, key);
	struct text *out;
	int bad = 0;
	if (!all)
		return 0;
	if (all->kind != JSON_ARRAY || all->count == 0)
		return load_error(l, all, "must be an array of paths, such as [\"Records\"]");
	*path = out = arena_zalloc(l->arena, all->count, sizeof(*out));
	for (const struct json_node *c = all->child; c; c = c->next) {
		bad |= load_path(l, c, fault);
		out[(*paths)++] = c->text;
	}
	return bad;
}

int
load_layout(struct expr_loader *l, const struct json_node *node, struct layout *out)
{
	int bad = load_lines(l, node, out);
	bad |= load_paths(
	    l, node, "json_strings", fault_in_json_strings, &out->json_string, &out->json_strings);
	return bad | load_paths(l, node, "each", fault_in_each, &out->each, &out->eaches);
}

/* ---- two plans ------------------------------------------------------------------------------ */

static bool
same_paths(const struct text *a, size_t na, const struct text *b, size_t nb)
{
	size_t i = 0;
	while (i < na && i < nb && text_eq(a[i], b[i]))
		i++;
	return i == na && i == nb;
}

static bool
same_patterns(const struct layout *a, const struct layout *b)
{
	size_t i = 0;
	while (i < a->lines && i < b->lines && text_eq(a->line[i].pattern, b->line[i].pattern))
		i++;
	return i == a->lines && i == b->lines;
}

const char *
plan_differs_in_records(const struct plan *a, const struct plan *b)
{
	const struct layout *la = &a->runtime.layout, *lb = &b->runtime.layout;
	if ((la->lines > 0) != (lb->lines > 0))
		return "line";
	if (!same_paths(la->each, la->eaches, lb->each, lb->eaches))
		return "each";
	if (la->eaches == 0)
		return NULL; /* each line or element is a record, whatever becomes of it */
	if (a->runtime.flatten_objects != b->runtime.flatten_objects)
		return "flatten_objects";
	if (a->runtime.normalize_field_names != b->runtime.normalize_field_names)
		return "normalize_field_names";
	if (!same_patterns(la, lb))
		return "line";
	return same_paths(la->json_string, la->json_strings, lb->json_string, lb->json_strings)
		   ? NULL
		   : "json_strings";
}
