/* SPDX-License-Identifier: MIT */
#include "store/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/lookup.h"
#include "base/mem.h"
#include "base/number.h"
#include "json/write.h"
#include "report/color.h"

const struct text difference_names[DIFFERENCE_KINDS] = {
	[DIFFERENCE_ADDED] = TEXT("added"),
	[DIFFERENCE_REMOVED] = TEXT("removed"),
	[DIFFERENCE_CHANGED] = TEXT("changed"),
	[DIFFERENCE_MOVED] = TEXT("moved"),
};

enum { TEXT_MAX = 120 }; /* an object or array is cut to this many bytes for people */

struct differ {
	struct arena *arena;
	struct difference *difference;
	size_t n, cap;
	struct buf path; /* of the values being compared */
};

static void compare(struct differ *w, const struct json_node *a, const struct json_node *b);

/* Returns a value as compact JSON; absent for NULL. */
static struct text
compact(struct differ *w, const struct json_node *node)
{
	struct buf b = { 0 };
	if (!node)
		return TEXT_ABSENT;
	json_put_compact(&b, node->json);
	struct text t = arena_text(w->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static void
note(struct differ *w, enum difference_kind kind, struct text before, struct text after)
{
	w->difference = mem_grow(w->difference, &w->cap, w->n + 1, sizeof(*w->difference));
	w->difference[w->n++] =
	    (struct difference){ kind, arena_text(w->arena, buf_as_text(&w->path)), before, after };
}

/* Notes a difference.  One of the nodes may be NULL. */
static void
note_nodes(struct differ *w, const struct json_node *a, const struct json_node *b)
{
	note(w,
	    !a   ? DIFFERENCE_ADDED
	    : !b ? DIFFERENCE_REMOVED
		 : DIFFERENCE_CHANGED,
	    compact(w, a), compact(w, b));
}

/* Compares two values one level deeper.  NULL on one side: it was added or removed. */
static void
compare_or_note(struct differ *w, const struct json_node *a, const struct json_node *b)
{
	if (a && b)
		compare(w, a, b);
	else
		note_nodes(w, a, b);
}

static bool
is_plain_name(struct text key)
{
	for (size_t i = 0; i < key.n; i++) {
		char c = key.p[i];
		if (!ascii_is_letter(c) && c != '_' && c != '-' && !ascii_is_digit(c))
			return false;
	}
	return key.n > 0;
}

/* ---- children by their names ---------------------------------------------------------------- */

/* Children that can be found by name: the members of an object, or elements with a naming
 * member. */
struct named {
	const struct json_node **node; /* in order */
	struct lookup number;
};

/* by NULL: parent is an object, and its keys are the names.  If elements share a name, the first is
 * found. */
static struct named
named_new(const struct json_node *parent, const char *by)
{
	struct named out = { mem_zalloc(parent->count + 1, sizeof(*out.node)), { 0 } };
	size_t i = 0;
	for (const struct json_node *n = parent->child; n; n = n->next, i++) {
		struct text name = by ? json_get(n, by)->text : n->key;
		out.node[i] = n;
		if (lookup_find(&out.number, name) == LOOKUP_NONE)
			lookup_put(&out.number, name, i);
	}
	return out;
}

static void
named_free(struct named *n)
{
	free(n->node);
	lookup_free(&n->number);
}

static const struct json_node *
named_find(const struct named *n, struct text name)
{
	size_t i = lookup_find(&n->number, name);
	return i == LOOKUP_NONE ? NULL : n->node[i];
}

/* ---- objects -------------------------------------------------------------------------------- */

static void
compare_member(
    struct differ *w, struct text key, const struct json_node *a, const struct json_node *b)
{
	size_t begin = w->path.n;
	if (!is_plain_name(key)) {
		buf_char(&w->path, '[');
		json_put_string(&w->path, key);
		buf_char(&w->path, ']');
	} else {
		if (begin > 0)
			buf_char(&w->path, '.');
		buf_text(&w->path, key);
	}
	compare_or_note(w, a, b);
	w->path.n = begin;
}

static void
compare_objects(struct differ *w, const struct json_node *a, const struct json_node *b)
{
	struct named x = named_new(a, NULL), y = named_new(b, NULL);
	for (const struct json_node *n = a->child; n; n = n->next)
		compare_member(w, n->key, n, named_find(&y, n->key));
	for (const struct json_node *n = b->child; n; n = n->next)
		if (!named_find(&x, n->key))
			compare_member(w, n->key, NULL, n);
	named_free(&x);
	named_free(&y);
}

/* ---- sections: arrays whose elements have names --------------------------------------------- */

/* Returns the member that names the elements of the current array, or NULL if they have no
 * names. */
static const char *
naming_member(const struct differ *w)
{
	static const char *const named[][2] = { { "fields", "name" }, { "derived_fields", "name" },
		{ "actions", "field_name" }, { "rules", "rule_id" }, { "tests", "name" } };
	for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++)
		if (text_eq(buf_as_text(&w->path), text_of(named[i][0])))
			return named[i][1];
	return NULL;
}

/* Returns whether every element has a name of its own. */
static bool
all_named(const struct json_node *array, const char *by)
{
	for (const struct json_node *n = array->child; n; n = n->next) {
		const struct json_node *name = json_get(n, by);
		if (!name || name->kind != JSON_STRING)
			return false;
	}
	struct named all = named_new(array, by);
	bool each = all.number.n == array->count;

	named_free(&all);
	return each;
}

/* Returns, as a JSON array, the names of those elements that the other array also has. */
static struct text
common_names(
    struct differ *w, const struct json_node *array, const struct named *other, const char *by)
{
	struct buf b = { 0 };
	buf_char(&b, '[');
	for (const struct json_node *n = array->child; n; n = n->next) {
		struct text name = json_get(n, by)->text;
		if (!named_find(other, name))
			continue;
		if (b.n > 1)
			buf_char(&b, ',');
		json_put_string(&b, name);
	}
	json_end(&b, ']');
	struct text t = arena_text(w->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static void
compare_element(
    struct differ *w, struct text name, const struct json_node *a, const struct json_node *b)
{
	size_t begin = w->path.n;
	buf_char(&w->path, '[');
	buf_text(&w->path, name);
	buf_char(&w->path, ']');
	compare_or_note(w, a, b);
	w->path.n = begin;
}

static void
compare_named(
    struct differ *w, const struct json_node *a, const struct json_node *b, const char *by)
{
	struct named x = named_new(a, by), y = named_new(b, by);
	struct text before = common_names(w, a, &y, by), after = common_names(w, b, &x, by);
	if (!text_eq(before, after))
		note(w, DIFFERENCE_MOVED, before, after);
	for (const struct json_node *n = a->child; n; n = n->next) {
		struct text name = json_get(n, by)->text;
		compare_element(w, name, n, named_find(&y, name));
	}
	for (const struct json_node *n = b->child; n; n = n->next) {
		struct text name = json_get(n, by)->text;
		if (!named_find(&x, name))
			compare_element(w, name, NULL, n);
	}
	named_free(&x);
	named_free(&y);
}

/* ---- values of lists: sets ------------------------------------------------------------------ */

static bool
is_list(const struct json_node *array)
{
	const struct json_node *list = array->parent;
	return text_eq(array->key, TEXT("values")) && list && list->parent &&
	       text_eq(list->parent->key, TEXT("lists"));
}

static int
by_value(const void *a, const void *b)
{
	const struct json_node *x = *(const struct json_node *const *)a;
	const struct json_node *y = *(const struct json_node *const *)b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	int c = text_cmp(x->text, y->text);
	if (c != 0 && x->kind == JSON_NUMBER && number_cmp(x->text, y->text) == 0)
		return 0;
	return c;
}

static const struct json_node **
sorted(const struct json_node *array)
{
	const struct json_node **all = mem_zalloc(array->count + 1, sizeof(*all));
	size_t n = 0;
	for (const struct json_node *c = array->child; c; c = c->next)
		all[n++] = c;
	qsort(all, n, sizeof(*all), by_value);
	return all;
}

static void
compare_sets(struct differ *w, const struct json_node *a, const struct json_node *b)
{
	const struct json_node **x = sorted(a), **y = sorted(b);
	size_t i = 0, j = 0;
	while (i < a->count || j < b->count) {
		int c = i == a->count ? 1 : j == b->count ? -1 : by_value(&x[i], &y[j]);
		if (c != 0)
			note_nodes(w, c < 0 ? x[i] : NULL, c > 0 ? y[j] : NULL);
		i += c <= 0;
		j += c >= 0;
	}
	free(x);
	free(y);
}

/* ---- other arrays --------------------------------------------------------------------------- */

static bool is_same(const struct json_node *a, const struct json_node *b);

/* Compares the members of two objects that have equally many. */
static bool
same_members(const struct json_node *a, const struct json_node *b)
{
	struct named all = named_new(b, NULL);
	bool same = true;
	for (const struct json_node *x = a->child; x && same; x = x->next) {
		const struct json_node *y = named_find(&all, x->key);
		same = y && is_same(x, y);
	}
	named_free(&all);
	return same;
}

static bool
is_same(const struct json_node *a, const struct json_node *b)
{
	const struct json_node *y = b->child;
	if (a->kind != b->kind || a->count != b->count)
		return false;
	if (a->kind == JSON_NUMBER)
		return number_cmp(a->text, b->text) == 0;
	if (a->kind != JSON_OBJECT && a->kind != JSON_ARRAY)
		return text_eq(a->text, b->text);
	if (a->kind == JSON_OBJECT)
		return same_members(a, b);
	for (const struct json_node *x = a->child; x; x = x->next, y = y->next)
		if (!is_same(x, y))
			return false;
	return true;
}

/* Compares n elements from `from` on, place by place; one side may have fewer. */
static void
compare_places(
    struct differ *w, const struct json_node *a, const struct json_node *b, size_t from, size_t n)
{
	size_t begin = w->path.n;
	for (size_t i = from; i < from + n; i++) {
		buf_printf(&w->path, "[%zu]", i);
		compare_or_note(w, a, b);
		w->path.n = begin;
		a = a ? a->next : NULL;
		b = b ? b->next : NULL;
	}
}

/* Skips the equal elements at the beginning and at the end. */
static void
compare_arrays(struct differ *w, const struct json_node *a, const struct json_node *b)
{
	const struct json_node **x = mem_zalloc(a->count + 1, sizeof(*x)),
			       **y = mem_zalloc(b->count + 1, sizeof(*y));
	size_t na = 0, nb = 0, from = 0;
	for (const struct json_node *n = a->child; n; n = n->next)
		x[na++] = n;
	for (const struct json_node *n = b->child; n; n = n->next)
		y[nb++] = n;
	while (from < na && from < nb && is_same(x[from], y[from]))
		from++;
	while (na > from && nb > from && is_same(x[na - 1], y[nb - 1])) {
		na--;
		nb--;
	}
	if (na == from || nb == from || na == nb)
		compare_places(w, na > from ? x[from] : NULL, nb > from ? y[from] : NULL, from,
		    (na > nb ? na : nb) - from);
	else
		note_nodes(w, a, b);
	free(x);
	free(y);
}

/* ---- all ------------------------------------------------------------------------------------ */

static void
compare(struct differ *w, const struct json_node *a, const struct json_node *b)
{
	const char *by = naming_member(w);
	if (a->kind == JSON_OBJECT && b->kind == JSON_OBJECT)
		compare_objects(w, a, b);
	else if (a->kind != JSON_ARRAY || b->kind != JSON_ARRAY) {
		if (!is_same(a, b))
			note_nodes(w, a, b);
	} else if (is_list(a))
		compare_sets(w, a, b);
	else if (by && all_named(a, by) && all_named(b, by))
		compare_named(w, a, b, by);
	else
		compare_arrays(w, a, b);
}

size_t
diff_configs(struct arena *a, const struct json_node *before, const struct json_node *after,
    struct difference **difference)
{
	struct differ w = { .arena = a };
	compare(&w, before, after);
	*difference = arena_alloc(a, w.n * sizeof(**difference));
	if (w.n > 0)
		memcpy(*difference, w.difference, w.n * sizeof(**difference));
	free(w.difference);
	buf_free(&w.path);
	return w.n;
}

void
diff_put_json(struct buf *b, const struct difference *d)
{
	json_begin(b, '{');
	json_member_string(b, "change", difference_names[d->kind]);
	json_member_string(b, "path", d->path);
	json_member_raw_or_null(b, "old", d->before);
	json_member_raw_or_null(b, "new", d->after);
	json_end(b, '}');
}

/* Returns where two JSON texts begin to differ. */
static size_t
common_bytes(struct text a, struct text b)
{
	size_t n = 0;
	while (n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	return n;
}

static bool
continues(struct text t, size_t i)
{
	return i < t.n && ((unsigned char)t.p[i] & 0xc0) == 0x80;
}

/*
 * Cuts an object or an array that is long.  The start that two values share is left out too;
 * `differs` says where it ends.  Anything else is shown whole.
 */
static void
put_cut(struct buf *b, struct text json, size_t differs)
{
	const bool cut = json.n > TEXT_MAX && (json.p[0] == '{' || json.p[0] == '[');
	size_t from = cut && differs > TEXT_MAX / 2 ? differs - TEXT_MAX / 4 : 0;
	size_t to = cut && json.n - from > TEXT_MAX ? from + TEXT_MAX : json.n;
	while (continues(json, from))
		from--;
	while (continues(json, to))
		to--;
	if (from > 0)
		BUF_LIT(b, "…");
	buf_visible(b, (struct text){ json.p + from, to - from });
	if (to < json.n)
		BUF_LIT(b, "…");
}

/* Appends one side, if there is one, and colours the text from `from` on. */
static void
put_side(struct buf *b, struct text json, size_t differs, size_t from, bool on, enum color color)
{
	if (!json.p)
		return;
	put_cut(b, json, differs);
	color_since(b, from, on, color);
}

/* For a change, the two values are coloured; for something added or removed, the whole line. */
void
diff_put_text(struct buf *b, const struct difference *d, bool color)
{
	const bool both = d->before.p && d->after.p;
	const size_t begun = b->n, differs = both ? common_bytes(d->before, d->after) : 0;
	buf_text(b, difference_names[d->kind]);
	buf_char(b, ' ');
	buf_visible(b, d->path);
	BUF_LIT(b, ": ");
	put_side(b, d->before, differs, both ? b->n : begun, color, COLOR_REMOVED);
	if (both)
		BUF_LIT(b, " -> ");
	put_side(b, d->after, differs, both ? b->n : begun, color, COLOR_ADDED);
}
