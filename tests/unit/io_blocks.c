/* SPDX-License-Identifier: MIT */
#include "io/blocks.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "io/records.h"
#include "tests/unit/blocks.h"
#include "tests/unit/unit.h"

static const struct row {
	const char *name, *text, *want;
	size_t max;
	bool open_end;
} rows[] = {
	{ "nothing", "", "L\n", 0, 0 },
	{ "blank", " \n\t\r\n", "L\n", 0, 0 },
	{ "lines", "{\"a\":1}\n\n{\"a\":2}\r\n", "L\n1 object: {\"a\":1}\n3 object: {\"a\":2}\r\n",
	    0, 0 },
	/* arrays */
	{ "empty array", "[]", "D\n", 0, 0 },
	{ "empty array, pretty", "\n[\n]\n", "D\n", 0, 0 },
	{ "array", "[{\"a\":1},{}]\n", "D\n1 object: {\"a\":1}\n1 object: {}\n", 0, 0 },
	{ "array, pretty", "[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": [ {} ]\n  }\n]\n",
	    "D\n2 object: {\n    \"a\": 1\n  }\n5 object: {\n    \"a\": [ {} ]\n  }\n", 0, 0 },
	{ "BOM", "\xef\xbb\xbf[{}]", "D\n1 object: {}\n", 0, 0 },
	{ "blank lines first", "\n \n[ {} ]", "D\n3 object: {}\n", 0, 0 },
	{ "CR", "[\r\n{\"a\":1},\r\n{}\r\n]\r\n", "D\n2 object: {\"a\":1}\n3 object: {}\n", 0, 0 },
	{ "no objects", "[{},1,\"a,]\\\"\",null,[1,{\"a\":2}],true,-0.5e1]",
	    "D\n1 object: {}\n1 number: 1\n1 string: \"a,]\\\"\"\n1 null: null\n"
	    "1 array: [1,{\"a\":2}]\n1 true: true\n1 number: -0.5e1\n",
	    0, 0 },
	{ "an array of numbers is a line", "[1,{\"a\":1}]\n", "L\n1 array: [1,{\"a\":1}]\n", 0, 0 },
	{ "and so is one of arrays", "[[{}]]", "L\n1 array: [[{}]]\n", 0, 0 },
	{ "text in brackets", "[2026-11-20] x\n{}\n",
	    "L\n1 a malformed number at 2: [2026-11-20] x\n2 object: {}\n", 0, 0 },
	{ "a bracket alone", "[", "L\n1 the line ends inside an object or array at 2: [\n", 0, 0 },
	/* objects */
	{ "one line, an object", "{\"a\":1}", "L\n1 object: {\"a\":1}\n", 0, 0 },
	{ "an object that ends on a later line", "{\n\"a\":1}\n{\"a\":2}\n{\"a\n\":3}",
	    "D\n1 object: {\n\"a\":1}\n3 object: {\"a\":2}\n"
	    "4 a raw control character in a string at 4: {\"a\n\n",
	    0, 0 },
	{ "another behind it", "{\"a\":1} {\"a\":2}\n{}{}\n",
	    "D\n1 object: {\"a\":1}\n1 object: {\"a\":2}\n2 object: {}\n2 object: {}\n", 0, 0 },
	{ "a torn one behind it", "{\"a\":1}{\"a\":",
	    "D\n1 object: {\"a\":1}\n1 the input ends inside an object or array at 6: {\"a\":\n", 0,
	    0 },
	{ "an array behind it", "{}[{},2]3",
	    "D\n1 object: {}\n1 object: {}\n1 number: 2\n1 number: 3\n", 0, 0 },
	{ "a number behind it is none", "{} 1\n{}\n",
	    "L\n1 there is more text after the value at 4: {} 1\n2 object: {}\n", 0, 0 },
	{ "nor is a comma", "{},{}\n", "L\n1 there is more text after the value at 3: {},{}\n", 0,
	    0 },
	{ "a later line with two", "{}\n{}{}\n",
	    "L\n1 object: {}\n2 there is more text after the value at 3: {}{}\n", 0, 0 },
	{ "a torn first line", "{\"a\":{\"b\":1\n{\"a\":2}\n",
	    "L\n1 the line ends inside an object or array at 12: {\"a\":{\"b\":1\n2 object: {\"a\":2}\n",
	    0, 0 },
	{ "torn behind a colon", "{\"a\":\n{\"a\":2}\n{}\n",
	    "L\n1 the line ends inside an object or array at 6: {\"a\":\n2 object: {\"a\":2}\n3 object: {}\n",
	    0, 0 },
	{ "torn in a string", "{\"a\":\"x\n{\"a\":2}\n",
	    "L\n1 a string without its closing quote at 6: {\"a\":\"x\n2 object: {\"a\":2}\n", 0,
	    0 },
	{ "torn behind a comma", "{\"a\":1,\n{\"a\":2}\n",
	    "L\n1 the line ends inside an object or array at 8: {\"a\":1,\n2 object: {\"a\":2}\n",
	    0, 0 },
	{ "no object, after all", "{\n\"a\":nul\n}\n",
	    "L\n1 the line ends inside an object or array at 2: {\n"
	    "2 there is more text after the value at 4: \"a\":nul\n"
	    "3 a value was expected at 1: }\n",
	    0, 0 },
	{ "values", "{\n}1 2 \"x\" [{\"a\":1},3] null{}\n7",
	    "D\n1 object: {\n}\n2 number: 1\n2 number: 2\n2 string: \"x\"\n2 object: {\"a\":1}\n"
	    "2 number: 3\n2 null: null\n2 object: {}\n3 number: 7\n",
	    0, 0 },
	{ "duplicate keys", "[{\"a\":1,\"a\":2}]", "D\n1 object: {\"a\":1,\"a\":2}\n", 0, 0 },
	/* what ends a document */
	{ "a bad literal", "[{\"a\":1},\n{\"a\":tru},{\"a\":3}]",
	    "D\n1 object: {\"a\":1}\n2 neither a value nor punctuation at 6: {\"a\":tru}\n", 0, 0 },
	{ "a bracket that is missing", "[{\"a\":1},{\"a\":2,{\"a\":3},{\"a\":4}]",
	    "D\n1 object: {\"a\":1}\n1 a key in double quotes was expected at 8: {\"a\":2,{\n", 0,
	    0 },
	{ "a quote that is missing", "[{\"a\":\"1},\n{\"a\":\"2\"}]",
	    "D\n1 a raw control character in a string at 10: {\"a\":\"1},\n\n", 0, 0 },
	{ "two commas", "[{},,{}]", "D\n1 object: {}\n1 a value was expected at 1: ,\n", 0, 0 },
	{ "a trailing comma", "[{},\n]",
	    "D\n1 object: {}\n2 a comma before the closing bracket at 1: ]\n", 0, 0 },
	{ "no comma", "[{} {}]",
	    "D\n1 object: {}\n1 a comma or the closing bracket was expected at 1: {\n", 0, 0 },
	{ "garbage behind it", "[{}]\nx{}",
	    "D\n1 object: {}\n2 neither a value nor punctuation at 1: x\n", 0, 0 },
	{ "a bracket behind it", "[{}]]{}", "D\n1 object: {}\n1 a value was expected at 1: ]\n", 0,
	    0 },
	{ "the wrong bracket", "[{}}",
	    "D\n1 object: {}\n1 a comma or the closing bracket was expected at 1: }\n", 0, 0 },
	{ "torn", "[{\"a\":1},{\"b\":[1,\n2",
	    "D\n1 object: {\"a\":1}\n1 the input ends inside an object or array at 11: {\"b\":[1,\n2\n",
	    0, 0 },
	{ "not closed", "[{\"a\":1},\n{}\n",
	    "D\n1 object: {\"a\":1}\n2 object: {}\n! the input ends inside the array that begins on line 1\n",
	    0, 0 },
	{ "not closed, which is allowed", "[{\"a\":1},\n{},\n",
	    "D\n1 object: {\"a\":1}\n2 object: {}\n", 0, true },
	/* what does not */
	{ "invalid UTF-8",
	    "[{\"a\":\"\xff\"},{\"a\":\"\xc3\xa9\"},{\"a\":\"\xc3\",\"b\":\"\xff\"},{}]",
	    "D\n1 invalid UTF-8 at 7: {\"a\":\"\xff\"}\n1 object: {\"a\":\"\xc3\xa9\"}\n"
	    "1 invalid UTF-8 at 7: {\"a\":\"\xc3\",\"b\":\"\xff\"}\n1 object: {}\n",
	    0, 0 },
	{ "but what is no JSON either", "[{\"a\":\"\xff\",\"b\":tru},{}]",
	    "D\n1 neither a value nor punctuation at 14: {\"a\":\"\xff\",\"b\":tru}\n", 0, 0 },
	{ "over the limit", "[{\"a\":1},{\"abcd\":123},\n{\"a\":\"}]\\\"\"},{\"a\":2}]",
	    "D\n1 object: {\"a\":1}\n1 too long: 12\n2 too long: 12\n2 object: {\"a\":2}\n", 10,
	    0 },
	{ "over the limit, and torn", "[{\"a\":1},{\"abcd\":\n12345",
	    "D\n1 object: {\"a\":1}\n1 too long: 14\n"
	    "! line 2: the input ends in an element that is over the limit\n",
	    10, 0 },
	{ "over the limit, and no JSON", "[{\"a\":1},{\"abcd\":\n12345 6}]",
	    "D\n1 object: {\"a\":1}\n1 too long: 15\n"
	    "! line 2: invalid JSON in an element that is over the limit\n",
	    10, 0 },
	{ "a first object over the limit", "{\"abcd\":\n12345678}{\"a\":1}",
	    "D\n1 too long: 18\n2 object: {\"a\":1}\n", 10, 0 },
	{ "a first line over the limit", "{\"abcd\":12345678}{\"a\":1}\n{}\n",
	    "L\n1 too long: 24\n2 object: {}\n", 10, 0 },
};

static void
check_rows(void)
{
	static const size_t blocks[] = { 0, 1, 2, 3, 5, 7, 11, 64 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *r = &rows[i];
		const struct blocks_options o = { .expect = BLOCKS_EXPECT_EITHER,
			.max_record = r->max,
			.open_end = r->open_end };
		unit_row(r->name);
		for (size_t j = 0; j < sizeof(blocks) / sizeof(blocks[0]); j++)
			check_block(text_of(r->text), &o, blocks[j], text_of(r->want));
		check_drip(text_of(r->text), &o, text_of(r->want));
	}
}

static void
check_arrays(void)
{
	static const struct text names[] = { TEXT("data.*.spans"), TEXT("rs.*.ss.*.spans"),
		TEXT("Records") };
	static const struct {
		const char *name, *text, *want;
	} with[] = {
		{ "CloudTrail", "{\"Records\":[{\"a\":1},\n{\"a\":2}]}\n{}",
		    "D\n1 in 1 object: {\"a\":1}\n2 in 1 object: {\"a\":2}\n"
		    "1 around 1: {\"Records\":[]}\n3 around 2: {}\n" },
		{ "Jaeger",
		    "{ \"data\": [\n{\"spans\":[{\"s\":1}, {\"s\":2}],\"processes\":{\"p1\":{}}},\n"
		    "{\"spans\":[]}],\n\"total\":0}",
		    "D\n2 in 2 object: {\"s\":1}\n2 in 2 object: {\"s\":2}\n"
		    "2 around 2: {\"spans\":[],\"processes\":{\"p1\":{}}}\n3 around 3: {\"spans\":[]}\n"
		    "1 around 1: { \"data\": [],\n\"total\":0}\n" },
		{ "OTLP",
		    "{\"rs\":[{\"r\":1,\n\"ss\":[{\"spans\":[{\"s\":1}]},{\"v\":2,\"spans\":[{\"s\":2},3]}]}]}",
		    "D\n2 in 3 object: {\"s\":1}\n2 around 3: {\"spans\":[]}\n"
		    "2 in 4 object: {\"s\":2}\n2 in 4 number: 3\n2 around 4: {\"v\":2,\"spans\":[]}\n"
		    "1 around 2: {\"r\":1,\n\"ss\":[]}\n1 around 1: {\"rs\":[]}\n" },
		{ "in an array at the top", "[{\"Records\":[1]},{\"x\":[{}]},\n{\"Records\":7}]",
		    "D\n1 in 1 number: 1\n1 around 1: {\"Records\":[]}\n1 around 2: {\"x\":[{}]}\n"
		    "2 around 3: {\"Records\":7}\n" },
		{ "an escaped key, and twice", "{\"\\u0052ecords\":[1],\n\"Records\":[2]}",
		    "D\n1 in 1 number: 1\n2 in 1 number: 2\n"
		    "1 around 1: {\"\\u0052ecords\":[],\n\"Records\":[]}\n" },
		{ "no colon", "{\n\"data\":[{\"spans\" [{}]}]}",
		    "D\n2 in 2 a colon was expected after the key at 1: [\n" },
		{ "a torn line", "{\"Records\":[\n{\"Records\":[1]}\n",
		    "L\n1 the line ends inside an object or array at 13: {\"Records\":[\n"
		    "2 object: {\"Records\":[1]}\n" },
		{ "a line", "{\"Records\":[1]}\n{}\n",
		    "L\n1 object: {\"Records\":[1]}\n2 object: {}\n" },
		{ "no colon, later", "[{},{\"Records\":[1],\"b\" 2}]",
		    "D\n1 around 1: {}\n1 in 2 number: 1\n"
		    "1 in 2 a colon was expected after the key at 1: 2\n" },
		{ "no end", "[{\"Records\":[1],\"b\"",
		    "D\n1 in 1 number: 1\n! the input ends inside the array that begins on line 1\n" },
	};
	struct json_arrays *arrays = json_arrays_new(names, 3);
	const struct blocks_options o = { .expect = BLOCKS_EXPECT_EITHER, .arrays = arrays };

	for (size_t i = 0; i < sizeof(with) / sizeof(with[0]); i++) {
		unit_row(with[i].name);
		for (size_t block = 1; block < 70; block++)
			check_block(text_of(with[i].text), &o, block, text_of(with[i].want));
	}
	unit_row("an array of arrays, and one of numbers");
	const struct blocks_options nested = { .expect = BLOCKS_EXPECT_EITHER, .nested = true };
	for (size_t block = 1; block < 70; block++) {
		check_block(TEXT("[\n[{}, 1],\n[]]"), &nested, block,
		    TEXT("D\n2 array: [{}, 1]\n3 array: []\n"));
		check_block(TEXT("[1,[]]"), &nested, block, TEXT("L\n1 array: [1,[]]\n"));
	}
	unit_row("an envelope over the limit");
	const struct blocks_options small = {
		.expect = BLOCKS_EXPECT_EITHER, .arrays = arrays, .max_record = 20
	};
	for (size_t block = 1; block < 70; block++) {
		check_block(TEXT("[{\"Records\":[1,2],\"a\":33},{\"Records\":[4]}]"), &small, block,
		    TEXT(
			"D\n1 in 1 number: 1\n1 in 1 number: 2\n"
			"! the text around the elements exceeds the limit for one element, 20 bytes\n"));
		check_block(TEXT("[{\"Records\":[1],\"a\":{\"bcdefghijklmnopqrst\":1}}]"), &small,
		    block,
		    TEXT(
			"D\n1 in 1 number: 1\n"
			"! the text around the elements exceeds the limit for one element, 20 bytes\n"));
	}
	json_arrays_free(arrays);
}

/* Objects without a named array are elements, and the text around the others is kept. */
static void
check_mixed(void)
{
	static const struct text names[] = { TEXT("data.*.spans"), TEXT("rs.*.ss.*.spans"),
		TEXT("Records") };
	static const struct {
		const char *name, *text, *want;
	} with[] = {
		{ "records alone", "[{\"a\":1},\n{\"data\":[{\"b\":1}]},{\"Records\":7}\n]",
		    "D\n1 object: {\"a\":1}\n2 object: {\"data\":[{\"b\":1}]}\n"
		    "2 object: {\"Records\":7}\n" },
		{ "one after the other", "{\"a\":1}{\"a\":{\n\"b\":[{}]}}",
		    "D\n1 object: {\"a\":1}\n1 object: {\"a\":{\n\"b\":[{}]}}\n" },
		{ "beside others",
		    "[{\"a\":1},{\"x\":[3],\"Records\":[{\"b\":2},5],\"c\":3},{\"d\":4}]",
		    "D\n1 object: {\"a\":1}\n1 in 1 object: {\"b\":2}\n1 in 1 number: 5\n"
		    "1 around 1: {\"x\":[3],\"Records\":[],\"c\":3}\n1 object: {\"d\":4}\n" },
		{ "Jaeger",
		    "{ \"data\": [\n{\"spans\":[{\"s\":1}, {\"s\":2}],\"processes\":{\"p1\":{}}},\n"
		    "{\"spans\":[]}],\n\"total\":0}",
		    "D\n2 in 2 object: {\"s\":1}\n2 in 2 object: {\"s\":2}\n"
		    "2 around 2: {\"spans\":[],\"processes\":{\"p1\":{}}}\n3 around 3: {\"spans\":[]}\n"
		    "1 around 1: { \"data\": [],\n\"total\":0}\n" },
		{ "an array after one without",
		    "{\"data\":[{\"x\":1},{\"spans\":[{}]},\n{}]}\n[{}]",
		    "D\n1 around 2: {\"x\":1}\n1 in 3 object: {}\n1 around 3: {\"spans\":[]}\n"
		    "2 around 4: {}\n1 around 1: {\"data\":[]}\n3 object: {}\n" },
		{ "no colon", "[{},\n{\"a\" 1}]",
		    "D\n1 object: {}\n2 a colon was expected after the key at 6: {\"a\" 1\n" },
		{ "no end", "[{\"a\":1},{\"Records\":[{\"b\":1}",
		    "D\n1 object: {\"a\":1}\n1 in 1 object: {\"b\":1}\n"
		    "! the input ends inside the array that begins on line 1\n" },
	};
	struct json_arrays *arrays = json_arrays_new_mixed(names, 3);
	const struct blocks_options o = { .expect = BLOCKS_EXPECT_EITHER, .arrays = arrays };

	for (size_t i = 0; i < sizeof(with) / sizeof(with[0]); i++) {
		unit_row(with[i].name);
		for (size_t block = 1; block < 70; block++)
			check_block(text_of(with[i].text), &o, block, text_of(with[i].want));
	}
	json_arrays_free(arrays);
}

/* An element comes out with its last byte, and is as large as it is. */
static void
check_at_once(void)
{
	static const char text[] = "[{\"a\":1},\n{\"a\":2}";
	const struct blocks_options o = { .expect = BLOCKS_EXPECT_EITHER };
	struct input_block b;
	struct blocks blocks;
	char path[64];
	int fd[2];
	unit_row("at once");
	CHECK(pipe(fd) == 0);
	snprintf(path, sizeof(path), "/dev/fd/%d", fd[0]);
	struct in *in = in_open(path, NULL);
	blocks_init(&blocks, in, &o);
	for (size_t i = 0; i + 1 < sizeof(text); i++) {
		const bool whole = text[i] == '}';
		CHECK(write(fd[1], text + i, 1) == 1);
		CHECK(blocks_ready(&blocks) == whole);
		if (!whole)
			continue;
		CHECK(blocks_next(&blocks, &b, NULL) == 1 && b.index->elements == 1);
		CHECK(b.offset + b.n == i + 1 && blocks_offset(&blocks) == i + 1);
		CHECK(b.lines + b.index->element[0].line == (i > 10 ? 2 : 1));
	}
	close(fd[1]);
	close(fd[0]);
	blocks_free(&blocks);
	in_close(in);
}

/* 200 blocks that are all kept until the end. */
static void
check_kept(bool document)
{
	enum { BLOCKS = 200 };
	struct block_memory own = { 0 }, kept[BLOCKS];
	struct input_block block[BLOCKS];
	const struct blocks_options o = { .expect = BLOCKS_EXPECT_EITHER, .block = 50 };
	struct buf text = { 0 };
	size_t n = 0, records = 0;
	struct blocks blocks;
	struct in *in;

	unit_row(document ? "kept elements" : "kept lines");
	for (size_t i = 0; i < 500; i++)
		buf_printf(&text, "%s{\"n\":%zu}%s", document && i == 0 ? "[" : "", i,
		    !document  ? "\n"
		    : i == 499 ? "]"
			       : ",");
	in = open_text(buf_as_text(&text));
	blocks_init(&blocks, in, &o);
	while (n < BLOCKS && blocks_take(&blocks, &own, &block[n], NULL) > 0) {
		kept[n] = block_memory_take(&own);
		if (document) /* the index has moved with it */
			block[n].index = &kept[n].index;
		n++;
	}
	for (size_t i = 0; i < n; i++) {
		struct json_walker *w = json_walker_new(paths);
		struct json_index lines = { 0 };
		struct json_pos pos = { 0 };
		struct json_line line;
		char want[32];
		CHECK(memcmp(block[i].p, text.p + block[i].offset, block[i].n) == 0);
		CHECK(block[i].p + block[i].n + BLOCK_BEHIND <= kept[i].p + kept[i].cap);
		if (!document) {
			json_index_build(&lines, block[i].p, block[i].n, JSON_LINES);
			block[i].index = &lines;
		}
		while (json_walk(w, block[i].p, block[i].n, block[i].index, &pos, &line)) {
			const int length = snprintf(want, sizeof(want), "{\"n\":%zu}", records++);
			CHECK(line.n == (size_t)length && memcmp(line.p, want, line.n) == 0);
		}
		json_walker_free(w);
		json_index_free(&lines);
		block_memory_free(&kept[i]);
	}
	CHECK(records == 500);
	block_memory_free(&own);
	blocks_free(&blocks);
	in_close(in);
	buf_free(&text);
}

/* Elements of all sizes around that of a block, and one of many blocks. */
static void
check_sizes(void)
{
	struct json_walker *w = json_walker_new(paths);
	struct buf text = { 0 };
	size_t count = 0;
	unit_row("sizes");
	buf_char(&text, '[');
	for (size_t n = 0; n < 3000; n = n < 300 ? n + 1 : n * 2, count++)
		buf_printf(&text, "%s{\"a\":\"%0*d\"}", count > 0 ? ",\n" : "", (int)n, 0);
	buf_char(&text, ']');
	for (size_t block = 60; block < 70; block++) {
		const struct blocks_options o = { .expect = BLOCKS_EXPECT_EITHER, .block = block };
		struct in *in = open_text(buf_as_text(&text));
		struct input_record record;
		struct records r;
		uint64_t number = 0;
		records_init(&r, in, &o, paths);
		while (records_next(&r, &record, NULL) > 0)
			CHECK(record.line.kind == JSON_OBJECT && record.number == ++number &&
			      memcmp(record.line.p, text.p + record.offset, record.line.n) == 0);
		CHECK(number == count);
		records_free(&r);
		in_close(in);
	}
	buf_free(&text);
	json_walker_free(w);
}

static void
check_depth(void)
{
	static const int depths[] = { 1024, 1025, 3000 };
	const struct blocks_options small = { .expect = BLOCKS_EXPECT_EITHER, .block = 64 },
				    large = { .expect = BLOCKS_EXPECT_EITHER };
	for (size_t i = 0; i < 3; i++) {
		struct buf text = { 0 }, want = { 0 };
		unit_row("depth");
		buf_printf(&text, "[{},{\"a\":");
		for (int d = 1; d < depths[i]; d++)
			buf_char(&text, '[');
		for (int d = 1; d < depths[i]; d++)
			buf_char(&text, ']');
		buf_printf(&text, "},{}]");
		buf_printf(&want, "D\n1 object: {}\n1 %s: %.*s\n1 object: {}\n",
		    i == 0 ? "object" : "nested more than 1024 levels deep at 1029",
		    (int)(text.n - 8), text.p + 4);
		check_block(buf_as_text(&text), &small, 64, buf_as_text(&want));
		check_block(buf_as_text(&text), &large, 0, buf_as_text(&want));
		check_drip(buf_as_text(&text), &large, buf_as_text(&want));
		buf_free(&text);
		buf_free(&want);
	}
}

int
main(void)
{
	paths = json_paths_new(false, false);
	check_rows();
	check_arrays();
	check_mixed();
	check_at_once();
	check_kept(false);
	check_kept(true);
	check_sizes();
	check_depth();
	json_paths_free(paths);
	return unit_end();
}
