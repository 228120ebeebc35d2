/* SPDX-License-Identifier: MIT */
#include "plan/dissect.h"

#include <string.h>

#include "base/buf.h"
#include "json/write.h"

/* ---- compiling ------------------------------------------------------------------------------ */

/* After so many places where only the first byte is right, memmem(3) takes over: it is slower to
 * start, and linear. */
enum { TRIES = 4 };

/* Returns where `what`, which is not empty, first occurs in p[0..end), or NULL. */
static const char *
find(const char *p, const char *end, struct text what)
{
	for (unsigned i = 0; i < TRIES; i++, p++) {
		if (!(p = memchr(p, what.p[0], (size_t)(end - p))))
			return NULL;
		if ((size_t)(end - p) < what.n)
			return NULL;
		if (p[what.n - 1] != what.p[what.n - 1])
			continue;
		if (what.n <= 2 || memcmp(p + 1, what.p + 1, what.n - 2) == 0)
			return p;
	}
	return memmem(p, (size_t)(end - p), what.p, what.n);
}

/* Returns the length of the text before the next key. */
static size_t
literal_length(struct text rest)
{
	const char *key = rest.n > 0 ? find(rest.p, rest.p + rest.n, TEXT("%{")) : NULL;
	return key ? (size_t)(key - rest.p) : rest.n;
}

static size_t
count_keys(struct text pattern)
{
	size_t keys = 0;
	for (size_t at = literal_length(pattern); at < pattern.n; keys++) {
		const struct text rest = { pattern.p + at + 2, pattern.n - at - 2 };
		at += 2 + literal_length(rest);
	}
	return keys;
}

/* Is the name one that another tool reads as more than a name? */
static bool
has_modifier(struct text name)
{
	const bool arrow = name.n >= 2 && memcmp(name.p + name.n - 2, "->", 2) == 0;
	return arrow || (name.n > 0 && memchr("+?&*", name.p[0], 4));
}

static struct text
head_of(struct arena *a, struct text name)
{
	struct buf b = { 0 };
	json_put_string(&b, name);
	buf_char(&b, ':');
	const struct text head = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return head;
}

/* Compiles the key at offset `at`, and the literal behind it.  Returns where the next one begins;
 * 0: it is wrong. */
static size_t
compile_key(struct arena *a, struct text pattern, size_t at, struct dissect_key *key, struct err *e)
{
	const char *begin = pattern.p + at + 2, *end = pattern.p + pattern.n;
	const char *close = begin < end ? memchr(begin, '}', (size_t)(end - begin)) : NULL;
	if (!close || literal_length((struct text){ begin, (size_t)(close - begin) }) <
			  (size_t)(close - begin)) {
		err_at(e, at, "a %%{ without its }");
		return 0;
	}
	key->name = (struct text){ begin, (size_t)(close - begin) };
	if (has_modifier(key->name)) {
		err_at(e, at,
		    "keys have no modifiers (+ ? & * ->); a plain name takes the text, and %%{} drops "
		    "it");
		return 0;
	}
	key->json = text_eq(key->name, TEXT("json"));
	key->head = head_of(a, key->name);
	const struct text rest = { close + 1, (size_t)(end - close) - 1 };
	key->literal = (struct text){ rest.p, literal_length(rest) };
	if (key->literal.n == 0 && rest.n > 0) {
		err_at(e, (size_t)(rest.p - pattern.p),
		    "two keys without text between them: nothing tells where the first one ends");
		return 0;
	}
	return (size_t)(rest.p - pattern.p) + key->literal.n;
}

int
dissect_compile(struct arena *a, struct text pattern, struct dissect *out, struct err *e)
{
	struct dissect_key *key;
	const struct text own = arena_text(a, pattern);
	const size_t most = count_keys(own);
	size_t at = literal_length(own);
	if (most == 0)
		return err_set(e, "must have a key, such as %%{time}");
	const char *newline = memchr(own.p, '\n', own.n);
	if (newline)
		return err_at(e, (size_t)(newline - own.p),
		    "a pattern cannot contain a newline; use an array for several patterns");
	*out = (struct dissect){ .pattern = own, .literal = { own.p, at } };
	out->key = key = arena_zalloc(a, most, sizeof(*key));
	while (at < own.n)
		if ((at = compile_key(a, own, at, &key[out->keys++], e)) == 0)
			return -1;
	return 0;
}

/* ---- matching ------------------------------------------------------------------------------- */

static const char *
string_end(const char *p, const char *end)
{
	for (p++; p < end && *p != '"'; p++)
		if (*p == '\\' && p + 1 < end)
			p++;
	return p;
}

/* Returns the end of the JSON object that begins at p, by its brackets; NULL: it does not end. */
static const char *
object_end(const char *p, const char *end)
{
	size_t depth = 0;
	for (; p < end; p++) {
		if (*p == '"')
			p = string_end(p, end);
		else if (*p == '{' || *p == '[')
			depth++;
		else if ((*p == '}' || *p == ']') && --depth == 0)
			return p + 1;
	}
	return NULL;
}

static bool
begins_with(const char *p, const char *end, struct text what)
{
	return (size_t)(end - p) >= what.n && memcmp(p, what.p, what.n) == 0;
}

/* Returns where the literal of the last key must stand; NULL: it does not. */
static const char *
last_literal(const char *p, const char *end, struct text literal)
{
	if ((size_t)(end - p) < literal.n)
		return NULL;
	return memcmp(end - literal.n, literal.p, literal.n) == 0 ? end - literal.n : NULL;
}

enum dissect_result
dissect_match(const struct dissect *d, struct text line, struct text *value, size_t *unclosed)
{
	const char *p = line.p, *const end = line.p + line.n, *to;
	if (!begins_with(p, end, d->literal))
		return DISSECT_NO_FIT;
	p += d->literal.n;
	for (size_t i = 0; i < d->keys; i++, p = to + d->key[i - 1].literal.n) {
		const struct dissect_key *key = &d->key[i];
		const bool last = i + 1 == d->keys;
		if (key->json && (p == end || *p != '{'))
			return DISSECT_NO_FIT;
		if (!key->json || (last && key->literal.n == 0))
			to = last ? last_literal(p, end, key->literal) : find(p, end, key->literal);
		else
			to = object_end(p, end);
		if (!to && key->json) {
			value[i] = (struct text){ p, (size_t)(end - p) };
			*unclosed = i;
			return DISSECT_UNCLOSED;
		}
		if (!to || (key->json && !begins_with(to, end, key->literal)) ||
		    (last && to + key->literal.n != end))
			return DISSECT_NO_FIT;
		value[i] = (struct text){ p, (size_t)(to - p) };
	}
	return DISSECT_FITS;
}
