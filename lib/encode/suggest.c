/* SPDX-License-Identifier: MIT */
#include "encode/suggest.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "encode/suggest_private.h"
#include "json/paths.h"

enum {
	BYTES_MAX = 64 << 20, /* of the sample */
	PARTS_MAX = 2 << 20   /* values of one record; a record with more is passed over */
};

const char *const suggest_formats[SUGGEST_FORMATS] = {
	"%d/%b/%Y:%H:%M:%S %z",
	"%a, %d %b %Y %H:%M:%S %z",
	"%d %b %Y %H:%M:%S %z",
	"%Y/%m/%d %H:%M:%S",
	"%d.%m.%Y %H:%M:%S",
	"%m/%d/%Y %H:%M:%S",
	"%a %b %e %H:%M:%S %Y",
	"%b %e %Y %H:%M:%S",
	"%d/%b/%Y:%H:%M:%S",
	"%Y%m%dT%H%M%S%z",
	"%Y%m%d %H:%M:%S",
	"%Y-%m-%dT%H:%M%z",
};

struct suggest *
suggest_new(const struct text *pattern, size_t patterns)
{
	struct suggest *s = mem_zalloc(1, sizeof(*s));
	s->pattern = pattern;
	s->patterns = patterns;
	for (size_t i = 0; i < SUGGEST_FORMATS; i++)
		stamp_format_compile(&s->arena, text_of(suggest_formats[i]), &s->format[i], NULL);
	return s;
}

void
suggest_free(struct suggest *s)
{
	if (s == NULL)
		return;
	suggest_paths_free(s);
	arena_free(&s->arena);
	free(s->record);
	free(s);
}

bool
suggest_wants_more(const struct suggest *s)
{
	return s->records < SUGGEST_RECORDS && s->bytes < BYTES_MAX;
}

/* A tree of a record takes some 150 bytes a value. */
static bool
is_huge(struct text record)
{
	return record.n > PARTS_MAX &&
	       text_count(record, ',') + text_count(record, ':') > PARTS_MAX;
}

void
suggest_add(struct suggest *s, struct text record, uint64_t number)
{
	s->bytes += record.n;
	if (is_huge(record)) {
		s->huge++;
		return;
	}
	s->record = mem_grow(s->record, &s->cap, s->records + 1, sizeof(*s->record));
	s->record[s->records++] = (struct suggest_record){ arena_text(&s->arena, record), number };
}

static bool
is_number(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if (!ascii_is_digit(t.p[i]) && t.p[i] != '.' && (t.p[i] != '-' || i > 0))
			return false;
	return t.n > 0;
}

int
suggest_time(const struct suggest *s, struct text t)
{
	const struct stamp_reader zoned = { .zoned = true };
	int64_t at;
	if (t.n < 8 || t.n > 64)
		return -1;
	if (stamp_parse(t, &at) == 0)
		return 0;
	if (stamp_read(&zoned, t, &at) == 0)
		return 1;
	if (memchr(t.p, ':', t.n) == NULL && memchr(t.p, 'T', t.n) == NULL)
		return -1;
	for (int i = 0; i < SUGGEST_FORMATS; i++)
		if (stamp_format_read(&s->format[i], t, 0, &at) == 0)
			return i + 2;
	return -1;
}

int
suggest_member_time(const struct suggest *s, struct text key, const struct json_node *value)
{
	const int64_t least = INT64_C(1000000000) * STAMP_SECOND;
	const struct text t = value->text;
	int64_t at;
	if (value->kind != JSON_STRING && value->kind != JSON_NUMBER)
		return -1;
	if (value->kind == JSON_STRING && !is_number(t))
		return suggest_time(s, t);
	return suggest_is_named_time(key) && t.n <= 64 && stamp_parse(t, &at) == 0 && at >= least
		   ? 0
		   : -1;
}

struct text
suggest_normal(struct text key, char *room)
{
	if (key.n == 0 || key.n > SUGGEST_PATH_MAX)
		return TEXT("");
	struct text t = { room, json_normalize(key, room) };
	while (t.n > 0 && t.p[0] == '_') {
		t.p++;
		t.n--;
	}
	while (t.n > 0 && t.p[t.n - 1] == '_')
		t.n--;
	return t;
}

struct text
suggest_part(struct text key, size_t at)
{
	const char *dot = at < key.n ? memchr(key.p + at, '.', key.n - at) : NULL;
	return (struct text){ key.p + at, dot ? (size_t)(dot - key.p) - at : key.n - at };
}

/* Paths give some keys another meaning, and a NUL ends no text here. */
bool
suggest_is_plain_key(struct text key)
{
	if (key.n == 0 || key.n > SUGGEST_PATH_MAX || memchr(key.p, '[', key.n) ||
	    memchr(key.p, '\0', key.n))
		return false;
	if (memchr(key.p, '*', key.n) == NULL)
		return true;
	for (size_t at = 0; at <= key.n; at += suggest_part(key, at).n + 1)
		if (text_eq(suggest_part(key, at), TEXT("*")))
			return false;
	return true;
}

const struct json_node *
suggest_object(struct text t, struct arena *scratch)
{
	struct err e;
	const struct json_node *node = json_tree(scratch, t, &e);
	return node && node->kind == JSON_OBJECT ? node : NULL;
}

bool
suggest_is_named_time(struct text key)
{
	static const struct text words[] = { TEXT("time"), TEXT("timestamp"), TEXT("date"),
		TEXT("datetime"), TEXT("ts"), TEXT("at"), TEXT("when"), TEXT("epoch"),
		TEXT("published"), TEXT("msec") };
	char room[2 * SUGGEST_PATH_MAX];
	const struct text t = suggest_normal(key, room);
	if (text_contains(t, TEXT("monotonic")))
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		const struct text w = words[i];
		if (t.n < w.n || memcmp(t.p + t.n - w.n, w.p, w.n) != 0)
			continue;
		if (t.n == w.n || t.p[t.n - w.n - 1] == '_')
			return true;
	}
	return t.n > 4 && memcmp(t.p, "time", 4) == 0;
}
