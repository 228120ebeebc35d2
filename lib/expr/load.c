/* SPDX-License-Identifier: MIT */
#include "expr/load.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/pattern.h"
#include "base/words.h"
#include "json/write.h"

#define QUOTED_MAX 80 /* bytes of a quoted text in a message */
#define PATH_HEAD 120 /* how many bytes of a long JSON path are kept at its start, */
#define PATH_TAIL 80  /* and at its end */

static bool
continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

struct text
load_quoted(struct arena *a, struct text t)
{
	struct buf b = { 0 };
	json_put_string(&b, t);
	if (b.n > QUOTED_MAX) {
		b.n = QUOTED_MAX;
		while (continues(b.p[b.n]))
			b.n--;
		BUF_LIT(&b, "…\"");
	}
	struct text out = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return out;
}

static struct text
suggest(struct arena *a, struct words_hint hint)
{
	struct buf b = { 0 };
	if (hint.name.p == NULL)
		return TEXT("");
	buf_printf(&b, "; did you mean %s?%s", load_quoted(a, hint.name).p, hint.note);
	struct text out = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return out;
}

struct text
load_suggestion(struct arena *a, struct text typed, const struct text *names, size_t n)
{
	return suggest(a, (struct words_hint){ text_nearest(typed, names, n), "" });
}

/* The JSON path of a node.  The middle of a long path is left out, to make room for the message. */
static struct text
where(struct arena *a, const struct json_node *node)
{
	struct text path = json_where(a, node), out;
	size_t head = PATH_HEAD, tail = path.n - PATH_TAIL;
	struct buf b = { 0 };
	if (path.n <= PATH_HEAD + PATH_TAIL + sizeof("…"))
		return path;
	while (continues(path.p[head]))
		head--;
	while (tail < path.n && continues(path.p[tail]))
		tail++;
	buf_put(&b, path.p, head);
	BUF_LIT(&b, "…");
	buf_put(&b, path.p + tail, path.n - tail);
	out = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return out;
}

int
load_error(struct expr_loader *l, const struct json_node *node, const char *format, ...)
{
	struct text path = { 0 };
	char message[sizeof(l->err->text)];
	va_list ap;
	if (l->all && errs_is_beyond(l->all, node->offset)) {
		l->all->n++;
		return -1;
	}
	path = where(l->arena, node);
	va_start(ap, format);
	vsnprintf(message, sizeof(message), format, ap);
	va_end(ap);
	err_at(l->err, node->offset, "%.*s: %s", (int)path.n, path.p, message);
	return l->all ? errs_add(l->all, l->err) : -1;
}

struct text
load_listed(struct arena *a, const struct text *names, size_t n)
{
	struct buf b = { 0 };
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			BUF_LIT(&b, ", ");
		buf_text(&b, names[i]);
	}
	struct text out = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return out;
}

int
load_members(
    struct expr_loader *l, const struct json_node *object, const struct text *names, size_t n)
{
	int bad = 0;
	if (object->kind != JSON_OBJECT)
		return load_error(l, object, "must be an object");
	for (const struct json_node *m = object->child; m != NULL; m = m->next) {
		if (text_among(m->key, names, n) < n)
			continue;
		const struct text suggestion = suggest(l->arena, words_meant(m->key, names, n));
		bad = suggestion.n > 0 ? load_error(l, m, "unknown member%s", suggestion.p)
				       : load_error(l, m, "unknown member; known members: %s",
					     load_listed(l->arena, names, n).p);
		l->strange = object;
	}
	return bad;
}

bool
load_is_misspelt(const struct expr_loader *l, const struct json_node *object, const char *key)
{
	const struct text name = text_of(key);
	if (object != l->strange || json_get(object, key) != NULL)
		return false;
	for (const struct json_node *m = object->child; m != NULL; m = m->next)
		if (words_meant(m->key, &name, 1).name.p != NULL)
			return true;
	return false;
}

const struct json_node *
load_required(struct expr_loader *l, const struct json_node *object, const char *key)
{
	const struct json_node *node = json_get(object, key);
	if (object->kind != JSON_OBJECT)
		load_error(l, object, "must be an object");
	else if (node == NULL && !load_is_misspelt(l, object, key))
		load_error(l, object, "missing member \"%s\"", key);
	return node;
}

int
load_text(struct expr_loader *l, const struct json_node *object, const char *key, struct text *out)
{
	const struct json_node *node = load_required(l, object, key);
	if (node == NULL)
		return -1;
	if (node->kind != JSON_STRING)
		return load_error(l, node, "must be a string");
	*out = node->text;
	return 0;
}

int
load_name(struct expr_loader *l, const struct json_node *object, const char *key, struct text *out)
{
	if (load_text(l, object, key, out) < 0)
		return -1;
	if (out->n == 0)
		return load_error(l, json_get(object, key), "must not be empty");
	return 0;
}

int
load_chosen(struct expr_loader *l, const struct json_node *node, const char *what,
    const struct text *names, size_t n)
{
	if (node->kind != JSON_STRING)
		return load_error(l, node, "must be a string");
	const size_t i = text_among(node->text, names, n);
	if (i < n)
		return (int)i;
	struct text suggestion = suggest(l->arena, words_meant(node->text, names, n));
	if (suggestion.n > 0)
		return load_error(l, node, "unknown %s %s%s", what,
		    load_quoted(l->arena, node->text).p, suggestion.p);
	return load_error(l, node, "unknown %s %s; use one of %s", what,
	    load_quoted(l->arena, node->text).p, load_listed(l->arena, names, n).p);
}

int
load_operator(
    struct expr_loader *l, const struct json_node *object, const struct text *kinds, size_t n)
{
	const struct json_node *node = json_get(object, "operator");
	const bool text = node != NULL && node->kind == JSON_STRING;
	if (!text || text_among(node->text, op_names, OPS) < OPS ||
	    words_meant(node->text, op_names, OPS).name.p)
		return load_choice(l, object, "operator", "operator", op_names, OPS);
	const struct words_hint kind = words_meant(node->text, kinds, n);
	if (!kind.name.p)
		return load_choice(l, object, "operator", "operator", op_names, OPS);
	return load_error(l, node, "unknown operator %s; instead, use a predicate of the kind %s%s",
	    load_quoted(l->arena, node->text).p, load_quoted(l->arena, kind.name).p, kind.note);
}

int
load_choice(struct expr_loader *l, const struct json_node *object, const char *key,
    const char *what, const struct text *names, size_t n)
{
	const struct json_node *node = load_required(l, object, key);
	return node == NULL ? -1 : load_chosen(l, node, what, names, n);
}

const struct json_node *
load_array(struct expr_loader *l, const struct json_node *object, const char *key)
{
	const struct json_node *node = load_required(l, object, key);
	if (node != NULL && node->kind != JSON_ARRAY) {
		load_error(l, node, "must be an array");
		return NULL;
	}
	return node;
}

int
load_node_value(struct expr_loader *l, const struct json_node *node, struct value *out)
{
	*out = (struct value){ node->text, VALUE_JSON, false };
	switch (node->kind) {
	case JSON_NULL: return load_error(l, node, "must not be null");
	case JSON_STRING:
		out->kind = VALUE_STRING;
		out->plain = json_is_plain(node->text);
		break;
	case JSON_NUMBER: out->kind = VALUE_NUMBER; break;
	case JSON_TRUE:
	case JSON_FALSE: out->kind = VALUE_BOOL; break;
	case JSON_ARRAY:
	case JSON_OBJECT:
	case JSON_NONE: break;
	}
	return 0;
}

int
load_value(
    struct expr_loader *l, const struct json_node *object, const char *key, struct value *out)
{
	const struct json_node *node = load_required(l, object, key);
	return node == NULL ? -1 : load_node_value(l, node, out);
}

int
load_bool(struct expr_loader *l, const struct json_node *object, const char *key, bool *out)
{
	const struct json_node *node = json_get(object, key);
	if (node == NULL)
		return 0;
	if (node->kind != JSON_TRUE && node->kind != JSON_FALSE)
		return load_error(l, node, "must be true or false");
	*out = node->kind == JSON_TRUE;
	return 0;
}

int
load_integer(struct expr_loader *l, const struct json_node *object, const char *key, int64_t least,
    int64_t most, int64_t *out)
{
	const struct json_node *node = json_get(object, key);
	if (node == NULL)
		return 0;
	if (node->kind == JSON_NUMBER && number_i64(node->text, out) == 0 && *out >= least &&
	    *out <= most)
		return 0;
	if (least == INT64_MIN && most == INT64_MAX)
		return load_error(l, node, "must be a whole number");
	return load_error(
	    l, node, "must be a whole number from %" PRId64 " to %" PRId64, least, most);
}

int
load_note(struct expr_loader *l, const struct json_node *object, const char *key, struct text *out)
{
	const struct json_node *node = json_get(object, key);
	if (node == NULL || node->kind == JSON_NULL)
		return 0;
	return load_text(l, object, key, out);
}

const struct pattern *
load_regex(struct expr_loader *l, const struct json_node *object, unsigned group, bool ignore_case)
{
	const struct json_node *node = json_get(object, "pattern"),
			       *wanted = json_get(object, "group");
	const struct pattern *p;
	struct text source;
	struct err e;
	if (load_text(l, object, "pattern", &source) < 0)
		return NULL;
	if ((p = pattern_new(l->arena, source, group, ignore_case, &e)) != NULL)
		return p;
	if (e.offset == ERR_NOWHERE)
		load_error(l, wanted != NULL ? wanted : node, "%s", e.text);
	else
		load_error(l, node, "byte %zu of %s: %s", e.offset + 1,
		    load_quoted(l->arena, source).p, e.text);
	return NULL;
}
