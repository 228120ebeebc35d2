/* SPDX-License-Identifier: MIT */
#include "encode/clue.h"

#include <string.h>

#include "encode/parse.h"
#include "json/write.h"
#include "time/stamp.h"

#define LEVELS 3
#define TIME_TEXT_MAX 64 /* a longer text is not a time */

/* How much a member looks like the time of its record: by its name, by its value or by both. */
enum likeness { UNLIKE, NAMED, TIMED, TIMED_AND_NAMED };

struct search {
	struct named *named;
	struct json_value key[LEVELS]; /* the path to the member at hand */
	enum likeness best;
	struct buf path, value; /* of the best member so far */
};

/* Does a word of the name say that it is a time?  `created_at`, `eventTime`, `@timestamp`, `ts`. */
static bool
is_named_so(const struct json_value *key)
{
	static const struct text words[] = { TEXT("time"), TEXT("timestamp"), TEXT("date"),
		TEXT("datetime"), TEXT("ts"), TEXT("at"), TEXT("when"), TEXT("epoch") };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (key->n < words[i].n)
			continue;
		size_t before = key->n - words[i].n;
		char first = key->p[before], ahead = before > 0 ? key->p[before - 1] : '.';
		bool begins =
		    (first >= 'A' && first <= 'Z') || ((ahead | 32) < 'a' || (ahead | 32) > 'z');
		if (begins &&
		    text_eq_nocase((struct text){ key->p + before, words[i].n }, words[i]))
			return true;
	}
	return key->n > 4 &&
	       (text_eq_nocase((struct text){ key->p, 4 }, TEXT("time")) ||
		   text_eq_nocase((struct text){ key->p + key->n - 4, 4 }, TEXT("time")));
}

/* A number counts as a time only if the member is named so and the time is after 2001: smaller
 * numbers are more often something else. */
static enum likeness
likeness(const struct json_value *key, const struct json_value *v)
{
	const int64_t least = INT64_C(1000000000) * STAMP_SECOND;
	bool named = is_named_so(key), digits = v->kind == JSON_NUMBER;
	struct text t = { v->p, v->n };
	int64_t at;
	if ((v->kind != JSON_STRING && v->kind != JSON_NUMBER) || v->escaped ||
	    v->n > TIME_TEXT_MAX)
		return UNLIKE;
	if (v->kind == JSON_STRING && t.n >= 19 && t.p[4] == '-' && stamp_parse(t, &at) == 0)
		return named ? TIMED_AND_NAMED : TIMED;
	if (named && stamp_parse(t, &at) == 0 && at >= least)
		return TIMED_AND_NAMED;
	return named && !digits && v->n >= 8 ? NAMED : UNLIKE;
}

/* Can a path have the key as a part? */
static bool
is_for_path(const struct json_value *key)
{
	const struct text t = { key->p, key->n };
	return memchr(t.p, '[', t.n) == NULL && !text_eq(t, TEXT("*"));
}

static void
keep(struct search *s, size_t level, enum likeness like, const struct json_value *v)
{
	s->best = like;
	s->path.n = s->value.n = 0;
	for (size_t i = 0; i <= level; i++) {
		if (i > 0)
			buf_char(&s->path, '.');
		buf_put(&s->path, s->key[i].p, s->key[i].n);
	}
	buf_put(&s->value, v->p, v->n);
}

static void
look(struct search *s, const struct json_value *object, size_t level)
{
	struct json_members it;
	struct json_value v;
	named_members(s->named, &it, object);
	while (json_member(&it, &s->key[level], &v)) {
		if (!is_for_path(&s->key[level]))
			continue;
		enum likeness like = likeness(&s->key[level], &v);
		if (like > s->best)
			keep(s, level, like, &v);
		if (v.kind == JSON_OBJECT && level + 1 < LEVELS)
			look(s, &v, level + 1);
	}
}

void
clue_put_time(struct buf *b, struct named *named, const struct json_value *line)
{
	struct search s = { .named = named };
	look(&s, line, 0);
	if (s.best == NAMED) {
		const struct text value = buf_as_text(&s.value);
		BUF_LIT(b, "; \"");
		buf_text(b, buf_as_text(&s.path));
		buf_printf(b, "\" may be meant, but is not a time: %s%s", stamp_why(value),
		    stamp_hint(value));
	} else if (s.best != UNLIKE) {
		BUF_LIT(b, "; \"");
		buf_text(b, buf_as_text(&s.path));
		BUF_LIT(b, "\" looks like a time: add \"envelope\":{\"observed_at\":\"");
		buf_text(b, buf_as_text(&s.path));
		BUF_LIT(b, "\"} to the plan's runtime");
	} else {
		BUF_LIT(b, ", and nothing else in the line looks like a time");
	}
	buf_free(&s.path);
	buf_free(&s.value);
}
