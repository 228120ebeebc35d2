/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/arena.h"
#include "json/tree.h"
#include "json/walk.h"
#include "json/write.h"
#include "tests/fuzz/fuzz.h"

/*
 * The JSON reader: all builders make one index, the walk ends, members and tree agree with it, and
 * what was accepted is still accepted when it is written without white space.  The first byte
 * chooses between lines and a document.
 */
static void
compare(const struct json_index *a, const struct json_index *b)
{
	MUST(a->n == b->n && a->nfault == b->nfault && a->nslash == b->nslash);
	MUST(memcmp(a->at, b->at, a->n * sizeof(*a->at)) == 0);
	MUST(memcmp(a->ch, b->ch, a->n) == 0);
	MUST(a->nslash == 0 || memcmp(a->slash, b->slash, a->nslash * sizeof(*a->slash)) == 0);
	MUST(a->nfault == 0 || memcmp(a->fault, b->fault, a->nfault * sizeof(*a->fault)) == 0);
}

/* Goes into a container as far as it goes; how many values there are. */
static size_t
go_into(const char *text, const struct json_index *ix, const struct json_value *container)
{
	struct json_members it;
	struct json_value key, value;
	size_t n = 0;
	json_members(&it, text, ix, container);
	for (; json_member(&it, &key, &value); n++) {
		MUST(value.kind != JSON_NONE);
		MUST(value.p >= container->p && value.p + value.n <= container->p + container->n);
		MUST(key.kind == (container->kind == JSON_OBJECT ? JSON_STRING : JSON_NONE));
		if (value.kind == JSON_OBJECT || value.kind == JSON_ARRAY)
			n += go_into(text, ix, &value);
	}
	return n;
}

static bool
is_accepted(const char *p, size_t n)
{
	struct arena a = { 0 };
	struct err e;
	bool ok = json_tree(&a, (struct text){ p, n }, &e) != NULL;
	arena_free(&a);
	return ok;
}

static void
check_line(const char *text, const struct json_index *ix, const struct json_line *line)
{
	struct buf compact = { 0 };
	if (line->kind == JSON_NONE)
		return;
	MUST(line->fault.code == JSON_OK);
	if (line->kind == JSON_OBJECT || line->kind == JSON_ARRAY)
		go_into(text, ix, &line->value);
	MUST(is_accepted(line->p, line->n));
	json_put_compact(&compact, (struct text){ line->p, line->n });
	MUST(json_is_compact(buf_as_text(&compact)));
	MUST(is_accepted(compact.p, compact.n));
	buf_free(&compact);
}

static void
walk(const char *text, size_t n, const struct json_index *ix, enum json_mode mode)
{
	struct json_paths *paths = json_paths_new(true, true);
	struct json_pos pos = { 0 };
	struct json_line line;
	json_paths_dotted(paths, TEXT("a"));
	json_paths_dotted(paths, TEXT("a.b"));
	json_paths_dotted(paths, TEXT("user_id.0"));
	json_paths_dotted(paths, TEXT("request.headers.user_agent"));
	struct json_walker *w = json_walker_new(paths);
	while (json_walk(w, text, n, ix, &pos, &line)) {
		MUST(line.p >= text && line.p + line.n <= text + n);
		MUST(line.fault.code == JSON_OK || line.kind == JSON_NONE);
		MUST(line.fault.at <= line.n);
		if (mode == JSON_LINES)
			check_line(text, ix, &line);
	}
	json_walker_free(w);
	json_paths_free(paths);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct json_index reference = { 0 }, ix = { 0 };
	enum json_mode mode = n > 0 && data[0] == 'D' ? JSON_DOCUMENT : JSON_LINES;
	const char *text = (const char *)data + (n > 0);
	n -= n > 0;
	json_index_build_by(JSON_BUILDER_PORTABLE, &reference, text, n, mode);
	for (unsigned b = 0; b < JSON_BUILDERS; b++) {
		if (!json_builder_here((enum json_builder)b))
			continue;
		json_index_build_by((enum json_builder)b, &ix, text, n, mode);
		compare(&reference, &ix);
	}
	walk(text, n, &ix, mode);
	if (mode == JSON_DOCUMENT)
		is_accepted(text, n);
	json_index_free(&reference);
	json_index_free(&ix);
	return 0;
}
