/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "json/paths.h"
#include "json/tree.h"
#include "json/write.h"
#include "tests/unit/unit.h"

static const struct {
	const char *in, *out;
} strings[] = {
	{ "", "\"\"" },
	{ "abc", "\"abc\"" },
	{ "a\"b\\c", "\"a\\\"b\\\\c\"" },
	{ "\b\f\n\r\t\x01\x1f\x7f", "\"\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"" },
	{ "é/<>", "\"é/<>\"" },
	{ "12345678\"12345678", "\"12345678\\\"12345678\"" },
	{ "\xc2\xa0\xe2\x80\xa8 \x20!#[]", "\"\xc2\xa0\xe2\x80\xa8 \x20!#[]\"" },
};

static const struct {
	const char *in, *out;
} escapes[] = {
	{ "", "" },
	{ "abc", "abc" },
	{ "a\\\"\\\\\\/\\b\\f\\n\\r\\tz", "a\"\\/\b\f\n\r\tz" },
	{ "\\u0041\\u00e9\\u20AC\\ud83d\\ude00!", "Aé€😀!" },
	/* of lines that are refused: as they stand, and never longer */
	{ "\\", "\\" },
	{ "a\\u", "a\\u" },
	{ "\\u12", "\\u12" },
	{ "\\u12g4x", "\\u12g4x" },
	{ "\\q\\t", "\\q\t" },
	{ "\\ud83d", "\\ud83d" },
	{ "\\ud83d\\u00e9", "\\ud83d\xc3\xa9" },
	{ "\\ud83dxxde00z", "\\ud83dxxde00z" },
	{ "\\ude00\\ud83d", "\\ude00\\ud83d" },
};

static const struct {
	const char *in, *out;
} compacts[] = {
	{ "{ \"a b\" : [ 1 ,\t2 ] }", "{\"a b\":[1,2]}" },
	{ "[\" \\\" \", \"\\\\\" , 1]", "[\" \\\" \",\"\\\\\",1]" },
	{ "1.50", "1.50" },
	{ "\n[\r\n]\n", "[]" },
};

static const struct {
	const char *in, *out;
} names[] = {
	{ "emailAddress", "email_address" },
	{ "Email-Address", "email_address" },
	{ "email_address", "email_address" },
	{ "userID", "user_id" },
	{ "eMail", "e_mail" },
	{ "HTTPServer", "http_server" },
	{ "URL", "url" },
	{ "a--__b", "a_b" },
	{ "_a_", "_a_" },
	{ "x9Y", "x9_y" },
	{ "", "" },
	{ "naïve", "na_ve" },
	{ "A", "a" },
	{ "ABc", "a_bc" },
};

static void
test_tables(void)
{
	struct buf b = { 0 };
	char out[256];
	for (size_t i = 0; i < sizeof(strings) / sizeof(*strings); i++) {
		unit_row(strings[i].in);
		b.n = 0;
		json_put_string(&b, text_of(strings[i].in));
		CHECK(text_eq(buf_as_text(&b), text_of(strings[i].out)));
		CHECK(json_is_plain(text_of(strings[i].in)) == !strpbrk(strings[i].out + 0, "\\"));
	}
	for (size_t i = 0; i < sizeof(escapes) / sizeof(*escapes); i++) {
		unit_row(escapes[i].in);
		CHECK(text_eq((struct text){ out, json_unescape(text_of(escapes[i].in), out) },
		    text_of(escapes[i].out)));
	}
	for (size_t i = 0; i < sizeof(compacts) / sizeof(*compacts); i++) {
		unit_row(compacts[i].in);
		b.n = 0;
		json_put_compact(&b, text_of(compacts[i].in));
		CHECK(text_eq(buf_as_text(&b), text_of(compacts[i].out)));
		CHECK(json_is_compact(text_of(compacts[i].out)));
		CHECK(json_is_compact(text_of(compacts[i].in)) ==
		      (strcmp(compacts[i].in, compacts[i].out) == 0));
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		unit_row(names[i].in);
		CHECK(text_eq((struct text){ out, json_normalize(text_of(names[i].in), out) },
		    text_of(names[i].out)));
	}
	buf_free(&b);
}

/* Every kind of value, as a member and in an array, with the commas that are due. */
static void
test_writer(void)
{
	struct buf b = { 0 };
	unit_row("writer");
	json_begin(&b, '{');
	json_member_string(&b, "a", TEXT("{[,:\n"));
	json_member_string_or_null(&b, "b", TEXT_ABSENT);
	json_member_u64(&b, "c", UINT64_MAX);
	json_member_begin(&b, "d", '[');
	json_end(&b, ']');
	json_member_begin(&b, "e", '[');
	json_add_string(&b, TEXT("["));
	json_add_string(&b, TEXT(","));
	json_add_string(&b, TEXT(":"));
	json_add_u64(&b, 0);
	json_add_bool(&b, true);
	json_add_null(&b);
	json_add_raw(&b, TEXT("1.50"));
	json_add_raw_or_null(&b, TEXT_ABSENT);
	json_begin(&b, '{');
	json_end(&b, '}');
	json_begin(&b, '{');
	json_name_text(&b, TEXT("q\"{"));
	buf_u64(&b, 1);
	json_member_bool(&b, "f", false);
	json_end(&b, '}');
	json_end(&b, ']');
	json_member_null(&b, "g");
	json_member_raw(&b, "h", TEXT("{}"));
	json_member_raw_or_null(&b, "i", TEXT_ABSENT);
	json_end(&b, '}');
	buf_char(&b, '\n');
	json_begin(&b, '[');
	json_add_u64(&b, 7);
	json_end(&b, ']');
	CHECK(text_eq(buf_as_text(&b),
	    TEXT("{\"a\":\"{[,:\\n\",\"b\":null,\"c\":18446744073709551615,\"d\":[],"
		 "\"e\":[\"[\",\",\",\":\",0,true,null,1.50,null,{},"
		 "{\"q\\\"{\":1,\"f\":false}],\"g\":null,\"h\":{},\"i\":null}\n[7]")));
	buf_free(&b);
}

static void
test_base64(void)
{
	static const char *const rows[][2] = { { "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" },
		{ "foo", "Zm9v" }, { "foob", "Zm9vYg==" }, { "\xff\xfe\xfd", "//79" } };
	struct buf b = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unit_row(rows[i][1]);
		b.n = 0;
		json_put_base64(&b, rows[i][0], strlen(rows[i][0]));
		CHECK(text_eq(buf_as_text(&b), text_of(rows[i][1])));
	}
	buf_free(&b);
}

static void
test_tree(void)
{
	static const char doc[] =
	    "\xef\xbb\xbf{\n \"a\": [1, \"x\\ny\", {\"b c\": null}],\n \"d\": 1,"
	    " \"d\": 2.50\n}\n";
	struct arena a = { 0 };
	struct err e;
	const struct json_node *root = json_tree(&a, TEXT(doc), &e), *n;
	size_t line, column;
	unit_row("tree");
	CHECK(root != NULL && root->kind == JSON_OBJECT && root->count == 2);
	if (!root)
		return;
	n = json_get(root, "d");
	CHECK(n && text_eq(n->text, TEXT("2.50")) && n->index == 1);
	json_line_column(TEXT(doc), n->offset, &line, &column);
	CHECK(line == 3 && column == 15);
	n = json_get(root, "a");
	CHECK(n && n->count == 3 && text_eq(n->text, TEXT("[1,\"x\\ny\",{\"b c\":null}]")));
	n = n->child->next;
	CHECK(text_eq(n->text, TEXT("x\ny")) && text_eq(n->json, TEXT("\"x\\ny\"")));
	n = n->next->child;
	CHECK(n->kind == JSON_NULL && text_eq(json_where(&a, n), TEXT("$.a[2][\"b c\"]")));
	CHECK(!json_get(root, "x") && !json_get(n, "x"));
	arena_free(&a);
}

static void
test_tree_errors(void)
{
	static const struct {
		const char *doc, *text;
		size_t offset;
	} rows[] = {
		{ "", "it contains no JSON", 0 },
		{ " \n ", "it contains no JSON", 0 },
		{ "{\n\"a\":1,\n}", "a comma before the closing bracket", 7 },
		{ "data: {\"a\":1}", "neither a value nor punctuation", 0 },
		{ "{\"a\":\n [foo\n :1]}", "neither a value nor punctuation", 8 },
		{ "[1\n2]", "a comma or the closing bracket was expected", 3 },
		{ "{\"a\":\"x\ny\"}", "a raw control character in a string", 7 },
		{ "[1]\n[2]\n", "there is more text after the value", 4 },
		{ "[1,\n", "it ends inside an object or array", 4 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a = { 0 };
		struct err e = { { 0 }, 0 };
		unit_row(rows[i].doc);
		CHECK(!json_tree(&a, text_of(rows[i].doc), &e));
		CHECK(strcmp(e.text, rows[i].text) == 0);
		CHECK(e.offset == rows[i].offset);
		arena_free(&a);
	}
}

int
main(void)
{
	test_tables();
	test_writer();
	test_base64();
	test_tree();
	test_tree_errors();
	return unit_end();
}
