/* SPDX-License-Identifier: MIT */
#include "rerun/edit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json/write.h"

/* ---- the values of a text ------------------------------------------------------------------- */

/* The node after this one, depth first. */
static const struct json_node *
after(const struct json_node *n)
{
	if (n->child)
		return n->child;
	while (n && !n->next)
		n = n->parent;
	return n ? n->next : NULL;
}

static struct text
place_of(struct arena *a, const struct edit_tree *t, const struct json_node *n, size_t parent)
{
	if (!n->parent)
		return TEXT("");
	const struct text above = t->node[parent].place;
	const struct text own = n->key.p ? n->key : TEXT("");
	char *p = arena_alloc(a, above.n + own.n + 1);
	memcpy(p, above.p, above.n);
	p[above.n] = n->key.p ? '.' : '*';
	if (own.n > 0)
		memcpy(p + above.n + 1, own.p, own.n);
	return (struct text){ p, above.n + 1 + own.n };
}

enum { PLACES = 64 }; /* levels with a place of their own */

struct edit_tree *
edit_tree_new(struct arena *a, struct text json)
{
	struct err e;
	const struct json_node *root = json_tree(a, json, &e);
	if (!root)
		return NULL;
	struct edit_tree *t = arena_zalloc(a, 1, sizeof(*t));
	for (const struct json_node *n = root; n; n = after(n))
		t->nodes++;
	t->json = json;
	t->node = arena_alloc(a, t->nodes * sizeof(*t->node));
	size_t i = 0, depth = 0, above[PLACES] = { 0 };
	for (const struct json_node *n = root; n; n = after(n), i++) {
		depth = 0;
		for (const struct json_node *p = n->parent; p && depth < PLACES; p = p->parent)
			depth++;
		t->node[i].at = n;
		t->node[i].place = depth < PLACES
				       ? place_of(a, t, n, depth > 0 ? above[depth - 1] : 0)
				       : TEXT("deep");
		if (depth < PLACES)
			above[depth] = i;
	}
	return t;
}

/* ---- writing -------------------------------------------------------------------------------- */

size_t
edit_length(const struct edit *e)
{
	switch (e->way) {
	case EDIT_REPLACE: return e->json.n;
	case EDIT_REMOVE: return 0;
	case EDIT_TWICE: return e->json.n * 2;
	}
	return 0;
}

/* Appends an object or an array without one of its children. */
static void
put_without(struct buf *b, const struct json_node *parent, const struct json_node *gone)
{
	buf_char(b, parent->kind == JSON_OBJECT ? '{' : '[');
	for (const struct json_node *c = parent->child; c; c = c->next) {
		if (c == gone)
			continue;
		if (c->key.p)
			json_name_text(b, c->key);
		json_add_raw(b, c->json);
	}
	json_end(b, parent->kind == JSON_OBJECT ? '}' : ']');
}

void
edit_put(struct buf *b, const struct edit_tree *t, size_t node, const struct edit *e)
{
	const struct json_node *n = t->node[node].at;
	const struct json_node *in = e->way == EDIT_REMOVE ? n->parent : n;
	const size_t end = in->offset + in->json.n;
	buf_put(b, t->json.p, in->offset);
	switch (e->way) {
	case EDIT_REPLACE: buf_text(b, e->json); break;
	case EDIT_REMOVE: put_without(b, in, n); break;
	case EDIT_TWICE:
		buf_text(b, n->json);
		buf_char(b, ',');
		buf_text(b, n->json);
		break;
	}
	buf_put(b, t->json.p + end, t->json.n - end);
}

/* ---- changes that are tried for every value ------------------------------------------------- */

/* "a", 1,000 times */
#define TEN(x) x x x x x x x x x x
#define THOUSAND(x) TEN(TEN(TEN(x)))

static const char *const numbers[] = { "0", "1", "-1", "2", "3", "7", "0.5", "-0.5", "1e-9", "10",
	"99", "100", "101", "127", "128", "255", "256", "999", "1000", "1001", "32767", "32768",
	"65535", "65536", "1000000", "2147483647", "2147483648", "-2147483648", "4294967296",
	"9007199254740993", "9223372036854775807", "9223372036854775808", "1e18", "1e308", "-1e308",
	"5e-324" };
static const char *const strings[] = { "\"\"", "\" \"", "\"a\"", "\"0\"", "\"1\"", "\"-1\"",
	"\"null\"", "\"true\"", "\"\\u0000\"", "\"\\n\"", "\"\\t\"", "\",\"", "\"'\"", "\"\\\"\"",
	"\"\\\\\"", "\"%s%n\"", "\"{}\"", "\"[]\"", "\"<b>\"", "\"../../etc/passwd\"",
	"\"\xc3\xa9\"", "\"\xc3\x9f\"", "\"\xd9\xa3\"", "\"e\xcc\x81\"", "\"\xf0\x9f\x98\x80\"",
	"\"1e999\"", "\"NaN\"", "\"1970-01-01\"", "\"2024-02-29\"", "\"" THOUSAND("a") "\"" };
static const char *const others[] = { "null", "true", "false", "0", "1", "\"\"", "\"a\"", "[]",
	"{}", "[0]", "[null]", "[\"a\"]", "{\"a\":0}" };

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

/* The values that are tried for a kind of value, besides those of other types. */
static const char *const *
own_values(enum json_kind kind, size_t *n)
{
	*n = kind == JSON_NUMBER ? COUNT(numbers) : kind == JSON_STRING ? COUNT(strings) : 0;
	return kind == JSON_NUMBER ? numbers : strings;
}

/* The most bytes of t, up to n, that end with a character. */
static size_t
whole(struct text t, size_t n)
{
	while (n > 0 && n < t.n && ((unsigned char)t.p[n] & 0xc0) == 0x80)
		n--;
	return n;
}

static struct text
text_from(struct arena *a, const struct buf *b)
{
	return arena_text(a, buf_as_text(b));
}

static struct text
number_text(struct arena *a, double x)
{
	char s[40];
	if (!isfinite(x))
		return TEXT("1e308");
	snprintf(s, sizeof(s), fabs(x) < 1e15 && x == floor(x) ? "%.0f" : "%.15g", x);
	return arena_text(a, text_of(s));
}

enum { DERIVED_NUMBERS = 8, DERIVED_STRINGS = 8, DERIVED_ARRAYS = 4 };

/* Number i of the numbers that are near one. */
static struct text
derived_number(struct arena *a, struct text json, size_t i)
{
	const double x = strtod(arena_text(a, json).p, NULL);
	const double derived[DERIVED_NUMBERS] = { -x, x + 1, x - 1, x * 2, x / 2, x * 10, x + 0.5,
		floor(x) };
	return number_text(a, derived[i]);
}

/* Number i of the strings that are made of one, whose content is given as spelled. */
static struct text
derived_string(struct arena *a, struct text content, size_t i)
{
	struct buf b = { 0 };
	const struct text half = { content.p, whole(content, content.n / 2) };
	buf_room(&b, 2 * content.n + 8);
	switch (i) {
	case 0: /* in capitals */
	case 1: /* or without */
		for (size_t k = 0; k < content.n; k++) {
			const char c = content.p[k];
			const bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
			buf_char(&b, (char)((i == 0 ? lower : upper) ? c ^ 0x20 : c));
		}
		break;
	case 2:
		buf_text(&b, content);
		buf_text(&b, content);
		break;
	case 3: buf_text(&b, half); break;
	case 4:
		buf_text(&b, content);
		buf_char(&b, ' ');
		break;
	case 5:
		buf_char(&b, ' ');
		buf_text(&b, content);
		break;
	case 6:
		buf_text(&b, content);
		buf_text(&b, TEXT("\xc3\xa9"));
		break;
	default: buf_text(&b, content); buf_char(&b, '\'');
	}
	struct buf q = { 0 };
	json_put_string(&q, buf_as_text(&b));
	const struct text t = text_from(a, &q);
	buf_free(&b);
	buf_free(&q);
	return t;
}

/* Number i of the arrays that are made of one: only its first element; all of them backwards,
 * twice, or with the last one first. */
static struct text
derived_array(struct arena *a, const struct json_node *n, size_t i)
{
	struct buf b = { 0 };
	json_begin(&b, '[');
	if (i == 0 && n->child)
		json_add_raw(&b, n->child->json);
	for (size_t pass = 0; pass < 2 && i == 2; pass++)
		for (const struct json_node *c = n->child; c; c = c->next)
			json_add_raw(&b, c->json);
	if (i == 1 || i == 3) {
		const struct json_node **all =
		    arena_alloc(a, (n->count + 1) * sizeof(struct json_node *));
		size_t k = 0;
		for (const struct json_node *c = n->child; c; c = c->next)
			all[k++] = c;
		if (i == 3 && k > 0)
			json_add_raw(&b, all[k - 1]->json);
		for (size_t j = 0; j < k && (i == 1 || j + 1 < k); j++)
			json_add_raw(&b, all[i == 1 ? k - 1 - j : j]->json);
	}
	json_end(&b, ']');
	const struct text t = text_from(a, &b);
	buf_free(&b);
	return t;
}

static size_t
derived_count(const struct json_node *n)
{
	if (n->kind == JSON_NUMBER)
		return DERIVED_NUMBERS;
	if (n->kind == JSON_STRING)
		return DERIVED_STRINGS;
	return n->kind == JSON_ARRAY ? DERIVED_ARRAYS : 0;
}

static struct text
derived(struct arena *a, const struct json_node *n, size_t i)
{
	if (n->kind == JSON_NUMBER)
		return derived_number(a, n->json, i);
	return n->kind == JSON_STRING ? derived_string(a, n->text, i) : derived_array(a, n, i);
}

size_t
edit_choices(const struct edit_tree *t, size_t node)
{
	const struct json_node *n = t->node[node].at;
	size_t own;
	own_values(n->kind, &own);
	return own + COUNT(others) + derived_count(n) + (n->parent ? 1 : 0) +
	       (n->parent && n->parent->kind == JSON_ARRAY ? 1 : 0);
}

bool
edit_choice(const struct edit_tree *t, size_t node, size_t i, struct arena *a, struct edit *e)
{
	const struct json_node *n = t->node[node].at;
	size_t own;
	const char *const *list = own_values(n->kind, &own);
	*e = (struct edit){ EDIT_REPLACE, TEXT_ABSENT };
	if (i < COUNT(others)) {
		e->json = text_of(others[i]);
		return true;
	}
	i -= COUNT(others);
	if (i < own) {
		e->json = text_of(list[i]);
		return true;
	}
	i -= own;
	if (i < derived_count(n)) {
		e->json = derived(a, n, i);
		return true;
	}
	i -= derived_count(n);
	if (!n->parent || i > 1 || (i == 1 && n->parent->kind != JSON_ARRAY))
		return false;
	e->way = i == 0 ? EDIT_REMOVE : EDIT_TWICE;
	e->json = n->json;
	return true;
}

/* ---- changes that are drawn ----------------------------------------------------------------- */

static struct text
draw_number(struct draw *d, struct arena *a, struct text json)
{
	const double x = strtod(arena_text(a, json).p, NULL);
	switch (draw_below(d, 4)) {
	case 0: return number_text(a, x + (double)draw_below(d, 201) - 100);
	case 1: return number_text(a, (double)draw_below(d, 1000));
	case 2: return number_text(a, x * ((double)draw_below(d, 2001) - 1000) / 100);
	default: return number_text(a, ldexp(1, (int)draw_below(d, 64)));
	}
}

/* The string with some characters left out, or with others put in or in their place. */
static struct text
draw_string(struct draw *d, struct arena *a, struct text content)
{
	static const char drawn[] = " 0123456789abcXYZ-_.,:;/\\'\"%{}[]<>&@#\n";
	struct buf b = { 0 }, q = { 0 };
	const size_t at = whole(content, draw_below(d, content.n + 1));
	const size_t gone = draw_below(d, 3) == 0 ? draw_below(d, content.n - at + 1) : 0;
	buf_put(&b, content.p, at);
	for (size_t more = draw_below(d, 4); more > 0; more--)
		buf_char(&b, drawn[draw_below(d, sizeof(drawn) - 1)]);
	struct text rest = { content.p + at + gone, content.n - at - gone };
	while (rest.n > 0 && ((unsigned char)rest.p[0] & 0xc0) == 0x80) {
		rest.p++;
		rest.n--;
	}
	buf_text(&b, rest);
	json_put_string(&q, buf_as_text(&b));
	const struct text t = text_from(a, &q);
	buf_free(&b);
	buf_free(&q);
	return t;
}

void
edit_draw(
    const struct edit_tree *t, size_t node, struct draw *draw, struct arena *a, struct edit *e)
{
	const struct json_node *n = t->node[node].at;
	*e = (struct edit){ EDIT_REPLACE, n->json };
	if (n->kind == JSON_NUMBER)
		e->json = draw_number(draw, a, n->json);
	else if (n->kind == JSON_STRING)
		e->json = draw_string(draw, a, n->text);
	else if (n->kind == JSON_ARRAY)
		e->json = derived_array(a, n, draw_below(draw, DERIVED_ARRAYS));
	else
		e->json = text_of(others[draw_below(draw, COUNT(others))]);
}

/* ---- simpler values ------------------------------------------------------------------------- */

bool
edit_simpler(const struct edit_tree *t, size_t node, size_t i, struct arena *a, struct edit *e)
{
	static const char *const simple[] = { "0", "\"\"", "[]", "{}", "null", "1", "-1" };
	const struct json_node *n = t->node[node].at;
	*e = (struct edit){ EDIT_REMOVE, n->json };
	if (n->parent && i-- == 0)
		return true;
	e->way = EDIT_REPLACE;
	if (i < COUNT(simple)) {
		e->json = text_of(simple[i]);
		return true;
	}
	i -= COUNT(simple);
	if (n->kind == JSON_STRING && i < 2) {
		const size_t most = i == 0 || n->text.n == 0 ? n->text.n / 2 : n->text.n - 1;
		struct buf q = { 0 };
		json_put_string(&q, (struct text){ n->text.p, whole(n->text, most) });
		e->json = text_from(a, &q);
		buf_free(&q);
		return true;
	}
	if (n->kind == JSON_NUMBER && i == 0) {
		e->json = number_text(a, trunc(strtod(arena_text(a, n->json).p, NULL)));
		return true;
	}
	return false;
}
