/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "encode/suggest_private.h"
#include "json/write.h"

/* Patterns of logs that no product is known for. */
static const struct text generic[] = {
	TEXT("<%{pri}>%{syslog_time} %{syslog_host} %{syslog_tag}: %{json}"),
	TEXT("%{time} %{level} %{json}"),
	TEXT("%{time} %{json}"),
	TEXT("[%{time}] %{level} %{message}"),
	TEXT("[%{time}] %{message}"),
	TEXT("%{time} %{level} %{message}"),
	TEXT("%{time} %{message}"),
};
enum { GENERIC = sizeof(generic) / sizeof(*generic), KEYS_MAX = 64 };

static const struct json_node *
object_of(struct text t, struct arena *scratch)
{
	struct err e;
	const struct json_node *node = json_tree(scratch, t, &e);
	return node && node->kind == JSON_OBJECT ? node : NULL;
}

static bool
has_time(const struct suggest *s, const struct json_node *object, size_t level)
{
	for (const struct json_node *c = object->child; c; c = c->next) {
		if (c->kind == JSON_STRING && suggest_time(s, c->text) >= 0 &&
		    (suggest_is_named_time(c->key) || c->text.n >= 16))
			return true;
		if (c->kind == JSON_NUMBER && suggest_is_named_time(c->key))
			return true;
		if (c->kind == JSON_OBJECT && level < SUGGEST_LEVELS && has_time(s, c, level + 1))
			return true;
	}
	return false;
}

/* ---- lines that are not JSON ---------------------------------------------------------------- */

static bool
fits(const struct suggest *s, const struct dissect *d, struct text line, struct arena *scratch)
{
	struct text value[KEYS_MAX];
	size_t unclosed;
	if (d->keys > KEYS_MAX || dissect_match(d, line, value, &unclosed) != DISSECT_FITS)
		return false;
	bool wrong = false, timed = false;
	for (size_t i = 0; i < d->keys; i++) {
		const struct json_node *object =
		    d->key[i].json ? object_of(value[i], scratch) : NULL;
		if (d->key[i].json && !object)
			return false;
		timed |= object && has_time(s, object, 0);
		wrong |= !object && suggest_is_named_time(d->key[i].name) &&
			 suggest_time(s, value[i]) < 0;
	}
	return timed || !wrong;
}

/* How many of the lines that no pattern fits yet this one fits; it marks them. */
static size_t
count_fits(struct suggest *s, const struct dissect *d, bool *done, bool mark)
{
	struct arena scratch = { 0 };
	size_t n = 0;
	for (size_t i = 0; i < s->records; i++) {
		arena_reset(&scratch);
		if (done[i] || !fits(s, d, s->record[i], &scratch))
			continue;
		n++;
		done[i] = mark;
	}
	arena_free(&scratch);
	return n;
}

static bool
has_json(const struct dissect *d)
{
	for (size_t i = 0; i < d->keys; i++)
		if (d->key[i].json)
			return true;
	return false;
}

/* Must a come before b?  A pattern with JSON, or with more keys: b would take the lines of a. */
static bool
comes_before(const struct dissect *a, const struct dissect *b)
{
	if (has_json(a) != has_json(b))
		return has_json(a);
	if (a->keys != b->keys)
		return a->keys > b->keys;
	return a->pattern.n > b->pattern.n;
}

static void
add_pattern(struct suggest_layout *l, const struct dissect *d)
{
	size_t at = l->lines++;
	for (; at > 0 && comes_before(d, &l->line[at - 1]); at--)
		l->line[at] = l->line[at - 1];
	l->line[at] = *d;
}

/* Takes the patterns that fit a twentieth of all lines, and no line that another one fits; those
 * that ask for most come first. */
static void
take_patterns(struct suggest *s, const struct text *pattern, size_t patterns, bool *done)
{
	struct dissect *d = arena_zalloc(&s->arena, patterns, sizeof(*d));
	size_t n = 0;
	for (size_t i = 0; i < patterns; i++) {
		struct dissect one;
		size_t at = n;
		if (dissect_compile(&s->arena, pattern[i], &one, NULL) < 0)
			continue;
		for (n++; at > 0 && comes_before(&one, &d[at - 1]); at--)
			d[at] = d[at - 1];
		d[at] = one;
	}
	for (size_t i = 0; i < n && s->layout.lines < SUGGEST_PATTERNS; i++) {
		const size_t fit = count_fits(s, &d[i], done, false);
		if (fit == 0 || fit * 20 < s->records)
			continue;
		count_fits(s, &d[i], done, true);
		add_pattern(&s->layout, &d[i]);
	}
}

static int
find_patterns(struct suggest *s, struct err *e)
{
	bool *done = arena_zalloc(&s->arena, s->records, sizeof(*done));
	size_t left = 0, first = 0;
	take_patterns(s, s->pattern, s->patterns, done);
	for (size_t i = 0; i < s->records; i++)
		left += !done[i];
	if (left > s->records / 10)
		take_patterns(s, generic, GENERIC, done);
	left = 0;
	for (size_t i = s->records; i > 0; i--)
		if (!done[i - 1]) {
			left++;
			first = i;
		}
	if (left <= s->records / 10)
		return 0;
	return err_set(e,
	    "%zu of %zu lines are neither JSON nor of a known layout (line %zu is the first); "
	    "describe them by \"line\" in a plan's runtime",
	    left, s->records, first);
}

/* An object of what a pattern takes from a line. */
static const struct json_node *
dissected(const struct suggest_layout *l, struct text line, struct arena *scratch)
{
	struct text value[KEYS_MAX];
	size_t unclosed;
	struct buf b = { 0 };
	for (size_t i = 0; i < l->lines; i++) {
		const struct dissect *d = &l->line[i];
		if (dissect_match(d, line, value, &unclosed) != DISSECT_FITS)
			continue;
		b.n = 0;
		buf_char(&b, '{');
		for (size_t k = 0; k < d->keys; k++) {
			struct text v = value[k];
			if (d->key[k].name.n == 0 && !d->key[k].json)
				continue;
			if (d->key[k].json && !object_of(v, scratch))
				continue;
			if (b.n > 1)
				buf_char(&b, ',');
			if (d->key[k].json) {
				const char *open = memchr(v.p, '{', v.n);
				const char *close = memrchr(v.p, '}', v.n);
				buf_put(&b, open + 1, (size_t)(close - open) - 1);
			} else {
				json_put_string(&b, d->key[k].name);
				buf_char(&b, ':');
				json_put_string(&b, v);
			}
		}
		buf_char(&b, '}');
		struct text t = arena_text(scratch, buf_as_text(&b));
		buf_free(&b);
		return object_of(t, scratch);
	}
	return NULL;
}

/* ---- records inside records, and inside strings --------------------------------------------- */

/* The path of an array of objects with times, at most three levels down. */
static bool
find_array(const struct suggest *s, const struct json_node *object, size_t level, struct buf *path)
{
	for (const struct json_node *c = object->child; c; c = c->next) {
		const size_t n = path->n;
		if (n > 0)
			buf_char(path, '.');
		buf_text(path, c->key);
		if (c->kind == JSON_ARRAY && c->child && c->child->kind == JSON_OBJECT &&
		    has_time(s, c->child, 0))
			return true;
		if (c->kind == JSON_OBJECT && level < 2 && find_array(s, c, level + 1, path))
			return true;
		path->n = n;
	}
	return false;
}

static const struct json_node *
descend(const struct json_node *node, struct text path)
{
	while (node && path.n > 0) {
		const char *dot = memchr(path.p, '.', path.n);
		const struct text key = { path.p, dot ? (size_t)(dot - path.p) : path.n };
		const struct json_node *c = node->kind == JSON_OBJECT ? node->child : NULL;
		while (c && !text_eq(c->key, key))
			c = c->next;
		node = c;
		path.p += key.n + (dot != NULL);
		path.n -= key.n + (dot != NULL);
	}
	return node;
}

static void
find_each(struct suggest *s)
{
	struct arena scratch = { 0 };
	struct buf path = { 0 };
	for (size_t i = 0; i < s->records && s->layout.each.p == NULL && i < 16; i++) {
		arena_reset(&scratch);
		path.n = 0;
		const struct json_node *object = object_of(s->record[i], &scratch);
		if (object && !has_time(s, object, 0) && find_array(s, object, 0, &path))
			s->layout.each = arena_text(&s->arena, buf_as_text(&path));
	}
	buf_free(&path);
	arena_free(&scratch);
}

/* The content of a string that holds an object or an array. */
static struct json_node *
inner(const struct json_node *node, struct arena *scratch)
{
	struct text t = node->text;
	struct err e;
	if (node->kind != JSON_STRING || t.n < 2 || (t.p[0] != '{' && t.p[0] != '['))
		return NULL;
	return json_tree(scratch, t, &e);
}

struct string_count {
	struct text path;
	size_t seen, inner;
};

static void
count_strings(struct suggest *s, const struct json_node *object, size_t level, struct buf *path,
    struct string_count *count, size_t *n, struct arena *scratch)
{
	for (const struct json_node *c = object->child; c; c = c->next) {
		const size_t before = path->n;
		if (before > 0)
			buf_char(path, '.');
		buf_text(path, c->key);
		if (c->kind == JSON_OBJECT && level < 4)
			count_strings(s, c, level + 1, path, count, n, scratch);
		size_t i = 0;
		if (c->kind == JSON_STRING) {
			while (i < *n && !text_eq(count[i].path, buf_as_text(path)))
				i++;
			const bool is_inner = inner(c, scratch) != NULL;
			if (i == *n && is_inner && i < SUGGEST_PATTERNS)
				count[(*n)++].path = arena_text(&s->arena, buf_as_text(path));
			if (i < *n) {
				count[i].seen++;
				count[i].inner += is_inner;
			}
		}
		path->n = before;
	}
}

static const struct json_node *first_event(
    struct suggest *s, const struct json_node *object, struct arena *scratch);

static void
find_strings(struct suggest *s)
{
	struct string_count count[SUGGEST_PATTERNS] = { 0 };
	struct text *path = arena_zalloc(&s->arena, SUGGEST_PATTERNS, sizeof(*path));
	struct arena scratch = { 0 };
	struct buf b = { 0 };
	size_t n = 0, looked = 0;
	for (size_t i = 0; i < s->records && looked < 500; i++) {
		arena_reset(&scratch);
		const struct json_node *o = object_of(s->record[i], &scratch);
		if (!o || !(o = first_event(s, o, &scratch)))
			continue;
		looked++;
		count_strings(s, o, 0, &b, count, &n, &scratch);
	}
	for (size_t i = 0; i < n; i++)
		if (count[i].inner * 3 >= count[i].seen && count[i].inner * 20 >= looked)
			path[s->layout.json_strings++] = count[i].path;
	s->layout.json_string = path;
	buf_free(&b);
	arena_free(&scratch);
}

static const struct json_node *
first_event(struct suggest *s, const struct json_node *object, struct arena *scratch)
{
	(void)scratch;
	if (s->layout.each.p == NULL)
		return object;
	const struct json_node *array = descend(object, s->layout.each);
	if (!array || array->kind != JSON_ARRAY)
		return object;
	return array->child && array->child->kind == JSON_OBJECT ? array->child : NULL;
}

int
suggest_find_layout(struct suggest *s, struct err *e)
{
	struct arena scratch = { 0 };
	size_t objects = 0;
	for (size_t i = 0; i < s->records; i++) {
		arena_reset(&scratch);
		objects += object_of(s->record[i], &scratch) != NULL;
	}
	arena_free(&scratch);
	if (s->records == 0)
		return err_set(e, "the sample is empty");
	if (objects * 2 < s->records)
		return find_patterns(s, e);
	find_each(s);
	find_strings(s);
	return 0;
}

/* ---- events --------------------------------------------------------------------------------- */

/* Puts the value in a string in its place. */
static void
open_strings(struct suggest *s, const struct json_node *event, struct arena *scratch)
{
	for (size_t i = 0; i < s->layout.json_strings; i++) {
		struct json_node *node =
		    (struct json_node *)descend(event, s->layout.json_string[i]);
		const struct json_node *in = node ? inner(node, scratch) : NULL;
		if (!in)
			continue;
		node->kind = in->kind;
		node->text = in->text;
		node->child = in->child;
		node->count = in->count;
	}
}

void
suggest_events(struct suggest *s, struct text record, struct arena *scratch,
    void (*take)(struct suggest *s, const struct json_node *event, struct arena *scratch))
{
	const struct json_node *object = s->layout.lines > 0
					     ? dissected(&s->layout, record, scratch)
					     : object_of(record, scratch);
	if (!object)
		return;
	const struct json_node *array = s->layout.each.p ? descend(object, s->layout.each) : NULL;
	if (!array || array->kind != JSON_ARRAY) {
		open_strings(s, object, scratch);
		take(s, object, scratch);
		return;
	}
	for (const struct json_node *c = array->child; c; c = c->next) {
		if (c->kind != JSON_OBJECT)
			continue;
		open_strings(s, c, scratch);
		take(s, c, scratch);
	}
}
