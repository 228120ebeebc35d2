/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/number.h"
#include "json/write.h"
#include "redact/redactor_private.h"

/*
 * Goes through JSON token by token and replaces strings, keys and numbers.
 *
 * The text need not be valid: a line may be cut, and a message may have JSON in it.  What is no
 * token is searched as plain text.  A string without an end ends with its line.
 */
struct level {
	bool object;
	unsigned inherited; /* from the fields around it */
	unsigned key;       /* what the name of the current member says, */
	size_t key_at;      /* and where it is */
	bool named;         /* it has a member that names the field in `value`: */
	unsigned name;      /* what that name says */
};

struct walk {
	struct redactor *r;
	struct text t;
	size_t i, done;
	struct buf *out;
	bool changed;
	struct level *level; /* the innermost is level[depth]; level[0] is the top */
	size_t depth, cap;
};

enum { INHERITED = NAME_SECRET | NAME_COUNT | NAME_KEEP | REDACT_VERSION };

static size_t
after_blanks(struct text t, size_t i)
{
	while (i < t.n && ascii_is_blank(t.p[i]))
		i++;
	return i;
}

/* The quote that ends the string at i, or where its line ends. */
static size_t
closing_quote(struct text t, size_t i)
{
	for (i++; i < t.n && t.p[i] != '"' && t.p[i] != '\n'; i++)
		if (t.p[i] == '\\' && i + 1 < t.n && t.p[i + 1] != '\n')
			i++;
	return i;
}

static void
replace(struct walk *w, size_t start, size_t end, struct text with, bool quoted)
{
	buf_put(w->out, w->t.p + w->done, start - w->done);
	if (quoted)
		json_put_string(w->out, with);
	else
		buf_text(w->out, with);
	w->done = end;
	w->changed = true;
}

/* ---- strings -------------------------------------------------------------------------------- */

static bool
may_be_json(struct text t)
{
	const size_t i = after_blanks(t, 0);
	return i < t.n && (t.p[i] == '{' || t.p[i] == '[' || memmem(t.p + i, t.n - i, "\":", 2));
}

static bool
is_digits(struct text t)
{
	size_t i = 0;
	while (i < t.n && ascii_is_digit(t.p[i]))
		i++;
	return i == t.n;
}

static bool walk_json(struct redactor *r, struct text json, unsigned flags, struct buf *out);

bool
redact_string_as(struct redactor *r, struct text t, unsigned flags, struct buf *out)
{
	if (flags & NAME_KEEP)
		return false;
	if (flags & NAME_SECRET && !(flags & NAME_COUNT && flags & NAME_NUMBER))
		return redact_secret(r, t, flags, out);
	const unsigned has = redact_text_has(t);
	if (r->depth < REDACT_LEVELS) {
		if (has & TEXT_JSON && may_be_json(t))
			return walk_json(r, t, flags & INHERITED, out);
		if (has & TEXT_PERCENT && redact_begins_percent(t))
			return redact_percent(r, t, flags & INHERITED, out);
		if (redact_base64(r, t, flags & INHERITED, out))
			return true;
	}
	if (flags & REDACT_TIME && !is_digits(t))
		flags &= ~(unsigned)REDACT_TIME;
	return redact_text(r, t, flags & NAME_CONTEXT, out);
}

bool
redact_string(
    struct redactor *r, struct text t, struct text name, unsigned context, struct buf *out)
{
	return redact_string_as(r, t, redact_name_flags(r, name) | context, out);
}

/* Makes it plain text.  It is in the memory of the level, if it was escaped. */
static struct text
plain_of(struct redactor *r, struct text raw)
{
	if (raw.n == 0 || !memchr(raw.p, '\\', raw.n))
		return raw;
	struct buf *b = &r->level[r->depth - 1].plain;
	b->n = 0;
	buf_room(b, raw.n);
	b->n = json_unescape(raw, b->p);
	return buf_as_text(b);
}

/* What is known of a member's value, by its name and what is around it. */
static unsigned
flags_of(const struct level *l)
{
	unsigned flags = l->inherited | l->key;
	if (l->key & NAME_VALUE && l->named)
		flags |= l->name & (INHERITED | NAME_CONTEXT);
	return flags;
}

/* A member of an object may come before the one that names it. */
static void
look_ahead(struct walk *w, size_t i)
{
	enum { FAR = 1 << 16, DEEP = 1 };
	struct level *l = &w->level[w->depth];
	size_t depth = 0;
	const size_t end = w->t.n - i < FAR ? w->t.n : i + FAR;
	for (; i < end; i++) {
		const char c = w->t.p[i];
		if (c == '{' || c == '[')
			depth++;
		if ((c == '}' || c == ']') && depth-- == 0)
			return;
		if (c != '"')
			continue;
		const size_t close = closing_quote(w->t, i);
		const struct text key = { w->t.p + i + 1, close - i - 1 };
		i = close;
		if (depth > 0 || close >= w->t.n)
			continue;
		size_t value = after_blanks(w->t, close + 1);
		if (value >= w->t.n || w->t.p[value] != ':' ||
		    !(redact_name_flags(w->r, key) & NAME_NAMES))
			continue;
		value = after_blanks(w->t, value + 1);
		if (value >= w->t.n || w->t.p[value] != '"')
			continue;
		const size_t stop = closing_quote(w->t, value);
		l->named = true;
		l->name =
		    redact_name_flags(w->r, (struct text){ w->t.p + value + 1, stop - value - 1 });
		return;
	}
}

static void
take_key(struct walk *w, size_t start, size_t end, struct text plain)
{
	struct redactor *r = w->r;
	struct level *l = &w->level[w->depth];
	struct buf *b = &r->level[r->depth - 1].changed;
	l->key = redact_name_flags(r, plain);
	l->key_at = start;
	if (l->key & NAME_VALUE && !l->named)
		look_ahead(w, end + 1);
	b->n = 0;
	if (l->inherited & NAME_KEEP || l->key & NAME_CLEAN)
		return;
	if (redact_string_as(r, plain, REDACT_MEMBER, b))
		replace(w, start, end + 1, buf_as_text(b), true);
	else if (!r->learning)
		redact_name_is_clean(r, plain);
}

/* OTLP: the value from i on, whose name says that it is a number, is a string now.  Where a comma
 * is missing, that was done for the value before. */
static void
replace_number_name(struct walk *w, size_t i)
{
	const size_t name = w->level[w->depth].key_at;
	if (name >= w->done)
		replace(w, name, i, TEXT("\"stringValue\":"), false);
}

/* OTLP: is the string that ends at i the key of a list of keys and values?  It is no value. */
static bool
is_followed_by_value(struct text t, size_t i)
{
	static const char *const tokens[] = { ",", "\"value\"", ":", "{", "\"" };
	for (size_t k = 0; k < sizeof(tokens) / sizeof(*tokens); k++) {
		const size_t n = strlen(tokens[k]);
		i = after_blanks(t, i);
		if (i > t.n || t.n - i < n || memcmp(t.p + i, tokens[k], n) != 0)
			return false;
		i += n;
	}
	const size_t close = closing_quote(t, i - 1);
	return close - i > 5 && memcmp(t.p + close - 5, "Value", 5) == 0;
}

static void
take_value(struct walk *w, size_t start, size_t end, struct text plain)
{
	struct redactor *r = w->r;
	struct level *l = &w->level[w->depth];
	struct buf *b = &r->level[r->depth - 1].changed;
	const bool closed = end < w->t.n && w->t.p[end] == '"';
	b->n = 0;
	if (l->object && l->key & NAME_NAMES) {
		l->named = true;
		l->name = redact_name_flags(r, plain);
	}
	unsigned flags = flags_of(l);
	if (l->key & NAME_NAMES && is_followed_by_value(w->t, end + 1))
		flags &= ~(unsigned)(NAME_SECRET | NAME_COUNT);
	if (!redact_string_as(r, plain, flags, b))
		return;
	if (l->key & NAME_NUMBER)
		replace_number_name(w, start);
	replace(w, start, end + closed, buf_as_text(b), true);
	w->out->n -= !closed;
}

static void
walk_string(struct walk *w)
{
	const size_t start = w->i, end = closing_quote(w->t, start);
	const struct text plain =
	    plain_of(w->r, (struct text){ w->t.p + start + 1, end - start - 1 });
	const size_t next = after_blanks(w->t, end + 1);
	const bool closed = end < w->t.n && w->t.p[end] == '"';
	w->i = end + closed;
	if (closed && w->level[w->depth].object && next < w->t.n && w->t.p[next] == ':')
		take_key(w, start, end, plain);
	else
		take_value(w, start, end, plain);
}

/* ---- numbers and what is no JSON ------------------------------------------------------------ */

static bool
ends_token(struct text t, size_t i)
{
	i = after_blanks(t, i);
	return i >= t.n || t.p[i] == ',' || t.p[i] == '}' || t.p[i] == ']';
}

static void
take_number(struct walk *w, size_t end)
{
	struct redactor *r = w->r;
	const struct text t = { w->t.p + w->i, end - w->i };
	const unsigned flags = flags_of(&w->level[w->depth]);
	struct buf *b = &r->level[r->depth - 1].changed;
	struct redact_hit hit;
	bool found = false;
	b->n = 0;
	if (flags & NAME_KEEP)
		return;
	if (flags & NAME_SECRET && !(flags & NAME_COUNT))
		found = redact_secret(r, t, flags, b);
	else if (t.n >= 13 && redact_detect(NULL, t, 0, flags & NAME_CONTEXT, &hit))
		found = redact_value(
		    r, hit.kind, (struct text){ t.p + hit.start, hit.end - hit.start }, b);
	if (!found)
		return;
	if (w->level[w->depth].key & NAME_NUMBER)
		replace_number_name(w, w->i);
	replace(w, w->i, end, buf_as_text(b), true);
}

/* Text around JSON, or in it where it is wrong: up to a quote or the end of the line. */
static void
walk_text(struct walk *w)
{
	struct redactor *r = w->r;
	struct buf *b = &r->level[r->depth - 1].changed;
	size_t end = w->i;
	while (end < w->t.n && w->t.p[end] != '"' && w->t.p[end] != '\n' && w->t.p[end] != '{' &&
	       w->t.p[end] != '}')
		end++;
	b->n = 0;
	if (!(w->level[w->depth].inherited & NAME_KEEP) &&
	    redact_text(r, (struct text){ w->t.p + w->i, end - w->i }, 0, b))
		replace(w, w->i, end, buf_as_text(b), false);
	w->i = end;
}

static void
walk_other(struct walk *w)
{
	static const struct text literals[] = { TEXT("true"), TEXT("false"), TEXT("null") };
	size_t end = w->i;
	if (w->depth > 0) {
		while (end < w->t.n &&
		       (ascii_is_letter(w->t.p[end]) || ascii_is_digit(w->t.p[end]) ||
			   w->t.p[end] == '-' || w->t.p[end] == '+' || w->t.p[end] == '.'))
			end++;
		const struct text token = { w->t.p + w->i, end - w->i };
		const bool number = number_is_json(token);
		if ((number || text_among(token, literals, 3) < 3) && ends_token(w->t, end)) {
			if (number)
				take_number(w, end);
			w->i = end;
			return;
		}
	}
	walk_text(w);
}

/* ---- containers ----------------------------------------------------------------------------- */

static void
open_level(struct walk *w, bool object)
{
	const struct level *l = &w->level[w->depth];
	const unsigned from_pair = l->key & NAME_VALUE && l->named ? REDACT_TIME : 0;
	unsigned inherited = flags_of(l) & (INHERITED | from_pair);
	if (l->key & NAME_OPEN)
		inherited &= ~(unsigned)(NAME_SECRET | NAME_COUNT) | l->inherited;

	w->level = mem_grow(w->level, &w->cap, w->depth + 2, sizeof(*w->level));
	w->level[++w->depth] = (struct level){ .object = object, .inherited = inherited };
}

static void
walk_token(struct walk *w)
{
	switch (w->t.p[w->i]) {
	case '"': walk_string(w); return;
	case '{':
	case '[': open_level(w, w->t.p[w->i] == '{'); break;
	case '}':
	case ']': w->depth -= w->depth > 0; break;
	case ',':
		if (w->depth == 0)
			w->level[0].key = 0;
		else if (w->level[w->depth].object)
			w->level[w->depth].key = 0;
		break;
	case ':':
		if (w->i + 1 < w->t.n && w->t.p[w->i + 1] == ':') { /* ::1 */
			walk_text(w);
			return;
		}
		break;
	case ' ':
	case '\t':
	case '\r':
	case '\n': break;
	default: walk_other(w); return;
	}
	w->i++;
}

static bool
walk_json(struct redactor *r, struct text json, unsigned flags, struct buf *out)
{
	struct walk w = { .r = r, .t = json, .out = out };
	w.level = mem_grow(NULL, &w.cap, 8, sizeof(*w.level));
	w.level[0] = (struct level){ .object = true, .inherited = flags };
	r->depth++;
	while (w.i < json.n) {
		const size_t before = w.i;
		walk_token(&w);
		w.i += w.i == before;
	}
	r->depth--;
	if (w.changed)
		buf_put(out, json.p + w.done, json.n - w.done);
	free(w.level);
	return w.changed;
}

/* A number alone has no member around it. */
static bool
redact_number(
    struct redactor *r, struct text json, struct text number, unsigned flags, struct buf *out)
{
	const size_t i = (size_t)(number.p - json.p);
	struct walk w = { .r = r, .t = json, .i = i, .out = out };
	struct level top = { .object = true, .inherited = flags };
	w.level = &top;
	r->depth++;
	take_number(&w, i + number.n);
	r->depth--;
	if (w.changed)
		buf_put(out, json.p + w.done, json.n - w.done);
	return w.changed;
}

bool
redact_json_as(struct redactor *r, struct text json, unsigned flags, struct buf *out)
{
	const struct text number = text_trim(json);
	if (number_is_json(number))
		return redact_number(r, json, number, flags, out);
	return walk_json(r, json, flags & (INHERITED | NAME_CONTEXT), out);
}

bool
redact_json(struct redactor *r, struct text json, struct text name, struct buf *out)
{
	return redact_json_as(r, json, redact_name_flags(r, name), out);
}
