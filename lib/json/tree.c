/* SPDX-License-Identifier: MIT */
#include "json/tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "json/find.h"
#include "json/keys.h"
#include "json/write.h"

struct builder {
	struct arena *arena;
	const char *text; /* the copy that was indexed */
	struct text document;
	size_t skipped; /* bytes of the text before text[0] */
	const struct json_index *ix;
	uint32_t *close;     /* by the entry of an opening bracket: the entry of its closing one */
	struct text compact; /* all of it without white space; nodes refer to parts of it */
	size_t raw, at;      /* the first `raw` bytes of text are the first `at` bytes of compact */
};

static struct text
string_text(struct builder *b, const struct json_value *v)
{
	char *out = arena_alloc(b->arena, v->n + 1);
	size_t n = json_unescape((struct text){ v->p, v->n }, out);
	out[n] = '\0';
	return (struct text){ out, n };
}

/*
 * Returns where a position in the text is in the compact one.  Positions must ascend, so that each
 * byte is looked at once.  None is inside a string.
 */
static const char *
compact_at(struct builder *b, const char *place)
{
	const size_t end = (size_t)(place - b->text);
	bool inside = false;
	for (; b->raw < end; b->raw++) {
		char c = b->text[b->raw];
		if (inside && c == '\\') {
			b->raw++;
			b->at++;
		} else if (c == '"') {
			inside = !inside;
		}
		b->at += inside || (c != ' ' && c != '\t' && c != '\r' && c != '\n');
	}
	return b->compact.p + b->at;
}

/* Removes members that a later one with the same key replaces, and renumbers the rest. */
static void
drop_duplicates(struct json_node *object)
{
	struct json_key *key = mem_zalloc(object->count, sizeof(*key));
	size_t *dead = mem_zalloc(object->count, sizeof(*dead)), kept = 0, next = 0;
	for (const struct json_node *c = object->child; c; c = c->next)
		key[c->index] = (struct json_key){ 0, c->index, c->key };
	const size_t ndead = json_keys_replaced(key, object->count, dead);
	struct json_node **link = &object->child;
	for (struct json_node *c = object->child; c; c = c->next) {
		if (next < ndead && dead[next] == c->index) {
			next++;
			continue;
		}
		c->index = kept++;
		*link = c;
		link = &c->next;
	}
	*link = NULL;
	object->count = kept;
	free(key);
	free(dead);
}

static struct json_node *
build(struct builder *b, const struct json_value *v, const struct json_node *parent)
{
	struct json_node *n = arena_zalloc(b->arena, 1, sizeof(*n)), **link = &n->child;
	struct json_members it;
	struct json_value key, value;
	size_t quote = v->kind == JSON_STRING;
	n->kind = v->kind;
	n->parent = parent;
	n->offset = (size_t)(v->p - b->text) - quote + b->skipped;
	n->json = (struct text){ b->document.p + n->offset, v->n + 2 * quote };
	if (quote)
		return n->text = string_text(b, v), n;
	n->text.p = compact_at(b, v->p);
	if (v->kind != JSON_OBJECT && v->kind != JSON_ARRAY)
		return n->text.n = v->n, n;
	json_members(&it, b->text, b->ix, v);
	it.close = b->close;
	while (json_member(&it, &key, &value)) {
		struct json_node *c = build(b, &value, n);
		c->index = n->count++;
		if (key.kind == JSON_STRING)
			c->key = string_text(b, &key);
		*link = c;
		link = &c->next;
	}
	n->text.n = (size_t)(compact_at(b, v->p + v->n) - n->text.p);
	if (v->kind == JSON_OBJECT && n->count > 1)
		drop_duplicates(n);
	return n;
}

static struct json_node *
build_all(struct builder *b, const struct json_value *v)
{
	struct buf compact = { 0 };
	if (v->kind == JSON_STRING)
		return build(b, v, NULL);
	b->close = json_pair_brackets(b->ix);
	json_put_compact(&compact, (struct text){ v->p, v->n });
	b->compact = arena_text(b->arena, buf_as_text(&compact));
	b->raw = (size_t)(v->p - b->text);
	struct json_node *root = build(b, v, NULL);
	buf_free(&compact);
	free(b->close);
	return root;
}

static struct json_node *
build_root(struct builder *b, size_t n, struct err *e)
{
	struct json_paths *paths = json_paths_new(false, false);
	struct json_walker *w = json_walker_new(paths);
	struct json_pos pos = { 0 };
	struct json_line line = { 0 };
	struct json_node *root = NULL;
	if (!json_walk(w, b->text, n, b->ix, &pos, &line) ||
	    (line.kind == JSON_NONE && line.fault.code == JSON_OK))
		err_at(e, b->skipped, "it contains no JSON");
	else if (line.fault.code != JSON_OK)
		err_at(e, b->skipped + line.fault.at, "%s",
		    line.fault.code == JSON_UNCLOSED
			? "it ends inside an object or array"
			: json_fault_text((enum json_code)line.fault.code));
	else
		root = build_all(b, &line.value);
	json_walker_free(w);
	json_paths_free(paths);
	return root;
}

struct json_node *
json_tree(struct arena *a, struct text document, struct err *e)
{
	struct builder b = { .arena = a, .document = document };
	struct json_index ix = { 0 };
	size_t n;
	if (document.n >= 3 && memcmp(document.p, "\xef\xbb\xbf", 3) == 0)
		b.skipped = 3;
	n = document.n - b.skipped;
	if (n >= JSON_BLOCK_MAX) {
		err_set(e, "longer than %zu bytes", JSON_BLOCK_MAX);
		return NULL;
	}
	char *copy = mem_alloc(n + 1);
	if (n > 0)
		memcpy(copy, document.p + b.skipped, n);
	copy[n] = '\n';
	json_index_build(&ix, copy, n, JSON_DOCUMENT);
	b.text = copy;
	b.ix = &ix;
	struct json_node *root = build_root(&b, n, e);
	json_index_free(&ix);
	free(copy);
	return root;
}

const struct json_node *
json_get(const struct json_node *object, const char *key)
{
	if (!object || object->kind != JSON_OBJECT)
		return NULL;
	for (const struct json_node *c = object->child; c; c = c->next)
		if (text_eq(c->key, text_of(key)))
			return c;
	return NULL;
}

static bool
is_plain_name(struct text key)
{
	for (size_t i = 0; i < key.n; i++) {
		char c = key.p[i];
		if (!ascii_is_letter(c) && c != '_' && (i == 0 || !ascii_is_digit(c)))
			return false;
	}
	return key.n > 0;
}

static void
put_where(struct buf *b, const struct json_node *n)
{
	if (!n->parent) {
		buf_char(b, '$');
		return;
	}
	put_where(b, n->parent);
	if (n->parent->kind == JSON_ARRAY) {
		buf_printf(b, "[%zu]", n->index);
	} else if (is_plain_name(n->key)) {
		buf_char(b, '.');
		buf_text(b, n->key);
	} else {
		buf_char(b, '[');
		json_put_string(b, n->key);
		buf_char(b, ']');
	}
}

struct text
json_where(struct arena *a, const struct json_node *n)
{
	struct buf b = { 0 };
	put_where(&b, n);
	struct text t = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return t;
}

void
json_line_column(struct text document, size_t offset, size_t *line, size_t *column)
{
	*line = *column = 1;
	for (size_t i = 0; i < offset && i < document.n; i++) {
		++*column;
		if (document.p[i] == '\n') {
			++*line;
			*column = 1;
		}
	}
}
