/* SPDX-License-Identifier: MIT */
#include "encode/suggest.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "encode/suggest_private.h"
#include "json/paths.h"

#define BYTES_MAX ((size_t)64 << 20)

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
	for (size_t i = 0; i < s->paths; i++)
		lookup_free(&s->path[i].seen);
	lookup_free(&s->number);
	arena_free(&s->arena);
	free(s->record);
	free(s);
}

bool
suggest_wants_more(const struct suggest *s)
{
	return s->records < SUGGEST_RECORDS && s->bytes < BYTES_MAX;
}

void
suggest_add(struct suggest *s, struct text record)
{
	if (s->records == s->cap) {
		s->cap = s->cap > 0 ? 2 * s->cap : 64;
		s->record = mem_resize(s->record, s->cap * sizeof(*s->record));
	}
	s->record[s->records++] = arena_text(&s->arena, record);
	s->bytes += record.n;
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

bool
suggest_is_named_time(struct text key)
{
	static const struct text words[] = { TEXT("time"), TEXT("timestamp"), TEXT("date"),
		TEXT("datetime"), TEXT("ts"), TEXT("at"), TEXT("when"), TEXT("epoch"),
		TEXT("published") };
	char name[256];
	if (key.n == 0 || 2 * key.n > sizeof(name))
		return false;
	struct text t = { name, json_normalize(key, name) };
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		const struct text w = words[i];
		if (t.n < w.n || memcmp(t.p + t.n - w.n, w.p, w.n) != 0)
			continue;
		if (t.n == w.n || t.p[t.n - w.n - 1] == '_')
			return true;
	}
	return t.n > 4 && memcmp(t.p, "time", 4) == 0;
}
