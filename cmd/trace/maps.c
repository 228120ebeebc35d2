/* SPDX-License-Identifier: MIT */
#include "cmd/trace/maps.h"

#include <string.h>

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

int
maps_list(struct command *c)
{
	struct buf b = { 0 };
	const size_t n = import_maps_count(c->maps);
	size_t column = 0;
	for (size_t i = 0; i < n; i++)
		if (import_maps_name(c->maps, i).n > column)
			column = import_maps_name(c->maps, i).n;
	for (size_t i = 0; i < n; i++) {
		const struct text name = import_maps_name(c->maps, i);
		const struct text summary = import_maps_summary(c->maps, i);
		if (!c->text) {
			json_begin(&b, '{');
			json_member_string_or_null(&b, "map", name);
			json_member_string_or_null(&b, "summary", summary);
			json_end(&b, '}');
		} else {
			buf_visible(&b, name);
			if (summary.n > 0)
				buf_printf(&b, "%*s", (int)(column + 2 - name.n), "");
			buf_visible(&b, summary);
		}
		buf_char(&b, '\n');
	}
	const int status = print_all(&c->settings, buf_as_text(&b));
	buf_free(&b);
	return status;
}
