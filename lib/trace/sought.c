/* SPDX-License-Identifier: MIT */
#include "trace/sought.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/number.h"
#include "json/tree.h"
#include "json/write.h"

/* An object or an array around what is looked at. */
struct level {
	struct text key; /* as spelled, without its quotes */
	size_t index;
	bool object;
};

struct trace_sought {
	struct arena arena;           /* of the value */
	const struct json_node *node; /* NULL: it is a word */
	struct text text;             /* the characters that strings may have */
	bool container, number;
	struct arena scratch; /* of one string */
	struct buf path;
	struct level *level;
	size_t levels, cap;
};

struct trace_sought *
trace_sought_new(struct text value)
{
	struct trace_sought *s = mem_zalloc(1, sizeof(*s));
	struct err e;
	s->text = arena_text(&s->arena, value);
	s->node = json_tree(&s->arena, s->text, &e);
	if (!s->node)
		return s;
	s->text = s->node->text;
	s->container = s->node->kind == JSON_OBJECT || s->node->kind == JSON_ARRAY;
	s->number = s->node->kind == JSON_NUMBER;
	return s;
}

void
trace_sought_free(struct trace_sought *s)
{
	if (!s)
		return;
	arena_free(&s->arena);
	arena_free(&s->scratch);
	buf_free(&s->path);
	free(s->level);
	free(s);
}

/* ---- JSON without white space --------------------------------------------------------------- */

/* What is left to read. */
struct rest {
	const char *p, *end;
};

static char
next(const struct rest *r)
{
	return r->p < r->end ? *r->p : '\0';
}

static bool
skip(struct rest *r, char c)
{
	if (next(r) != c)
		return false;
	r->p++;
	return true;
}

/* Takes a string.  Returns what is between its quotes. */
static struct text
take_string(struct rest *r)
{
	const char *start = ++r->p;
	while (r->p < r->end && *r->p != '"')
		r->p += *r->p == '\\' && r->p + 1 < r->end ? 2 : 1;
	const struct text t = { start, (size_t)(r->p - start) };
	skip(r, '"');
	return t;
}

/* Takes a number or a literal. */
static struct text
take_word(struct rest *r)
{
	const char *start = r->p;
	while (r->p < r->end && !strchr(",]}", *r->p))
		r->p++;
	return (struct text){ start, (size_t)(r->p - start) };
}

static struct text
content_of(struct trace_sought *s, struct text spelled)
{
	if (spelled.n == 0 || !memchr(spelled.p, '\\', spelled.n))
		return spelled;
	arena_reset(&s->scratch);
	return json_unescaped(&s->scratch, spelled);
}

/* ---- equality of objects and arrays --------------------------------------------------------- */

static bool is_equal(struct trace_sought *s, const struct json_node *node, struct rest *r);

static const struct json_node *
child_named(const struct json_node *object, struct text key)
{
	for (const struct json_node *n = object->child; n; n = n->next)
		if (text_eq(n->key, key))
			return n;
	return NULL;
}

/* seen[]: the children that were met, so that a repeated key does not stand for another. */
static bool
is_equal_members(struct trace_sought *s, const struct json_node *node, struct rest *r, bool *seen)
{
	size_t members = 0;
	for (; next(r) == '"'; members++) {
		const struct text key = take_string(r);
		const struct json_node *child = child_named(node, content_of(s, key));
		if (!child || seen[child->index] || !skip(r, ':') || !is_equal(s, child, r))
			return false;
		seen[child->index] = true;
		skip(r, ',');
	}
	return members == node->count && skip(r, '}');
}

static bool
is_equal_object(struct trace_sought *s, const struct json_node *node, struct rest *r)
{
	if (!skip(r, '{'))
		return false;
	if (node->count == 0)
		return skip(r, '}');
	bool *seen = mem_zalloc(node->count, sizeof(*seen));
	const bool equal = is_equal_members(s, node, r, seen);
	free(seen);
	return equal;
}

static bool
is_equal_array(struct trace_sought *s, const struct json_node *node, struct rest *r)
{
	if (!skip(r, '['))
		return false;
	for (const struct json_node *n = node->child; n; n = n->next)
		if ((n != node->child && !skip(r, ',')) || !is_equal(s, n, r))
			return false;
	return skip(r, ']');
}

static bool
is_equal_word(const struct json_node *node, struct text word)
{
	if (node->kind == JSON_NUMBER)
		return number_is_json(word) && number_cmp(node->text, word) == 0;
	return text_eq(node->text, word);
}

/* Is this the value of the node?  If it is, takes it.  The depth is that of the node's tree, which
 * is bounded. */
static bool
is_equal(struct trace_sought *s, const struct json_node *node, struct rest *r)
{
	switch (node->kind) {
	case JSON_OBJECT: return is_equal_object(s, node, r);
	case JSON_ARRAY: return is_equal_array(s, node, r);
	case JSON_STRING:
		return next(r) == '"' && text_eq(content_of(s, take_string(r)), node->text);
	case JSON_NULL:
	case JSON_FALSE:
	case JSON_TRUE:
	case JSON_NUMBER: return is_equal_word(node, take_word(r));
	case JSON_NONE: break;
	}
	return false;
}

/* ---- parts of texts ------------------------------------------------------------------------- */

static bool
is_word_char(char c)
{
	return ascii_is_letter(c) || ascii_is_digit(c) || c == '_';
}

/* Do the characters before and after this offset belong to one word or number? */
static bool
is_joined(struct text t, size_t at)
{
	if (at == 0 || at == t.n)
		return false;
	const char before = t.p[at - 1], after = t.p[at];
	if (is_word_char(before) && is_word_char(after))
		return true;
	if (before == '.' && ascii_is_digit(after))
		return at > 1 && ascii_is_digit(t.p[at - 2]);
	return ascii_is_digit(before) && after == '.' && at + 1 < t.n &&
	       ascii_is_digit(t.p[at + 1]);
}

/* Sets *at to where the text first has the part.  Returns false if it has none. */
static bool
find_part(struct text t, struct text part, size_t *at)
{
	size_t from = 0;
	while (part.n > 0 && t.n - from >= part.n) {
		const char *p = memmem(t.p + from, t.n - from, part.p, part.n);
		if (!p)
			return false;
		*at = (size_t)(p - t.p);
		if (!is_joined(t, *at) && !is_joined(t, *at + part.n))
			return true;
		from = *at + 1;
	}
	return false;
}

/* Does a string or a plain text have the value? */
static bool
text_has(const struct trace_sought *s, struct text t, struct trace_spot *spot)
{
	*spot = (struct trace_spot){ .text = t, .n = s->text.n };
	if (s->container || t.n < s->text.n)
		return false;
	spot->whole = text_eq(t, s->text);
	return spot->whole || find_part(t, s->text, &spot->at);
}

/* ---- places --------------------------------------------------------------------------------- */

/* A search. */
struct seeking {
	struct trace_sought *sought;
	struct text name;
	int (*found)(void *context, const struct trace_spot *spot);
	void *context;
};

/* Of the place that the levels lead to. */
static struct text
path_of(const struct seeking *k)
{
	struct trace_sought *s = k->sought;
	struct buf *b = &s->path;
	b->n = 0;
	buf_text(b, k->name);
	for (size_t i = 0; i < s->levels; i++) {
		const struct level *l = &s->level[i];
		if (i > 0 || k->name.p)
			buf_char(b, '.');
		if (!l->object) {
			buf_u64(b, l->index);
			continue;
		}
		buf_room(b, l->key.n);
		b->n += json_unescape(l->key, b->p + b->n);
	}
	return buf_as_text(b);
}

static int
tell(const struct seeking *k, struct trace_spot *spot)
{
	spot->path = path_of(k);
	return k->found(k->context, spot);
}

static int
look_at_string(const struct seeking *k, struct rest *r)
{
	const char *start = r->p;
	struct trace_spot spot;
	const struct text spelled = take_string(r);
	if (k->sought->container || !text_has(k->sought, content_of(k->sought, spelled), &spot))
		return 0;
	spot.json = (struct text){ start, (size_t)(r->p - start) };
	return tell(k, &spot);
}

static int
look_at_word(const struct seeking *k, struct rest *r)
{
	const struct json_node *node = k->sought->node;
	struct trace_spot spot = { .json = take_word(r), .whole = true };
	if (!node || node->kind == JSON_STRING || k->sought->container ||
	    !is_equal_word(node, spot.json))
		return 0;
	return tell(k, &spot);
}

static int
look_at_container(const struct seeking *k, const struct rest *r)
{
	struct rest behind = *r;
	if (!k->sought->container || !is_equal(k->sought, k->sought->node, &behind))
		return 0;
	struct trace_spot spot = { .json = { r->p, (size_t)(behind.p - r->p) }, .whole = true };
	return tell(k, &spot);
}

/* Takes the key of the next member of an object. */
static void
take_key(struct level *l, struct rest *r)
{
	if (!l->object || next(r) != '"')
		return;
	l->key = take_string(r);
	skip(r, ':');
}

static void
go_in(struct trace_sought *s, struct rest *r)
{
	s->level = mem_grow(s->level, &s->cap, s->levels + 1, sizeof(*s->level));
	struct level *l = &s->level[s->levels++];
	*l = (struct level){ .object = *r->p == '{' };
	r->p++;
	take_key(l, r);
}

/* Between two members or elements. */
static void
go_on(struct trace_sought *s, struct rest *r)
{
	r->p++;
	if (s->levels == 0)
		return;
	struct level *l = &s->level[s->levels - 1];
	l->index++;
	take_key(l, r);
}

int
trace_seek_json(struct trace_sought *s, struct text name, struct text json,
    int (*found)(void *context, const struct trace_spot *spot), void *context)
{
	const struct seeking k = { s, name, found, context };
	struct rest r = { json.p, json.p + json.n };
	int result = 0;
	s->levels = 0;
	while (result == 0 && r.p < r.end) {
		switch (*r.p) {
		case '{':
		case '[':
			result = look_at_container(&k, &r);
			go_in(s, &r);
			break;
		case '}':
		case ']':
			s->levels -= s->levels > 0;
			r.p++;
			break;
		case ',': go_on(s, &r); break;
		case '"': result = look_at_string(&k, &r); break;
		default: result = look_at_word(&k, &r); break;
		}
	}
	return result;
}

int
trace_seek_text(struct trace_sought *s, struct text name, struct text text,
    int (*found)(void *context, const struct trace_spot *spot), void *context)
{
	const struct seeking k = { s, name, found, context };
	struct trace_spot spot;
	s->levels = 0;
	return text.p && text_has(s, text, &spot) ? tell(&k, &spot) : 0;
}
