/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "event/decision.h"
#include "event/event.h"
#include "json/walk.h"
#include "tests/unit/unit.h"

#define STRING(s)                                                                                  \
	{                                                                                          \
		{ (s), sizeof(s) - 1 }, VALUE_STRING, false                                        \
	}
#define PLAIN(s)                                                                                   \
	{                                                                                          \
		{ (s), sizeof(s) - 1 }, VALUE_STRING, true                                         \
	}
#define NUMBER(s)                                                                                  \
	{                                                                                          \
		{ (s), sizeof(s) - 1 }, VALUE_NUMBER, false                                        \
	}
#define BOOL(s)                                                                                    \
	{                                                                                          \
		{ (s), sizeof(s) - 1 }, VALUE_BOOL, false                                          \
	}
#define JSON(s)                                                                                    \
	{                                                                                          \
		{ (s), sizeof(s) - 1 }, VALUE_JSON, false                                          \
	}
#define NONE                                                                                       \
	{                                                                                          \
		{ NULL, 0 }, VALUE_ABSENT, false                                                   \
	}

static bool
is(struct buf *b, const char *expected)
{
	bool same = text_eq(buf_as_text(b), text_of(expected));
	if (!same)
		printf("got:      %.*s\nexpected: %s\n", (int)b->n, b->p, expected);
	b->n = 0;
	return same;
}

static void
test_values(void)
{
	static const struct {
		struct value value;
		const char *json;
	} row[] = {
		{ STRING(""), "\"\"" },
		{ PLAIN(""), "\"\"" },
		{ PLAIN("plain é"), "\"plain é\"" },
		{ STRING("a\"b\\c\n\x01/"), "\"a\\\"b\\\\c\\n\\u0001/\"" },
		{ STRING("a\0b"), "\"a\\u0000b\"" },
		{ NUMBER("1.50e3"), "1.50e3" },
		{ BOOL("true"), "true" },
		{ JSON("[1,{\"a\":null}]"), "[1,{\"a\":null}]" },
		{ JSON("null"), "null" },
		{ NONE, "null" },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		unit_row(row[i].json);
		value_put(&b, &row[i].value);
		CHECK(is(&b, row[i].json));
	}
	unit_row("");
	buf_free(&b);
}

static const struct text names[] = { { "email", 5 }, { "we\"ird", 6 }, { "n", 1 } };

static void
test_encoded(void)
{
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct event_schema s = event_schema_new(&a, names, 3);
	struct value field[] = { STRING("x\"y"), NONE, NUMBER("7") };
	struct value none[] = { NONE, NONE, NONE };
	struct event_warning warning[] = { { TEXT("age"), TEXT("not a U64: \"abc\"") },
		{ TEXT("b"), TEXT("c") } };
	struct event ev = { .event_id = PLAIN("e-1"),
		.tenant_id = STRING("ac\\me"),
		.observed_at_ns = INT64_C(1795168815250000000),
		.encoding_version = UINT64_MAX,
		.field = field };
	event_put_encoded(&b, &ev, &s);
	CHECK(is(&b,
	    "{\"event_id\":\"e-1\",\"tenant_id\":\"ac\\\\me\",\"source_id\":null,"
	    "\"observed_at\":\"2026-11-20T10:00:15.250Z\",\"encoding_version\":"
	    "18446744073709551615,"
	    "\"entity_id\":null,\"session_id\":null,\"fields\":{\"email\":\"x\\\"y\",\"n\":7}}\n"));
	ev.field = none;
	ev.encoding_version = 0;
	ev.warning = warning;
	ev.warnings = 2;
	event_put_encoded(&b, &ev, &s);
	CHECK(is(&b,
	    "{\"event_id\":\"e-1\",\"tenant_id\":\"ac\\\\me\",\"source_id\":null,"
	    "\"observed_at\":\"2026-11-20T10:00:15.250Z\",\"encoding_version\":0,"
	    "\"entity_id\":null,\"session_id\":null,\"fields\":{},\"warnings\":[{\"field\":\"age\","
	    "\"error\":\"not a U64: \\\"abc\\\"\"},{\"field\":\"b\",\"error\":\"c\"}]}\n"));
	field[1] = (struct value)BOOL("false");
	event_put_fields(&b, field, &s);
	CHECK(is(&b, "{\"email\":\"x\\\"y\",\"we\\\"ird\":false,\"n\":7}"));
	arena_free(&a);
	buf_free(&b);
}

/* Many escapes: every string takes six times its share, in a buffer that has just what was asked.
 */
static void
test_escapes_take_more(void)
{
	static char nasty[3000];
	struct arena a = { 0 };
	struct event_schema s = event_schema_new(&a, names, 3);
	struct value v = { { nasty, 0 }, VALUE_STRING, false };
	struct value field[3];
	struct event ev = { .event_id = v, .field = field };
	memset(nasty, 1, sizeof(nasty));
	for (size_t n = 0; n < sizeof(nasty); n += 97) {
		struct buf b = { 0 };
		v.text.n = n;
		ev.event_id = ev.tenant_id = ev.source_id = ev.entity_id = ev.session_id = v;
		field[0] = field[1] = field[2] = v;
		event_put_encoded(&b, &ev, &s);
		CHECK(b.n > 8 * 6 * n && b.n < 8 * 6 * n + 300 && b.p[b.n - 1] == '\n');
		CHECK(text_contains(buf_as_text(&b), TEXT("\"session_id\":\"")));
		buf_free(&b);
	}
	arena_free(&a);
}

static void
test_decision(void)
{
	static const struct text matched[] = { { "r-1", 3 }, { "r\"2", 3 } };
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct event_schema s = event_schema_new(&a, names, 3);
	struct value field[] = { PLAIN("x"), NONE, NONE };
	struct event ev = { .event_id = PLAIN("e-2"),
		.entity_id = PLAIN("x|y"),
		.session_id = PLAIN("x|y@2026-11-20T10:00Z"),
		.observed_at_ns = INT64_C(1795168800000000000),
		.encoding_version = 1,
		.field = field };
	struct verdict v = { .outcome = OUTCOME_CHALLENGE,
		.decided_by = TEXT("r-1"),
		.matched = matched,
		.nmatched = 2,
		.shadow = matched + 1,
		.nshadow = 1 };
	struct verdict none = { .outcome = OUTCOME_OBSERVE };
	struct decision d = { .verdict = &v, .duplicate = true };
	event_put_decision(&b, &ev, &s, 12, &d);
	CHECK(is(&b,
	    "{\"event_id\":\"e-2\",\"tenant_id\":null,\"source_id\":null,"
	    "\"observed_at\":\"2026-11-20T10:00:00Z\",\"encoding_version\":1,\"rule_version\":12,"
	    "\"entity_id\":\"x|y\",\"session_id\":\"x|y@2026-11-20T10:00Z\","
	    "\"decision\":\"Challenge\",\"decided_by\":\"r-1\",\"matched_rules\":[\"r-1\","
	    "\"r\\\"2\"],"
	    "\"shadow_rules\":[\"r\\\"2\"],\"duplicate_of\":\"e-2\",\"fields\":{\"email\":\"x\"}}"
	    "\n"));
	d = (struct decision){ .verdict = &none };
	ev.fields_json = TEXT("{\"any\":[1]}");
	ev.entity_id = ev.session_id = VALUE_NONE;
	event_put_decision(&b, &ev, NULL, 0, &d);
	CHECK(is(&b,
	    "{\"event_id\":\"e-2\",\"tenant_id\":null,\"source_id\":null,"
	    "\"observed_at\":\"2026-11-20T10:00:00Z\",\"encoding_version\":1,\"rule_version\":0,"
	    "\"entity_id\":null,\"session_id\":null,\"decision\":\"Observe\",\"decided_by\":null,"
	    "\"matched_rules\":[],\"shadow_rules\":[],\"duplicate_of\":null,"
	    "\"fields\":{\"any\":[1]}}\n"));
	arena_free(&a);
	buf_free(&b);
}

/* Room is reserved for what is written twice, too: a sanitizer sees where it is not. */
static void
test_room(void)
{
	const struct verdict v = { .outcome = OUTCOME_CHALLENGE };
	const struct decision d = { .verdict = &v, .duplicate = true };
	static char id[5000];
	memset(id, 'i', sizeof(id));
	for (size_t n = 0; n < sizeof(id); n += 61) {
		const struct event ev = { .event_id = { { id, n }, VALUE_STRING, true },
			.fields_json = TEXT("{}") };
		struct buf b = { 0 };
		event_put_decision(&b, &ev, NULL, 1, &d);
		CHECK(b.n > 2 * n && memcmp(b.p + b.n - 14, ",\"fields\":{}}\n", 14) == 0);
		buf_free(&b);
	}
}

static void
test_reject(void)
{
	struct buf b = { 0 };
	struct reject why = { REJECT_INVALID_FIELD, TEXT("age"), TEXT("not a U64: \"x\""), 0 };
	event_put_reject(&b, TEXT("a b.jsonl"), 3, &why, TEXT("{\"age\":\"x\"}\r"), 0);
	CHECK(is(&b,
	    "{\"file\":\"a b.jsonl\",\"line\":3,\"code\":\"invalid_field\",\"field\":\"age\","
	    "\"error\":\"not a U64: \\\"x\\\"\",\"raw\":\"{\\\"age\\\":\\\"x\\\"}\\r\"}\n"));
	why = (struct reject){ REJECT_INVALID_UTF8, TEXT_ABSENT, TEXT("invalid UTF-8"), 1 };
	event_put_reject(&b, TEXT_ABSENT, 1, &why, TEXT("a\xff"), 0);
	CHECK(is(&b, "{\"file\":null,\"line\":1,\"code\":\"invalid_utf8\",\"field\":null,"
		     "\"error\":\"invalid UTF-8\",\"raw\":null,\"raw_base64\":\"Yf8=\"}\n"));
	why = (struct reject){ REJECT_TOO_LONG, TEXT_ABSENT, TEXT("too long"), 0 };
	event_put_reject(&b, TEXT("f\xe9\xff.log"), 2, &why, TEXT_ABSENT, 68157440);
	CHECK(is(&b, "{\"file\":\"f\xef\xbf\xbd\xef\xbf\xbd.log\",\"line\":2,\"code\":\"too_long\","
		     "\"field\":null,\"error\":\"too long\",\"raw\":null,\"bytes\":68157440}\n"));
	buf_free(&b);
}

static void
test_reject_of_line(void)
{
	static const struct {
		uint32_t fault, at;
		enum json_kind kind;
		enum reject_code code;
		const char *error;
		size_t column;
	} row[] = {
		{ JSON_BAD_UTF8, 4, JSON_NONE, REJECT_INVALID_UTF8, NULL, 5 },
		{ JSON_TOO_DEEP, 0, JSON_NONE, REJECT_TOO_DEEP, NULL, 1 },
		{ JSON_LONE_SURROGATE, 9, JSON_NONE, REJECT_INVALID_JSON, NULL, 10 },
		{ JSON_UNCLOSED, 2, JSON_NONE, REJECT_INVALID_JSON, NULL, 3 },
		{ JSON_OK, 0, JSON_ARRAY, REJECT_NOT_AN_OBJECT, "not an object but an array", 0 },
		{ JSON_OK, 0, JSON_NULL, REJECT_NOT_AN_OBJECT, "not an object but null", 0 },
		{ JSON_OK, 0, JSON_TRUE, REJECT_NOT_AN_OBJECT, "not an object but a boolean", 0 },
		{ JSON_OK, 0, JSON_NUMBER, REJECT_NOT_AN_OBJECT, "not an object but a number", 0 },
		{ JSON_OK, 0, JSON_STRING, REJECT_NOT_AN_OBJECT, "not an object but a string", 0 },
	};
	struct arena a = { 0 };

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct json_line line = { .kind = row[i].kind,
			.fault = { row[i].at, row[i].fault } };
		const char *error = row[i].error;
		struct reject why;
		if (error == NULL)
			error = json_fault_text((enum json_code)row[i].fault);
		unit_row(error);
		reject_of_line(&a, &line, &why);
		CHECK(why.code == row[i].code);
		CHECK(why.column == row[i].column);
		CHECK(why.field.p == NULL);
		CHECK(text_eq(why.error, text_of(error)));
	}
	unit_row("");
	arena_free(&a);
}

int
main(void)
{
	test_values();
	test_encoded();
	test_escapes_take_more();
	test_decision();
	test_room();
	test_reject();
	test_reject_of_line();
	return unit_end();
}
