/* SPDX-License-Identifier: MIT */
/* The places where a value occurs in JSON and in plain text. */
#include "trace/sought.h"

#include "base/buf.h"
#include "tests/unit/unit.h"

/* places: `PATH=` for a whole value, `PATH~OFFSET` for a part of a text, each with a blank. */
static const struct {
	const char *value, *json, *places;
} in_json[] = {
	/* numbers compare by value, and are found in texts by their characters */
	{ "42", "42", "= " },
	{ "42", "{\"a\":42,\"b\":[1,42.0,4.2e1]}", "a= b.1= b.2= " },
	{ "42", "{\"a\":43,\"b\":[],\"c\":{}}", "" },
	{ "42", "\"42\"", "= " },
	{ "42.0", "[42,\"42\",\"42.0\"]", "0= 2= " },
	{ "12345678901234567890", "[12345678901234567891,12345678901234567890]", "1= " },
	{ "-1", "[-1,1,\"-1\"]", "0= 2= " },
	/* a string in quotes is only a string */
	{ "\"42\"", "[42,\"42\",\"a 42\"]", "1= 2~2 " },
	{ "\"true\"", "[true,\"true\"]", "1= " },
	{ "\"a\\u0062\"", "[\"ab\",\"\\u0061b\"]", "0= 1= " },
	/* a word */
	{ "bob", "{\"bob\":{\"x\":\"bob\",\"y\":\"bobby\"},\"z\":\"hi bob!\"}", "bob.x= z~3 " },
	{ "Bob", "\"bob\"", "" },
	{ "a b", "[\"a b\",\"x a b y\"]", "0= 1~2 " },
	{ "{bob", "[\"{bob\"]", "0= " },
	{ "", "[\"\",\"a\",0]", "0= " },
	{ "\"\"", "[\"\",\"a\",null]", "0= " },
	/* literals */
	{ "true", "[true,\"true\",\"it is true\",1,\"untrue\"]", "0= 1= 2~6 " },
	{ "null", "[null,{\"a\":null}]", "0= 1.a= " },
	/* parts of words and numbers do not count */
	{ "42", "[\"142\",\"421\",\"a42\",\"42_\",\"0.42\",\"42.5\",\"4.42.4\"]", "" },
	{ "42", "[\"id-42\",\"42.\",\".42\",\"x=42&y\",\"(42)\",\"42,43\"]",
	    "0~3 1~0 2~1 3~2 4~1 5~0 " },
	{ "42", "\"142 and 42\"", "~8 " },
	{ "42",
	    "\"\xe5\x8f\xb7"
	    "42\xe5\x8f\xb7\"",
	    "~3 " },
	{ "\xe5\x8f\xb7",
	    "\"a\xe5\x8f\xb7"
	    "b\"",
	    "~1 " },
	/* escapes, and JSON in strings */
	{ "42", "\"{\\\"id\\\":42,\\\"n\\\":[42]}\"", "~6 " },
	{ "\"a\\\"b\"", "\"x a\\\"b\"", "~2 " },
	{ "a\nb", "\"a\\nb\"", "= " },
	{ "x", "{\"a\\\"b\":{\"c.d\":\"x\"}}", "a\"b.c.d= " },
	{ "x", "{\"a\":\"\\\\\",\"b\":\"x\"}", "b= " },
	/* objects and arrays */
	{ "{\"a\":1,\"b\":[2]}", "{\"r\":{\"b\":[2.0],\"a\":1}}", "r= " },
	{ "{\"a\":1}", "[{\"a\":1,\"b\":2},{\"a\":2},{\"b\":1},{},{\"a\":1}]", "4= " },
	{ "{\"a\":1,\"b\":1}", "[{\"a\":1,\"a\":1},{\"b\":1,\"a\":1}]", "1= " },
	{ "{ \"a\" : \"x\" }", "{\"a\":\"x\"}", "= " },
	{ "[]", "[[],[[]],{}]", "0= 1.0= " },
	{ "[1,2]", "[[1],[1,2,3],[2,1],[1,2]]", "3= " },
	{ "{}", "{\"a\":{},\"b\":\"{}\"}", "a= " },
	{ "[1]", "[[1],\"[1]\"]", "0= " },
	{ "1", "[[1],[[1]]]", "0.0= 1.0.0= " },
};

static const struct {
	const char *value, *text, *places;
} in_text[] = {
	{ "zero", "division by zero", "message~12 " },
	{ "\"zero\"", "zero", "message= " },
	{ "zero", "zeros", "" },
	{ "[1]", "[1]", "" },
	{ "", "", "message= " },
	{ "a", NULL, "" },
};

static int
note(void *context, const struct trace_spot *spot)
{
	struct buf *b = context;
	buf_text(b, spot->path);
	if (spot->whole)
		buf_char(b, '=');
	else
		buf_printf(b, "~%zu", spot->at);
	buf_char(b, ' ');
	return 0;
}

static int
stop(void *context, const struct trace_spot *spot)
{
	note(context, spot);
	return 7;
}

int
main(void)
{
	struct buf b = { 0 };
	for (size_t i = 0; i < sizeof(in_json) / sizeof(*in_json); i++) {
		struct trace_sought *s = trace_sought_new(text_of(in_json[i].value));
		b.n = 0;
		unit_row(in_json[i].json);
		trace_seek_json(s, TEXT_ABSENT, text_of(in_json[i].json), note, &b);
		CHECK_TEXT(buf_as_text(&b), in_json[i].places);
		trace_sought_free(s);
	}
	for (size_t i = 0; i < sizeof(in_text) / sizeof(*in_text); i++) {
		struct trace_sought *s = trace_sought_new(text_of(in_text[i].value));
		b.n = 0;
		unit_row(in_text[i].value);
		trace_seek_text(s, TEXT("message"), text_of(in_text[i].text), note, &b);
		CHECK_TEXT(buf_as_text(&b), in_text[i].places);
		trace_sought_free(s);
	}
	struct trace_sought *s = trace_sought_new(TEXT("1"));
	b.n = 0;
	CHECK(trace_seek_json(s, TEXT("v"), TEXT("[1,1]"), stop, &b) == 7);
	CHECK_TEXT(buf_as_text(&b), "v.0= ");
	trace_sought_free(s);
	buf_free(&b);
	return unit_end();
}
