/* SPDX-License-Identifier: MIT */
/* Members of objects without white space, and objects that become one. */
#include "trace/members.h"

#include "base/buf.h"
#include "tests/unit/unit.h"

static const struct {
	const char *object, *key, *value; /* NULL: it has none */
} members[] = {
	{ "{}", "a", NULL },
	{ "{\"a\":1}", "a", "1" },
	{ "{\"a\":1,\"b\":\"x,}\"}", "b", "\"x,}\"" },
	{ "{\"a\":{\"b\":[1,{\"c\":2}]},\"c\":3}", "c", "3" },
	{ "{\"a\":{\"b\":[1,{\"c\":2}]},\"c\":3}", "a", "{\"b\":[1,{\"c\":2}]}" },
	{ "{\"a\":{\"b\":1}}", "b", NULL },
	{ "{\"\":null}", "", "null" },
	{ "{\"q\\\"\":1,\"b\":\"\\\\\\\"]\",\"c\":true}", "c", "true" },
	{ "{\"q\\\"\":1}", "q\\\"", "1" },
	{ "[\"a\",1]", "a", NULL },
	{ "17", "a", NULL },
	{ "\"{\\\"a\\\":1}\"", "a", NULL },
};

static const struct {
	const char *first, *second, *joined;
} objects[] = {
	{ "{}", "{}", "{}" },
	{ "{}", "{\"a\":1}", "{\"a\":1}" },
	{ "{\"a\":1}", "{}", "{\"a\":1}" },
	{ "{\"a\":1}", "{\"a\":2}", "{\"a\":1}" },
	{ "{\"a\":1,\"b\":2}", "{\"c\":3,\"b\":4,\"d\":{\"a\":5}}",
	    "{\"a\":1,\"b\":2,\"c\":3,\"d\":{\"a\":5}}" },
};

static const struct {
	const char *object, *other, *difference;
} differences[] = {
	{ "{}", "{}", "{" },
	{ "{}", "{\"a\":1}", "{" },
	{ "{\"a\":1,\"b\":2}", "{}", "{\"a\":1,\"b\":2" },
	{ "{\"b\":2,\"a\":1,\"c\":[3]}", "{\"c\":[3],\"a\":2,\"b\":2}", "{\"a\":1" },
	{ "{\"a\":1}", "{\"a\":1}", "{" },
	{ "{\"a\":1}", NULL, "{\"a\":1" },
	{ NULL, "{\"a\":1}", "{" },
};

int
main(void)
{
	struct text key, value;
	size_t n = 0;
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++) {
		unit_row(members[i].object);
		const struct text got =
		    trace_member_of(text_of(members[i].object), text_of(members[i].key));
		if (members[i].value)
			CHECK_TEXT(got, members[i].value);
		else
			CHECK(!got.p);
	}
	for (size_t i = 0; i < sizeof(objects) / sizeof(*objects); i++) {
		struct buf b = { 0 };
		unit_row(objects[i].joined);
		trace_join_objects(&b, text_of(objects[i].first), text_of(objects[i].second));
		CHECK_TEXT(buf_as_text(&b), objects[i].joined);
		buf_free(&b);
	}
	for (size_t i = 0; i < sizeof(differences) / sizeof(*differences); i++) {
		struct buf b = { 0 };
		const char *const object = differences[i].object, *const other =
								      differences[i].other;
		unit_row(differences[i].difference);
		buf_char(&b, '{');
		const bool any = trace_put_difference(&b, object ? text_of(object) : TEXT_ABSENT,
		    other ? text_of(other) : TEXT_ABSENT);
		CHECK(any == (b.n > 1));
		CHECK_TEXT(buf_as_text(&b), differences[i].difference);
		buf_free(&b);
	}
	struct trace_members it = trace_members(TEXT("[1,[2,3],{\"a\":4}]"));
	for (; trace_member(&it, &key, &value); n++)
		CHECK(!key.p);
	CHECK(n == 3);
	CHECK_TEXT(value, "{\"a\":4}");
	return unit_end();
}
