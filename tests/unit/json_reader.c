/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "json/reader.h"
#include "tests/unit/unit.h"

/*
 * The reader of lines gives what the walk gives.  tests/fuzz/reader.c compares them in depth; here
 * are the lines that an automaton could take for others, and logs in which it learns, is misled and
 * becomes full.
 */
static const struct json_step headers[] = { { TEXT("headers"), JSON_EXACT },
	{ TEXT("x-a"), JSON_NOCASE } };

static struct json_paths *
new_paths(void)
{
	struct json_paths *p = json_paths_new(true, true);
	json_paths_dotted(p, TEXT("id"));
	json_paths_dotted(p, TEXT("user.name"));
	json_paths_dotted(p, TEXT("user"));
	json_paths_dotted(p, TEXT("tags"));
	json_paths_add(p, headers, 2);
	return p;
}
enum { SLOTS = 5 };

static bool
same_value(const struct json_value *a, const struct json_value *b)
{
	if (a->kind != b->kind || a->hits != b->hits)
		return false;
	return a->kind == JSON_NONE || (a->p == b->p && a->n == b->n && a->escaped == b->escaped);
}

static bool
same_line(const struct json_line *a, const struct json_line *b)
{
	if (a->p != b->p || a->n != b->n || a->kind != b->kind || a->fault.code != b->fault.code ||
	    a->fault.at != b->fault.at)
		return false;
	for (size_t i = 0; a->kind == JSON_OBJECT && i < SLOTS; i++)
		if (!same_value(&a->slot[i], &b->slot[i]))
			return false;
	return true;
}

/* Reads a block `rounds` times, so that what is learned is used.  Returns how many lines were not
 * indexed when they were read for the last time. */
static size_t
read_block(struct json_reader *r, const struct json_paths *paths, const char *text, size_t n,
    unsigned rounds)
{
	struct json_walker *w = json_walker_new(paths);
	struct json_index ix = { 0 };
	struct json_line was, is;
	size_t known = 0;
	json_index_build(&ix, text, n, JSON_LINES);
	for (unsigned i = 0; i < rounds; i++) {
		struct json_pos walked = { 0 }, at = { 0 };
		known = 0;
		while (json_walk(w, text, n, &ix, &walked, &was)) {
			CHECK(json_reader_next(r, text, n, NULL, &at, &is));
			CHECK(at.start == walked.start && same_line(&is, &was));
			known += !is.index;
		}
		CHECK(!json_reader_next(r, text, n, NULL, &at, &is));
	}
	json_index_free(&ix);
	json_walker_free(w);
	return known;
}

/* The second line of each row follows the first in a block; `known`: how many of the two are read
 * without an index in the end. */
static const struct {
	const char *first, *second;
	size_t known;
} rows[] = {
	{ "{\"id\":1,\"user\":{\"name\":\"a\"}}", "{\"id\":22,\"user\":{\"name\":\"\"}}", 2 },
	{ "{\"id\":-1.5e3}", "{\"id\":0}", 2 },
	{ "{\"id\":1}", "{\"id\":01}", 1 },
	{ "{\"id\":1}", "{\"id\":1.}", 1 },
	{ "{\"id\":1}", "{\"id\":1e}", 1 },
	{ "{\"id\":1}", "{\"id\":-}", 1 },
	{ "{\"id\":1}", "{\"id\":.5}", 1 },
	{ "{\"id\":1}", "{\"id\":}", 1 },
	{ "{\"id\":1}", "{\"id\":1.2.3}", 1 },
	{ "{\"id\":12345678}", "{\"id\":123456789012345678901234567890.5E+10}", 2 },
	{ "{\"id\":true}", "{\"id\":trux}", 1 },
	{ "{\"id\":true,\"user\":null}", "{\"id\":true,\"user\":null}}", 1 },
	{ "{\"id\":\"a\"}", "{\"id\":\"b\"", 1 },
	{ "{\"id\":\"a\"}", "{\"id\":\"b", 1 },
	{ "{\"id\":\"a\"}", "{\"id\":\"\\u00e9\\ud83d\\ude00\\n\"}", 2 },
	{ "{\"id\":\"a\"}", "{\"id\":\"\\ud83d\"}", 1 },
	{ "{\"id\":\"a\"}", "{\"id\":\"\\ude00\"}", 1 },
	{ "{\"id\":\"a\"}", "{\"id\":\"\\u00g9\"}", 1 },
	{ "{\"id\":\"a\"}", "{\"id\":\"\\x\"}", 1 },
	{ "{\"id\":\"a\"}", "{\"id\":\"\\", 1 },
	{ "{\"id\":\"a\"}", "{\"id\":\"\t\"}", 1 },
	{ "{\"id\":\"a\"}", "{\"id\":\"\x7f\"}", 2 },
	{ "{\"id\":\"a\"}",
	    "{\"id\":\"\xc3\xa9 and thirty-two bytes more of it: \xf0\x9f\x98\x80\"}", 2 },
	{ "{\"id\":\"a\"}", "{\"id\":\"\xc3\"}", 1 },
	{ "{\"id\":\"a\"}", "{\"id\":\"\xed\xa0\x80\"}", 1 },
	{ "{\"id\":\"a\"}", "{\"id\":\"\xc0\xaf\"}", 1 },
	{ "{ \"id\": \"a\", \"tags\": [ 1, 2 ] }\r", "{ \"id\": \"b\", \"tags\": [ 3, 4 ] }\r", 2 },
	{ "{\"tags\":[]}", "{\"tags\":[[],{}]}", 2 },
	{ "{\"tags\":[1,\"x\",{\"id\":2}]}", "{\"tags\":[1,\"x\",{\"id\":2},3]}", 2 },
	/* a key twice is for the walk: which one counts is not known before the end of the line */
	{ "{\"id\":1,\"id\":2}", "{\"id\":1,\"\\u0069d\":2}", 0 },
	{ "{\"user\":{\"name\":\"a\"},\"user\":1}", "{\"user\":{\"name\":\"a\"},\"user\":{}}", 0 },
	{ "{\"user.name\":1,\"user\":{\"name\":2}}", "{\"USER\":{\"Name\":\"a\"}}", 1 },
	{ "{\"other\":1,\"other\":2}", "{\"other\":{\"id\":1},\"other\":[]}", 2 },
	{ "{\"headers\":{\"X-A\":\"1\"}}", "{\"headers\":{\"X-A\":\"1\",\"x-a\":\"2\"}}", 1 },
	{ "[1,2]", "{}", 0 },
	{ "", "   ", 0 },
};

static void
check_rows(void)
{
	struct json_paths *paths = new_paths();
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct json_reader *r = json_reader_new(paths);
		struct buf b = { 0 };
		buf_printf(&b, "%s\n%s", rows[i].first, rows[i].second);
		const size_t n = b.n;
		buf_room(&b, 1 + JSON_READER_SLACK);
		memset(b.p + n, '"', 1 + JSON_READER_SLACK);
		b.p[n] = '\n';
		const size_t known = read_block(r, paths, b.p, n, 3);
		if (known != rows[i].known)
			printf("%s: %zu lines are known\n", rows[i].second, known);
		CHECK(known == rows[i].known);
		buf_free(&b);
		json_reader_free(r);
	}
	json_paths_free(paths);
}

/* Lines that are all different, then lines that are all alike: the reader gives up on the first and
 * comes back for the others. */
static void
check_changes(void)
{
	enum { DIFFERENT = 12000, ALIKE = 40000 };
	struct json_paths *paths = new_paths();
	struct json_reader *r = json_reader_new(paths);
	struct buf b = { 0 };
	for (unsigned i = 0; i < DIFFERENT; i++)
		buf_printf(&b,
		    "{\"id\":%u,\"k%u\":{\"name\":[%u,{}]},\"user\":{\"name\":\"%u\"}}\n", i, i, i,
		    i);
	for (unsigned i = 0; i < ALIKE; i++)
		buf_printf(&b, "{\"id\":\"%u\",\"user\":{\"name\":\"%u\",\"age\":%u}}\n", i, i, i);
	const size_t n = b.n;
	buf_room(&b, JSON_READER_SLACK);
	memset(b.p + n, 0, JSON_READER_SLACK);
	const size_t known = read_block(r, paths, b.p, n, 1);
	CHECK(known > ALIKE / 2 && known < ALIKE + DIFFERENT / 10);
	buf_free(&b);
	json_reader_free(r);
	json_paths_free(paths);
}

int
main(void)
{
	static const enum json_builder builders[] = { JSON_BUILDER_PORTABLE, JSON_BUILDER_BEST };
	for (size_t i = 0; i < sizeof(builders) / sizeof(*builders); i++) {
		json_builder_choose(builders[i]);
		check_rows();
		check_changes();
	}
	return unit_end();
}
