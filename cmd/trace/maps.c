/* SPDX-License-Identifier: MIT */
#include "cmd/trace/maps.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/cli/load.h"
#include "cmd/cli/print.h"
#include "json/write.h"

static struct text
without(struct text name, struct text tail)
{
	const bool has = name.n > tail.n && memcmp(name.p + name.n - tail.n, tail.p, tail.n) == 0;
	return (struct text){ name.p, has ? name.n - tail.n : name.n };
}

/* A map is called after its file, without the folder and .json. */
static struct text
name_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	const struct text name = text_of(slash ? slash + 1 : path);
	return without(without(name, TEXT(".zst")), TEXT(".json"));
}

static int
load_one(struct command *c, struct arena *a, const char *path)
{
	const struct voice *voice = &c->settings.voice;
	struct errs all = { 0 };
	struct err e;
	const struct text text = load_file(a, path, PROGRAM, &e);
	if (!text.p) {
		load_complain(voice, path, text, &e);
		return -1;
	}
	if (import_maps_add(c->maps, name_of(path), text, load_folder(a, path), &all) == 0)
		return 0;
	load_complain_all(voice, path, text, &all);
	return -1;
}

int
maps_load(struct command *c)
{
	struct arena a = { 0 };
	int result = 0;
	c->maps = import_maps_new();
	for (size_t i = 0; i < c->mapping.files && result == 0; i++)
		result = load_one(c, &a, c->mapping.file[i]);
	arena_free(&a);
	return result;
}

/* What is listed: the maps, and formats that are read without one. */
struct listed {
	struct text name, summary;
};

/* Inserts the format before the first shipped map with a greater name. */
static void
insert_format(struct listed *l, size_t n, size_t own, size_t reader)
{
	const struct listed format = { text_of(import_reader_name(reader)),
		text_of(import_reader_summary(reader)) };
	size_t at = own;
	while (at < n && text_cmp(l[at].name, format.name) < 0)
		at++;
	memmove(&l[at + 1], &l[at], (n - at) * sizeof(*l));
	l[at] = format;
}

/* Returns the list, and how many there are in *n. */
static struct listed *
make_list(const struct command *c, size_t *n)
{
	size_t readers = 0;
	*n = import_maps_count(c->maps);
	while (import_reader_name(readers))
		readers++;
	struct listed *l = mem_alloc((*n + readers) * sizeof(*l));
	for (size_t i = 0; i < *n; i++)
		l[i] = (struct listed){ import_maps_name(c->maps, i),
			import_maps_summary(c->maps, i) };
	for (size_t i = 0; i < readers; i++)
		if (import_reader_summary(i))
			insert_format(l, (*n)++, c->mapping.files, i);
	return l;
}

static void
put_listed(struct buf *b, const struct listed *l, size_t column, bool text)
{
	if (!text) {
		json_begin(b, '{');
		json_member_string_or_null(b, "map", l->name);
		json_member_string_or_null(b, "summary", l->summary);
		json_end(b, '}');
	} else {
		buf_visible(b, l->name);
		if (l->summary.n > 0)
			buf_printf(b, "%*s", (int)(column + 2 - l->name.n), "");
		buf_visible(b, l->summary);
	}
	buf_char(b, '\n');
}

int
maps_list(struct command *c)
{
	struct buf b = { 0 };
	size_t n, column = 0;
	struct listed *l = make_list(c, &n);
	for (size_t i = 0; i < n; i++)
		column = l[i].name.n > column ? l[i].name.n : column;
	for (size_t i = 0; i < n; i++)
		put_listed(&b, &l[i], column, c->text);
	const int status = print_all(&c->settings, buf_as_text(&b));
	free(l);
	buf_free(&b);
	return status;
}
