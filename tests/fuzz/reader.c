/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/mem.h"
#include "json/reader.h"
#include "json/write.h"
#include "tests/fuzz/fuzz.h"

/*
 * The reader of lines gives what the walk gives: line by line, slot by slot, whatever its automaton
 * has learned from the lines before, in portable C and with vectors, and whatever stands behind the
 * block.  The first byte chooses how paths match.
 */
enum { SLOTS = 8, ROUNDS = 3 };

static struct json_paths *
make_paths(unsigned how)
{
	struct json_paths *p = json_paths_new(how & 1, how & 2);
	static const struct json_step header[] = { { TEXT("headers"), JSON_EXACT },
		{ TEXT("user-agent"), JSON_NOCASE } };
	json_paths_dotted(p, TEXT("a"));
	json_paths_dotted(p, TEXT("a.b"));
	json_paths_dotted(p, TEXT("a.b.c"));
	json_paths_dotted(p, TEXT("user_id"));
	json_paths_dotted(p, how & 4 ? TEXT("user_id.0") : TEXT("event_id"));
	json_paths_add(p, header, 2);
	json_paths_add(p, header, 1);
	json_paths_dotted(p, TEXT("d.e"));
	return p;
}

/* The members of a container are the same, whether the line was indexed before or not. */
static void
compare_members(struct json_members a, struct json_members b)
{
	struct json_value key[2], value[2];
	bool more;
	do {
		more = json_member(&a, &key[0], &value[0]);
		MUST(json_member(&b, &key[1], &value[1]) == more);
		if (!more)
			return;
		MUST(key[0].p == key[1].p && key[0].n == key[1].n);
		MUST(value[0].p == value[1].p && value[0].n == value[1].n);
		MUST(value[0].kind == value[1].kind && value[0].escaped == value[1].escaped);
	} while (more);
}

static void
compare_values(struct json_reader *r, const struct json_line *line, const char *text,
    const struct json_index *ix, const struct json_value *a, const struct json_value *b)
{
	struct json_members was, is;
	MUST(a->kind == b->kind && a->hits == b->hits);
	if (a->kind == JSON_NONE)
		return;
	MUST(a->p == b->p && a->n == b->n && a->escaped == b->escaped);
	if (a->kind != JSON_ARRAY && a->kind != JSON_OBJECT)
		return;
	if (a->compact)
		MUST(json_is_compact((struct text){ a->p, a->n }));
	json_members_of(&is, line->text, line->index ? line->index : json_reader_index(r), a);
	json_members(&was, text, ix, b);
	compare_members(is, was);
}

static void
compare(struct json_reader *r, const char *text, const struct json_index *ix,
    const struct json_line *is, const struct json_line *was)
{
	MUST(is->p == was->p && is->n == was->n && is->kind == was->kind);
	MUST(is->fault.code == was->fault.code && is->fault.at == was->fault.at);
	if (is->kind == JSON_NONE)
		return;
	compare_values(r, is, text, ix, &is->value, &was->value);
	if (is->kind != JSON_ARRAY && is->kind != JSON_OBJECT)
		return;
	for (size_t i = 0; i < SLOTS; i++)
		compare_values(r, is, text, ix, &is->slot[i], &was->slot[i]);
}

static void
read_block(struct json_reader *r, struct json_walker *w, const char *text, size_t n,
    const struct json_index *ix)
{
	struct json_pos at = { 0 }, walked = { 0 };
	struct json_line is, was;
	while (json_walk(w, text, n, ix, &walked, &was)) {
		MUST(json_reader_next(r, text, n, NULL, &at, &is));
		MUST(at.start == walked.start);
		compare(r, text, ix, &is, &was);
	}
	MUST(!json_reader_next(r, text, n, NULL, &at, &is));
}

static void
read_rounds(enum json_builder b, const struct json_paths *paths, const char *data, size_t n)
{
	static const char behind[ROUNDS] = { '"', '\n', ' ' };
	struct json_walker *w = json_walker_new(paths);
	char *text = mem_alloc(n + 1 + JSON_READER_SLACK);
	struct json_index ix = { 0 };
	memcpy(text, data, n);
	text[n] = '\n';
	json_index_build(&ix, text, n, JSON_LINES);
	json_builder_choose(b);
	struct json_reader *r = json_reader_new(paths);
	json_builder_choose(JSON_BUILDER_BEST);
	for (unsigned i = 0; i < ROUNDS; i++) {
		memset(text + n + 1, behind[i], JSON_READER_SLACK);
		read_block(r, w, text, n, &ix);
	}
	json_reader_free(r);
	json_index_free(&ix);
	json_walker_free(w);
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct json_paths *paths = make_paths(n > 0 ? data[0] : 0);
	const char *text = (const char *)data + (n > 0);
	n -= n > 0;
	read_rounds(JSON_BUILDER_PORTABLE, paths, text, n);
	if (json_builder_here(JSON_BUILDER_AVX2))
		read_rounds(JSON_BUILDER_AVX2, paths, text, n);
	json_paths_free(paths);
	return 0;
}
