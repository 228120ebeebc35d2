/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "encode/suggest_private.h"
#include "json/write.h"

/* Patterns of logs that no product is known for. */
static const struct text generic[] = {
	TEXT("<%{pri}>%{syslog_time} %{syslog_host} %{syslog_tag}: %{json}"),
	TEXT("%{time} %{level} %{json}"),
	TEXT("%{time} %{json}"),
	TEXT("[%{time}] [%{level}] %{message}"),
	TEXT("[%{time}] %{level} %{message}"),
	TEXT("[%{time}] %{message}"),
	TEXT("%{time} - %{logger} - %{level} - %{message}"),
	TEXT("%{time} [%{thread}] %{level} %{message}"),
	TEXT("%{time} [%{level}] %{message}"),
	TEXT("%{time} %{level} %{message}"),
	TEXT("%{time} %{message}"),
};
enum { GENERIC = sizeof(generic) / sizeof(*generic), KEYS_MAX = 64 };

/* Anything with three spaces could be a line of a container otherwise. */
static bool
is_stream(struct text t)
{
	return text_eq(t, TEXT("stdout")) || text_eq(t, TEXT("stderr"));
}

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
		    d->key[i].json ? suggest_object(value[i], scratch) : NULL;
		if (d->key[i].json && !object)
			return false;
		if (text_eq(d->key[i].name, TEXT("cri_stream")) && !is_stream(value[i]))
			return false;
		timed |= object && suggest_has_time(s, object, 0);
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
		if (done[i] || !fits(s, d, s->record[i].text, &scratch))
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

/* A line that begins like an object has an error that says more than the lack of a pattern. */
static int
complain(const struct suggest *s, size_t objects, size_t left, size_t first, struct err *e)
{
	struct arena scratch = { 0 };
	const struct text t = text_trim(s->record[first].text);
	const uint64_t number = s->record[first].number;
	struct err why = { 0 };
	const bool broken = t.n > 0 && t.p[0] == '{' && !json_tree(&scratch, t, &why);
	arena_free(&scratch);
	if (broken)
		return err_set(e, "%zu of %zu records are not JSON objects; line %" PRIu64 ": %s",
		    s->records - objects, s->records, number, why.text);
	return err_set(e,
	    "%zu of %zu lines are neither JSON nor of a known layout (line %" PRIu64
	    " is the first); describe the layout with \"line\" in a plan (esper-plan(5))",
	    left, s->records, number);
}

int
suggest_find_patterns(struct suggest *s, size_t objects, struct err *e)
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
			first = i - 1;
		}
	return left <= s->records / 10 ? 0 : complain(s, objects, left, first, e);
}

/* Appends the members inside the brackets of an object. */
static void
put_members(struct buf *b, struct text object)
{
	const char *open = memchr(object.p, '{', object.n);
	const char *close = memrchr(object.p, '}', object.n);
	buf_put(b, open + 1, (size_t)(close - open) - 1);
}

static const struct json_node *
take_apart(const struct dissect *d, const struct text *value, struct arena *scratch)
{
	struct buf b = { 0 };
	buf_char(&b, '{');
	for (size_t k = 0; k < d->keys; k++) {
		if (d->key[k].json ? !suggest_object(value[k], scratch) : d->key[k].name.n == 0)
			continue;
		if (b.n > 1)
			buf_char(&b, ',');
		if (d->key[k].json) {
			put_members(&b, value[k]);
			continue;
		}
		json_put_string(&b, d->key[k].name);
		buf_char(&b, ':');
		json_put_string(&b, value[k]);
	}
	buf_char(&b, '}');
	const struct text object = arena_text(scratch, buf_as_text(&b));
	buf_free(&b);
	return suggest_object(object, scratch);
}

const struct json_node *
suggest_dissected(const struct suggest_layout *l, struct text line, struct arena *scratch)
{
	struct text value[KEYS_MAX];
	size_t unclosed;
	for (size_t i = 0; i < l->lines; i++)
		if (dissect_match(&l->line[i], line, value, &unclosed) == DISSECT_FITS)
			return take_apart(&l->line[i], value, scratch);
	return NULL;
}
