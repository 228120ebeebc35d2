/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "json/walk.h"
#include "json/write.h"
#include "tests/unit/unit.h"

/* Walks one text as a line among good neighbours. */
struct fixture {
	struct json_paths *paths;
	struct json_walker *w;
	struct json_index ix;
	struct buf block;
};

static void
fixture_init(struct fixture *f, bool flatten, bool normalize)
{
	*f = (struct fixture){ 0 };
	f->paths = json_paths_new(flatten, normalize);
}

static void
fixture_free(struct fixture *f)
{
	json_walker_free(f->w);
	json_paths_free(f->paths);
	json_index_free(&f->ix);
	buf_free(&f->block);
}

/* The only line between neighbours: its result, after its neighbours have been checked. */
static struct json_line
walk_between(struct fixture *f, struct text line)
{
	struct json_line r = { 0 }, last = { 0 };
	struct json_pos pos = { 0 };
	if (!f->w)
		f->w = json_walker_new(f->paths);
	f->block.n = 0;
	BUF_LIT(&f->block, "{\"a\":[1]}\n");
	buf_text(&f->block, line);
	BUF_LIT(&f->block, "\n{\"a\":[1]}\n");
	json_index_build(&f->ix, f->block.p, f->block.n, JSON_LINES);
	CHECK(json_walk(f->w, f->block.p, f->block.n, &f->ix, &pos, &r) && r.kind == JSON_OBJECT);
	CHECK(json_walk(f->w, f->block.p, f->block.n, &f->ix, &pos, &r));
	CHECK(r.n == line.n);
	struct json_pos after = pos;
	struct json_walker *other = json_walker_new(f->paths);
	CHECK(json_walk(other, f->block.p, f->block.n, &f->ix, &after, &last) &&
	      last.kind == JSON_OBJECT);
	CHECK(!json_walk(other, f->block.p, f->block.n, &f->ix, &after, &last));
	json_walker_free(other);
	return r;
}

static const struct {
	const char *line;
	int code;
	uint32_t at;
	int kind;
} lines[] = {
	{ "{}", JSON_OK, 0, JSON_OBJECT },
	{ "", JSON_OK, 0, JSON_NONE },
	{ " \t\r", JSON_OK, 0, JSON_NONE },
	{ " [ ] \r", JSON_OK, 0, JSON_ARRAY },
	{ "1", JSON_OK, 0, JSON_NUMBER },
	{ "\"a\"", JSON_OK, 0, JSON_STRING },
	{ " null ", JSON_OK, 0, JSON_NULL },
	{ "true", JSON_OK, 0, JSON_TRUE },
	{ "false", JSON_OK, 0, JSON_FALSE },
	{ "{\"a\":1 , \"b\" : [1,2 ,{}] }", JSON_OK, 0, JSON_OBJECT },
	{ "{\"a\":{ },\"b\":{\"c\":{\t}}}", JSON_OK, 0, JSON_OBJECT },
	{ "{\"a\":{x}}", JSON_NO_KEY, 6, 0 },
	{ "{\"a\":{ x }}", JSON_NO_KEY, 7, 0 },
	{ "{\"a\":1 \"b\":2}", JSON_NO_COMMA, 7, 0 },
	{ "{\"a\":1,}", JSON_TRAILING_COMMA, 6, 0 },
	{ "[1,]", JSON_TRAILING_COMMA, 2, 0 },
	{ "[,1]", JSON_NO_VALUE, 1, 0 },
	{ "{\"a\":1", JSON_UNCLOSED, 6, 0 },
	{ "{\"a\":", JSON_UNCLOSED, 5, 0 },
	{ "{\"a\"", JSON_NO_COLON, 4, 0 },
	{ "{", JSON_UNCLOSED, 1, 0 },
	{ "[1", JSON_UNCLOSED, 2, 0 },
	{ "[[1]", JSON_UNCLOSED, 4, 0 },
	{ "[1}", JSON_NO_COMMA, 2, 0 },
	{ "]", JSON_NO_VALUE, 0, 0 },
	{ "{a:1}", JSON_NO_KEY, 1, 0 },
	{ "{\"a\" 1}", JSON_NO_COLON, 5, 0 },
	{ "{\"a\"::1}", JSON_NO_VALUE, 5, 0 },
	{ "{\"a:1}", JSON_UNTERMINATED, 1, 0 },
	{ "{} x", JSON_TRAILING, 3, 0 },
	{ "{}{}", JSON_TRAILING, 2, 0 },
	/* the token that is wrong is blamed, not the one behind it */
	{ "data: {\"a\":1}", JSON_BAD_LITERAL, 0, 0 },
	{ "  data: {\"a\":1}", JSON_BAD_LITERAL, 2, 0 },
	{ "{\"a\":[foo:1]}", JSON_BAD_LITERAL, 6, 0 },
	{ "{\"a\":[ foo : 1]}", JSON_BAD_LITERAL, 7, 0 },
	{ "{\"a\":foo:1}", JSON_BAD_LITERAL, 5, 0 },
	{ "{\"a\":01:1}", JSON_BAD_NUMBER, 5, 0 },
	{ "[1:2]", JSON_NO_COMMA, 2, 0 },
	{ "[1 : 2]", JSON_NO_COMMA, 3, 0 },
	{ "{\"a\":true:1}", JSON_NO_COMMA, 9, 0 },
	{ "1:2", JSON_TRAILING, 1, 0 },
	{ "foo[1]", JSON_BAD_LITERAL, 0, 0 },
	{ "foo \"a\"", JSON_BAD_LITERAL, 0, 0 },
	{ "[1 2]", JSON_NO_COMMA, 3, 0 },
	{ "[1 foo]", JSON_NO_COMMA, 3, 0 },
	{ "[1 foo {}]", JSON_NO_COMMA, 3, 0 },
	{ "[true  null \"a\"]", JSON_NO_COMMA, 7, 0 },
	{ "{\"a\":1 b,\"c\":2}", JSON_NO_COMMA, 7, 0 },
	{ "{\"a\":1,b:2}", JSON_NO_KEY, 7, 0 },
	{ "{\"a\" b:1}", JSON_NO_COLON, 5, 0 },
	{ "{\"a\":1 ,\t}", JSON_TRAILING_COMMA, 7, 0 },
	{ "2026-11-20 10:00:00 {}", JSON_BAD_NUMBER, 0, 0 },
	{ "1 2", JSON_TRAILING, 2, 0 },
	{ "1 2 \"a\"", JSON_TRAILING, 2, 0 },
	{ "1 \"a\"", JSON_TRAILING, 2, 0 },
	{ "[01]", JSON_BAD_NUMBER, 1, 0 },
	{ "[-]", JSON_BAD_NUMBER, 1, 0 },
	{ "[1.]", JSON_BAD_NUMBER, 1, 0 },
	{ "[tru]", JSON_BAD_LITERAL, 1, 0 },
	{ "[\"\\x\"]", JSON_BAD_ESCAPE, 2, 0 },
	{ "[\"\\u12g4\"]", JSON_BAD_HEX, 2, 0 },
	{ "[\"\\ud800\"]", JSON_LONE_SURROGATE, 2, 0 },
	{ "[\"\\udc00\"]", JSON_LONE_SURROGATE, 2, 0 },
	{ "[\"\\ud800\\ud800\"]", JSON_LONE_SURROGATE, 2, 0 },
	{ "[\"\\ud83d\\ude00\"]", JSON_OK, 0, JSON_ARRAY },
	{ "[\"\\ud83d\\ude00\\ude00\"]", JSON_LONE_SURROGATE, 14, 0 },
	{ "[\"\t\"]", JSON_CONTROL, 2, 0 },
	{ "[\"\xff\"]", JSON_BAD_UTF8, 2, 0 },
	{ "\xff{\"\t", JSON_BAD_UTF8, 0, 0 },
	{ "[\"\t\",\"\xc0\x80\"]", JSON_BAD_UTF8, 6, 0 },
	{ "[\"\\\\\"]", JSON_OK, 0, JSON_ARRAY },
	{ "[\"\\\\\\\"]", JSON_UNTERMINATED, 1, 0 },
	{ "\\\"", JSON_BAD_LITERAL, 0, 0 },
	{ "[\xc3\xa9]", JSON_BAD_LITERAL, 1, 0 },
	{ "/**/{}", JSON_BAD_LITERAL, 0, 0 },
};

static void
test_lines(void)
{
	struct fixture f;
	fixture_init(&f, true, true);
	json_paths_dotted(f.paths, TEXT("a"));
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		struct json_line r;
		unit_row(lines[i].line);
		r = walk_between(&f, text_of(lines[i].line));
		CHECK((int)r.fault.code == lines[i].code);
		CHECK(r.fault.at == lines[i].at);
		CHECK((int)r.kind == lines[i].kind);
		if ((int)r.fault.code != lines[i].code || r.fault.at != lines[i].at)
			printf("  got %s at %u\n", json_fault_text(r.fault.code), r.fault.at);
	}
	fixture_free(&f);
}

/* flags: f flatten, n normalize; expected NULL: absent */
static const struct {
	const char *flags, *path, *line, *expected;
	int hits;
} paths[] = {
	{ "fn", "body.request.email", "{\"body\":{\"request\":{\"email\":\"x\"}}}", "x", 1 },
	{ "fn", "body.request.email", "{\"body.request\":{\"Email\":1}}", "1", 1 },
	{ "fn", "body.request.email", "{\"body\":{\"request.email\":1}}", "1", 1 },
	{ "fn", "body.request.email", "{\"body.request.email\":1}", "1", 1 },
	{ "fn", "body.request", "{\"body\":{\"request\":{ \"a\" : 1}}}", "{ \"a\" : 1}", 1 },
	{ "", "body.request", "{\"body.request\":1}", NULL, 0 },
	{ "", "a.b", "{\"a\":{\"b\":1}}", "1", 1 },
	{ "", "a.b", "{\"A\":{\"b\":1}}", NULL, 0 },
	{ "n", "a.b", "{\"A\":{\"B\":1}}", "1", 1 },
	{ "n", "a_b", "{\"a.b\":7}", "7", 1 },
	{ "fn", "user_id", "{\"userID\":1,\"user-id\":2}", "2", 2 },
	{ "fn", "email", "{\"eMail\":1}", NULL, 0 },
	{ "fn", "a.1.b", "{\"a\":[{\"b\":1},{\"b\":2},{\"b\":3}]}", "2", 1 },
	{ "fn", "a.1.b", "{\"a\":{\"1\":{\"b\":5}}}", "5", 1 },
	{ "fn", "0", "[7,8]", "7", 1 },
	{ "fn", "1.0", "[7,[8]]", "8", 1 },
	{ "fn", "a.2", "{\"a\":[1,2]}", NULL, 0 },
	{ "fn", "a", "{\"a\":1,\"a\":2}", "2", 1 },
	{ "fn", "a", "{\"a\":1,\"A\":2}", "2", 2 },
	{ "fn", "a", "{\"a\":1,\"A\":2,\"\\u0061\":3}", "3", 2 },
	{ "fn", "b.a", "{\"b\":{\"a\":1},\"b\":{\"c\":2}}", NULL, 0 },
	{ "fn", "b.a", "{\"b\":{\"a\":1},\"B\":{\"c\":2}}", "1", 1 },
	{ "fn", "b.a", "{\"B\":{\"a\":1},\"b\":{\"a\":2},\"b\":{\"c\":3}}", "1", 1 },
	{ "fn", "b.a", "{\"b\":{\"a\":1},\"b.a\":2}", "2", 2 },
	{ "fn", "a", "{\"x\":{\"a\":1,\"a\":2}}", NULL, 0 },
	{ "fn", "", "{\"\":4}", "4", 1 },
	{ "f", "a.", "{\"a\":{\"\":4}}", "4", 1 },
	{ "f", "a.", "{\"a.\":4}", "4", 1 },
	{ "fn", "s", "{\"s\":\"a\\\"b\"}", "a\\\"b", 1 },
	{ "fn", "s", "{\"s\":null}", "null", 1 },
	{ "fn", "caf_", "{\"Café\":1}", "1", 1 },
	{ "fn", "this_key_is_longer_than_thirty_two_bytes.a",
	    "{\"thisKeyIsLongerThanThirtyTwoBytes\":{\"a\":9}}", "9", 1 },
};

static void
test_paths(void)
{
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		struct fixture f;
		struct json_line r;
		const struct json_value *v;
		unit_row(paths[i].line);
		fixture_init(&f, strchr(paths[i].flags, 'f'), strchr(paths[i].flags, 'n'));
		json_paths_dotted(f.paths, text_of(paths[i].path));
		for (int twice = 0; twice < 2; twice++) {
			r = walk_between(&f, text_of(paths[i].line));
			v = &r.slot[0];
			CHECK(r.fault.code == JSON_OK);
			CHECK(v->hits == paths[i].hits);
			CHECK((v->kind != JSON_NONE) == (paths[i].expected != NULL));
			if (v->kind != JSON_NONE && paths[i].expected)
				CHECK(text_eq(
				    (struct text){ v->p, v->n }, text_of(paths[i].expected)));
		}
		fixture_free(&f);
	}
}

static void
test_exact_and_nocase(void)
{
	const struct json_step exact[] = { { TEXT("headers"), JSON_EXACT },
		{ TEXT("User-Agent"), JSON_NOCASE } };
	struct fixture f;
	fixture_init(&f, true, true);
	json_paths_add(f.paths, exact, 2);
	json_paths_add(f.paths, exact, 1);
	json_paths_dotted(f.paths, TEXT("headers.user_agent"));
	struct json_line r = walk_between(&f, TEXT("{\"headers\":{\"USER-agent\":\"x\",\"b\":1}}"));
	CHECK(r.slot[0].kind == JSON_STRING && r.slot[0].n == 1);
	CHECK(r.slot[1].kind == JSON_OBJECT && r.slot[1].n == 24);
	CHECK(r.slot[2].kind == JSON_STRING);
	r = walk_between(&f, TEXT("{\"Headers\":{\"USER-agent\":\"x\"}}"));
	CHECK(r.slot[0].kind == JSON_NONE && r.slot[1].kind == JSON_NONE);
	CHECK(r.slot[2].kind == JSON_STRING);
	r = walk_between(&f, TEXT("{\"headers.User-Agent\":\"x\"}"));
	CHECK(r.slot[0].kind == JSON_NONE && r.slot[2].kind == JSON_STRING);
	r = walk_between(&f, TEXT("{\"headers\":{\"user-agent\":\"x\",\"User-Agent\":\"y\"}}"));
	CHECK(r.slot[0].hits == 2 && *r.slot[0].p == 'y');
	r = walk_between(&f, TEXT("{\"headers\":{\"user-agent\":\"x\",\"user-agent\":\"y\"}}"));
	CHECK(r.slot[0].hits == 1 && *r.slot[0].p == 'y');
	fixture_free(&f);
}

static void
test_members(void)
{
	static const char want[] = "a=1;b=x;c=[ 1 , {\"]\":\"}\"} ];d={};e=true;f=null;";
	struct fixture f;
	struct json_members it;
	struct json_value key, value;
	struct buf got = { 0 };
	fixture_init(&f, true, true);
	struct json_line r = walk_between(
	    &f, TEXT("{\"a\" : 1 ,\"b\":\"x\",\"c\":[ 1 , {\"]\":\"}\"} ],\"d\":{} , \"e\":true,"
		     "\"f\":null}"));
	json_members(&it, f.block.p, &f.ix, &r.value);
	while (json_member(&it, &key, &value)) {
		buf_put(&got, key.p, key.n);
		buf_char(&got, '=');
		buf_put(&got, value.p, value.n);
		buf_char(&got, ';');
	}
	CHECK(text_eq(buf_as_text(&got), TEXT(want)));
	for (const char *const *p = (const char *const[]){ "[]", " [ ] ", "{}", "{ }", NULL }; *p;
	     p++) {
		r = walk_between(&f, text_of(*p));
		json_members(&it, f.block.p, &f.ix, &r.value);
		CHECK(!json_member(&it, &key, &value));
	}
	r = walk_between(&f, TEXT("[1,\"a\",[],{}]"));
	json_members(&it, f.block.p, &f.ix, &r.value);
	for (int i = 0; i < 4; i++)
		CHECK(
		    json_member(&it, &key, &value) && key.kind == JSON_NONE &&
		    value.kind == (int[]){ JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT }[i]);
	CHECK(!json_member(&it, &key, &value));
	buf_free(&got);
	fixture_free(&f);
}

/* Easy members are what json_member gives, and the others are left to it. */
static void
test_easy_members(void)
{
	static const struct {
		const char *object;
		size_t easy, all;
	} table[] = {
		{ "{}", 0, 0 },
		{ "[1,\"a\"]", 0, 2 },
		{ "{\"a\":1,\"b\":\"x\",\"c\":null,\"d\":true,\"e\":false,\"\":\"\"}", 6, 6 },
		{ "{ \"a\" : \"x\" , \"b\" :-1.5e3}", 2, 2 },
		{ "{\"a\": 1,\"b\":1 ,\"c\":1}", 1, 3 },
		{ "{\"a\":{\"x\":1},\"b\":[],\"c\":\"{\"}", 1, 3 },
		{ "{\"a\":1,\"b\":\"x\\n\"}", 0, 2 },
		{ "{\"a\\u0062\":1}", 0, 1 },
	};
	struct fixture f;
	fixture_init(&f, true, true);
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct json_members it, other;
		struct json_value key, value, same;
		struct text name;
		size_t easy = 0, all = 0;
		unit_row(table[i].object);
		struct json_line r = walk_between(&f, text_of(table[i].object));
		json_members(&it, f.block.p, &f.ix, &r.value);
		json_members(&other, f.block.p, &f.ix, &r.value);
		for (; json_member(&other, &key, &value); all++) {
			if (json_member_easy(&it, &name, &same)) {
				easy++;
				CHECK(text_eq(name, (struct text){ key.p, key.n }));
			} else {
				CHECK(json_member(&it, &key, &same));
			}
			CHECK(same.kind == value.kind && same.p == value.p && same.n == value.n &&
			      same.entry == value.entry && same.escaped == value.escaped);
		}
		CHECK(!json_member_easy(&it, &name, &same) && !json_member(&it, &key, &same));
		CHECK(easy == table[i].easy && all == table[i].all);
	}
	fixture_free(&f);
}

static void
test_depth(void)
{
	struct fixture f;
	struct buf b = { 0 };
	unit_row("depth");
	fixture_init(&f, true, true);
	for (int depth = 1023; depth <= 1026; depth++) {
		struct json_line r;
		b.n = 0;
		for (int i = 0; i < depth; i++)
			buf_char(&b, '[');
		buf_char(&b, '1');
		for (int i = 0; i < depth; i++)
			buf_char(&b, ']');
		r = walk_between(&f, buf_as_text(&b));
		CHECK(r.fault.code == (depth <= 1024 ? JSON_OK : JSON_TOO_DEEP));
	}
	b.n = 0;
	for (int i = 0; i < 100000; i++)
		buf_char(&b, '[');
	CHECK(walk_between(&f, buf_as_text(&b)).fault.code == JSON_TOO_DEEP);
	buf_free(&b);
	fixture_free(&f);
}

/* A bad line at every offset of a block: never more than that line is lost. */
static void
test_alignment(void)
{
	static const char *const bad[] = { "{\"a", "\"\\", "\"\\\\\\", "\x01", "\"\x01",
		"{\"\xe2\x82", "[\"\\ud83d", "[\"\\ud83d\\u" };
	struct fixture f;
	struct json_line r;
	struct buf b = { 0 };
	fixture_init(&f, true, true);
	f.w = json_walker_new(f.paths);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		for (size_t pad = 0; pad < 140; pad++) {
			struct json_pos pos = { 0 };
			unit_row(bad[i]);
			b.n = 0;
			BUF_LIT(&b, "{\"a\":\"");
			for (size_t j = 0; j < pad; j++)
				buf_char(&b, 'x');
			BUF_LIT(&b, "\"}\n");
			buf_text(&b, text_of(bad[i]));
			BUF_LIT(&b, "\n{\"b\":\"\\\\\\\"\",\"c\":[1,2]}\n");
			json_index_build(&f.ix, b.p, b.n, JSON_LINES);
			CHECK(json_walk(f.w, b.p, b.n, &f.ix, &pos, &r) && r.kind == JSON_OBJECT);
			CHECK(json_walk(f.w, b.p, b.n, &f.ix, &pos, &r) && r.kind == JSON_NONE &&
			      r.fault.code != JSON_OK);
			CHECK(json_walk(f.w, b.p, b.n, &f.ix, &pos, &r) && r.kind == JSON_OBJECT);
			CHECK(!json_walk(f.w, b.p, b.n, &f.ix, &pos, &r));
		}
	buf_free(&b);
	fixture_free(&f);
}

/* White space may stand between any two tokens, whatever is closely packed around it. */
static void
test_gaps(void)
{
	static const char *const tokens[] = { "{", "\"a\"", ":", "{", "\"b\"", ":", "{", "}", ",",
		"\"c\"", ":", "[", "]", ",", "\"d\"", ":", "{", "\"e\"", ":", "[", "{", "}", ",",
		"[", "]", ",", "1", "]", "}", "}", ",", "\"f\"", ":", "-1.5", ",", "\"g\"", ":",
		"[", "{", "\"h\"", ":", "\"x\"", "}", ",", "true", "]", ",", "\"i\"", ":", "{",
		"\"j\"", ":", "null", "}", "}" };
	enum { TOKENS = sizeof tokens / sizeof tokens[0] };
	struct buf line = { 0 };
	struct fixture f;

	fixture_init(&f, true, true);
	unit_row("gaps");
	json_paths_dotted(f.paths, TEXT("a.b"));
	for (size_t one = 0; one <= TOKENS; one++)
		for (size_t other = one; other <= TOKENS; other++) {
			line.n = 0;
			for (size_t i = 0; i <= TOKENS; i++) {
				if (i == one || i == other)
					buf_char(&line, i % 2 ? ' ' : '\t');
				if (i < TOKENS)
					buf_text(&line, text_of(tokens[i]));
			}
			struct json_line r = walk_between(&f, buf_as_text(&line));

			CHECK(r.fault.code == JSON_OK && r.kind == JSON_OBJECT);
			CHECK(r.slot[0].kind == JSON_OBJECT && r.slot[0].hits == 1);
		}
	buf_free(&line);
	fixture_free(&f);
}

int
main(void)
{
	test_lines();
	test_gaps();
	test_paths();
	test_exact_and_nocase();
	test_members();
	test_easy_members();
	test_depth();
	test_alignment();
	return unit_end();
}
