/* SPDX-License-Identifier: MIT */
#include "export/folded.h"
#include "export/otlp_value.h"
#include "tests/unit/unit.h"

static const struct {
	const char *json;
	bool fits;
	const char *value; /* as OTLP has it */
} values[] = {
	{ "null", true, "{}" },
	{ "true", true, "{\"boolValue\":true}" },
	{ "5", true, "{\"intValue\":\"5\"}" },
	{ "-9223372036854775808", true, "{\"intValue\":\"-9223372036854775808\"}" },
	{ "9223372036854775808", true, "{\"doubleValue\":9223372036854775808}" },
	{ "-0", true, "{\"doubleValue\":-0}" },
	{ "1.50", true, "{\"doubleValue\":1.50}" },
	{ "1e308", true, "{\"doubleValue\":1e308}" },
	{ "1e309", false, NULL },
	{ "\"a\\n\\u0001\\\\\"", true, "{\"stringValue\":\"a\\n\\u0001\\\\\"}" },
	{ "\"\\u0041\"", false, NULL },
	{ "\"\\/\"", false, NULL },
	{ "[]", true, "{\"arrayValue\":{\"values\":[]}}" },
	{ "[1,null,[\"a\"]]", true,
	    "{\"arrayValue\":{\"values\":[{\"intValue\":\"1\"},{},{\"arrayValue\":{\"values\":["
	    "{\"stringValue\":\"a\"}]}}]}}" },
	{ "{}", true, "{\"kvlistValue\":{\"values\":[]}}" },
	{ "{\"a\":1,\"\":{\"b\":false}}", true,
	    "{\"kvlistValue\":{\"values\":[{\"key\":\"a\",\"value\":{\"intValue\":\"1\"}},"
	    "{\"key\":\"\",\"value\":{\"kvlistValue\":{\"values\":[{\"key\":\"b\",\"value\":"
	    "{\"boolValue\":false}}]}}}]}}" },
	{ "{\"a\":1,\"a\":2}", false, NULL },
	{ "{\"a\":1,\"\\u0061\":2}", false, NULL },
	{ "[[[[[[[[1]]]]]]]]", true, NULL },
	{ "[[[[[[[[[1]]]]]]]]]", false, NULL },
};

static void
check_values(void)
{
	struct buf b = { 0 }, scratch = { 0 };
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		unit_row(values[i].json);
		CHECK(otlp_fits(text_of(values[i].json), &scratch) == values[i].fits);
		if (!values[i].value)
			continue;
		b.n = 0;
		otlp_put_value(&b, text_of(values[i].json));
		CHECK_TEXT(buf_as_text(&b), values[i].value);
	}
	unit_row("a string that is longer than the scratch memory");
	b.n = 0;
	buf_char(&b, '"');
	for (size_t i = 0; i < 5000; i++)
		BUF_LIT(&b, "\\u0001");
	buf_char(&b, '"');
	buf_free(&scratch);
	CHECK(otlp_fits(buf_as_text(&b), &scratch));
	unit_row("");
	buf_free(&b);
	buf_free(&scratch);
}

static const struct {
	const char *object;
	bool fits;
} objects[] = {
	{ "{\"a\":1,\"b\":{}}", true },
	{ "{}", false }, /* none is not the same as an empty object */
	{ "{\"\":1}", false },
	{ "{\"a\":{\"\":1}}", true },
	{ "{\"esper.kind\":1}", false },
	{ "{\"esper\":1}", true },
	{ "{\"a\":{\"esper.kind\":1}}", true },
	{ "{\"a\":1,\"b\":2,\"a\":3}", false },
};

static void
check_objects(void)
{
	struct buf scratch = { 0 };
	for (size_t i = 0; i < sizeof(objects) / sizeof(*objects); i++) {
		unit_row(objects[i].object);
		CHECK(
		    otlp_fits_attributes(text_of(objects[i].object), &scratch) == objects[i].fits);
	}
	unit_row("");
	buf_free(&scratch);
}

static const struct {
	const char *name, *folded;
} names[] = {
	{ "main", "main" },
	{ "", "[unknown]" },
	{ "a;b", "a:b" },
	{ "GET /x", "GET /x" },
	{ "line\nbreak\t", "line break " },
	{ "step 5", "step_5" },
	{ "step  5.", "step _5." },
	{ "step\n5", "step_5" },
	{ " 5", "_5" },
	{ "5", "5" },
	{ "v1.2", "v1.2" },
	{ "\xc3\xa9\xc2\x85\xe2\x80\xae", "\xc3\xa9  " },
};

static void
check_names(void)
{
	struct buf b = { 0 };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		unit_row(names[i].name);
		b.n = 0;
		export_put_folded_name(&b, text_of(names[i].name));
		CHECK_TEXT(buf_as_text(&b), names[i].folded);
	}
	unit_row("");
	buf_free(&b);
}

int
main(void)
{
	check_values();
	check_objects();
	check_names();
	return unit_end();
}
