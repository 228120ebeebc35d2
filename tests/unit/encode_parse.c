/* SPDX-License-Identifier: MIT */
#include "encode/encode.h"
#include "unit.h"

#include <stdlib.h>

static const struct {
	enum type parser;
	const char *text;
	const char *json; /* NULL: not accepted */
} rows[] = {
	{ TYPE_STRING, "", "\"\"" },
	{ TYPE_STRING, " a\"b\\c\n\x7f", "\" a\\\"b\\\\c\\n\x7f\"" },
	{ TYPE_SYMBOL, "login_attempt", "\"login_attempt\"" },
	{ TYPE_SYMBOL, "aZ09_-.:/", "\"aZ09_-.:/\"" },
	{ TYPE_SYMBOL, "", NULL },
	{ TYPE_SYMBOL, "a b", NULL },
	{ TYPE_SYMBOL, "a@b", NULL },
	{ TYPE_SYMBOL, "a`b", NULL },
	{ TYPE_SYMBOL, "a[b", NULL },
	{ TYPE_SYMBOL, "a{b", NULL },
	{ TYPE_SYMBOL, "caf\xc3\xa9", NULL },
	{ TYPE_BOOL, "true", "true" },
	{ TYPE_BOOL, "FALSE", "false" },
	{ TYPE_BOOL, "1", "true" },
	{ TYPE_BOOL, "0", "false" },
	{ TYPE_BOOL, "Yes", "true" },
	{ TYPE_BOOL, "nO", "false" },
	{ TYPE_BOOL, "on", "true" },
	{ TYPE_BOOL, "off", "false" },
	{ TYPE_BOOL, "", NULL },
	{ TYPE_BOOL, "01", NULL },
	{ TYPE_BOOL, "y", NULL },
	{ TYPE_BOOL, " true", NULL },
	{ TYPE_U64, "0", "0" },
	{ TYPE_U64, "-0", "0" },
	{ TYPE_U64, "-000", "0" },
	{ TYPE_U64, "007", "7" },
	{ TYPE_U64, "18446744073709551615", "18446744073709551615" },
	{ TYPE_U64, "000018446744073709551615", "18446744073709551615" },
	{ TYPE_U64, "18446744073709551616", NULL },
	{ TYPE_U64, "-1", NULL },
	{ TYPE_U64, "+1", NULL },
	{ TYPE_U64, "1.0", NULL },
	{ TYPE_U64, "1e3", NULL },
	{ TYPE_U64, "", NULL },
	{ TYPE_U64, "-", NULL },
	{ TYPE_I64, "-9223372036854775808", "-9223372036854775808" },
	{ TYPE_I64, "-0009223372036854775808", "-9223372036854775808" },
	{ TYPE_I64, "9223372036854775807", "9223372036854775807" },
	{ TYPE_I64, "9223372036854775808", NULL },
	{ TYPE_I64, "-9223372036854775809", NULL },
	{ TYPE_I64, "-007", "-7" },
	{ TYPE_I64, "-0", "0" },
	{ TYPE_I64, "0x10", NULL },
	{ TYPE_F64, "100", "100" },
	{ TYPE_F64, "1.0e2", "100" },
	{ TYPE_F64, "0.1", "0.1" },
	{ TYPE_F64, "1e21", "1e21" },
	{ TYPE_F64, "1e-7", "1e-7" },
	{ TYPE_F64, "-0", "0" },
	{ TYPE_F64, "-0.0", "0" },
	{ TYPE_F64, "123456789012345680000", "123456789012345680000" },
	{ TYPE_F64, "1e400", NULL },
	{ TYPE_F64, "1e-400", "0" },
	{ TYPE_F64, "01", NULL },
	{ TYPE_F64, ".5", NULL },
	{ TYPE_F64, "NaN", NULL },
	{ TYPE_F64, "", NULL },
	{ TYPE_IP_ADDRESS, "1.2.3.4", "\"1.2.3.4\"" },
	{ TYPE_IP_ADDRESS, "1.2.3.4:80", "\"1.2.3.4\"" },
	{ TYPE_IP_ADDRESS, "[2001:DB8::1]:443", "\"2001:db8::1\"" },
	{ TYPE_IP_ADDRESS, "[::1]", "\"::1\"" },
	{ TYPE_IP_ADDRESS, "0:0:0:0:0:0:0:1", "\"::1\"" },
	{ TYPE_IP_ADDRESS, "1.2.3.04", NULL },
	{ TYPE_IP_ADDRESS, "1.2.3", NULL },
	{ TYPE_IP_ADDRESS, "fe80::1%eth0", NULL },
	{ TYPE_IP_ADDRESS, "", NULL },
	{ TYPE_TIMESTAMP, "2026-11-20T12:00:45.25+02:00", "\"2026-11-20T10:00:45.250Z\"" },
	{ TYPE_TIMESTAMP, "2026-11-20 10:00:00z", "\"2026-11-20T10:00:00Z\"" },
	{ TYPE_TIMESTAMP, "1795168815250", "\"2026-11-20T10:00:15.250Z\"" },
	{ TYPE_TIMESTAMP, "0.5", "\"1970-01-01T00:00:00.500Z\"" },
	{ TYPE_TIMESTAMP, "-1", "\"1969-12-31T23:59:59Z\"" },
	{ TYPE_TIMESTAMP, "1.5e9", "\"2017-07-14T02:40:00Z\"" },
	{ TYPE_TIMESTAMP, "2026-11-20T23:59:60Z", NULL },
	{ TYPE_TIMESTAMP, "yesterday", NULL },
	{ TYPE_DURATION, "1h30m", "5400" },
	{ TYPE_DURATION, "250ms", "0.25" },
	{ TYPE_DURATION, "PT1H30M", "5400" },
	{ TYPE_DURATION, "P1DT2H", "93600" },
	{ TYPE_DURATION, "5400", "5400" },
	{ TYPE_DURATION, "0.25", "0.25" },
	{ TYPE_DURATION, "-1.000000001", "-1.000000001" },
	{ TYPE_DURATION, "1.5h", NULL },
	{ TYPE_DURATION, "", NULL },
	{ TYPE_JSON, "{ \"a\" : [ 1.50 , null ] }", "{\"a\":[1.50,null]}" },
	{ TYPE_JSON, "{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}" },
	{ TYPE_JSON, "[\n\t1\r\n]", "[1]" },
	{ TYPE_JSON, " \"a\\u00e9\\/\\n\" ", "\"a\xc3\xa9/\\n\"" },
	{ TYPE_JSON, "\"\"", "\"\"" },
	{ TYPE_JSON, " 1e5 ", "1e5" },
	{ TYPE_JSON, "true", "true" },
	{ TYPE_JSON, "null", "null" },
	{ TYPE_JSON, "{}", "{}" },
	{ TYPE_JSON, "", NULL },
	{ TYPE_JSON, " \n", NULL },
	{ TYPE_JSON, "abc", NULL },
	{ TYPE_JSON, "1 2", NULL },
	{ TYPE_JSON, "{}\n{}", NULL },
	{ TYPE_JSON, "[1,]", NULL },
	{ TYPE_JSON, "\"a\nb\"", NULL },
	{ TYPE_JSON, "\"\\ud800\"", NULL },
};

static void
parse_table(void)
{
	struct arena scratch = { 0 };
	struct buf json = { 0 };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_row(rows[i].text);
		struct value in = { text_of(rows[i].text), VALUE_STRING, false }, out = VALUE_NONE;
		int r = encode_parse(rows[i].parser, &in, &scratch, &out);
		CHECK((r == 0) == (rows[i].json != NULL));
		if (r < 0 || rows[i].json == NULL)
			continue;
		json.n = 0;
		value_put(&json, &out);
		CHECK_TEXT(buf_as_text(&json), rows[i].json);
	}
	buf_free(&json);
	arena_free(&scratch);
}

static void
symbol_length(void)
{
	struct arena scratch = { 0 };
	char long_text[130];
	memset(long_text, 'a', sizeof long_text);
	struct value out, in = { { long_text, 128 }, VALUE_STRING, false };
	unit_row("128 letters");
	CHECK(encode_parse(TYPE_SYMBOL, &in, &scratch, &out) == 0);
	in.text.n = 129;
	unit_row("129 letters");
	CHECK(encode_parse(TYPE_SYMBOL, &in, &scratch, &out) == -1);
	in.text = (struct text){ "a\0b", 3 };
	unit_row("a NUL");
	CHECK(encode_parse(TYPE_SYMBOL, &in, &scratch, &out) == -1);
	arena_free(&scratch);
}

/* A value of an encoded event has two levels around it, and 1024 must not be passed. */
static void
json_depth(void)
{
	struct arena scratch = { 0 };
	char *text = malloc(2 * 1023);
	for (size_t depth = 1021; depth <= 1023; depth++) {
		memset(text, '[', depth);
		memset(text + depth, ']', depth);
		struct value out, in = { { text, 2 * depth }, VALUE_JSON, false };
		unit_row(depth == 1023 ? "1023 levels" : "1022 levels and less");
		CHECK((encode_parse(TYPE_JSON, &in, &scratch, &out) == 0) == (depth <= 1022));
		in.kind = VALUE_STRING;
		CHECK((encode_parse(TYPE_JSON, &in, &scratch, &out) == 0) == (depth <= 1022));
	}
	free(text);
	arena_free(&scratch);
}

/* What is text already is not copied; what a number is stays known to be plain. */
static void
no_copies(void)
{
	struct arena scratch = { 0 };
	struct value out, in = { TEXT("abc"), VALUE_STRING, true };
	unit_row("String");
	CHECK(encode_parse(TYPE_STRING, &in, &scratch, &out) == 0);
	CHECK(out.text.p == in.text.p && out.plain && out.kind == VALUE_STRING);
	in = (struct value){ TEXT("1.50"), VALUE_NUMBER, false };
	unit_row("a number as String");
	CHECK(encode_parse(TYPE_STRING, &in, &scratch, &out) == 0);
	CHECK(out.text.p == in.text.p && out.plain && out.kind == VALUE_STRING);
	in = (struct value){ TEXT("{\"a\":1}"), VALUE_JSON, false };
	unit_row("an object as String");
	CHECK(encode_parse(TYPE_STRING, &in, &scratch, &out) == 0);
	CHECK(!out.plain && out.kind == VALUE_STRING);
	in = (struct value){ TEXT("18446744073709551615"), VALUE_NUMBER, false };
	unit_row("U64");
	CHECK(encode_parse(TYPE_U64, &in, &scratch, &out) == 0);
	CHECK(out.text.p == in.text.p && out.kind == VALUE_NUMBER);
	arena_free(&scratch);
}

static void
errors(void)
{
	static const struct {
		enum type parser;
		const char *text, *error;
	} messages[] = {
		{ TYPE_U64, "abc", "not a U64: \"abc\"" },
		{ TYPE_I64, "", "not an I64: \"\"" },
		{ TYPE_F64, "x", "not an F64: \"x\"" },
		{ TYPE_IP_ADDRESS, "a\"b\x01", "not an IpAddress: \"a\\\"b\\u0001\"" },
		{ TYPE_BOOL, "maybe", "not a Bool: \"maybe\"" },
		{ TYPE_SYMBOL, "a b", "not a Symbol: \"a b\"" },
		{ TYPE_TIMESTAMP, "x", "not a Timestamp: \"x\"" },
		{ TYPE_DURATION, "x", "not a Duration: \"x\"" },
		{ TYPE_JSON, "{", "not a Json: \"{\"" },
		{ TYPE_U64, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
		    "not a U64: "
		    "\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"" },
		{ TYPE_U64, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdefg",
		    "not a U64: "
		    "\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\xe2\x80"
		    "\xa6\"" },
		{ TYPE_U64,
		    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\xc3\xa9",
		    "not a U64: "
		    "\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\xe2\x80\xa6"
		    "\"" },
	};
	struct arena scratch = { 0 };
	for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
		unit_row(messages[i].text);
		struct text t =
		    encode_parse_error(messages[i].parser, text_of(messages[i].text), &scratch);
		CHECK(text_eq(t, text_of(messages[i].error)));
	}
	arena_free(&scratch);
}

int
main(void)
{
	parse_table();
	symbol_length();
	json_depth();
	no_copies();
	errors();
	return unit_end();
}
