/* SPDX-License-Identifier: MIT */
#include "event/event.h"

#include <string.h>

#include "event/decision.h"
#include "json/index.h"
#include "json/walk.h"
#include "tests/unit/unit.h"

/* What came of one line, put together again. */
static struct buf out;

static void
put_result(enum event_result result, const struct event *ev, const struct reject *why)
{
	out.n = 0;
	if (result == EVENT_BLANK)
		BUF_LIT(&out, "blank");
	if (result == EVENT_REJECTED) {
		buf_text(&out, reject_names[why->code]);
		if (why->field.p != NULL) {
			BUF_LIT(&out, " at ");
			buf_text(&out, why->field);
		}
		BUF_LIT(&out, ": ");
		buf_text(&out, why->error);
	}
	if (result != EVENT_OK)
		return;
	value_put(&out, &ev->event_id);
	value_put(&out, &ev->tenant_id);
	value_put(&out, &ev->source_id);
	value_put(&out, &ev->entity_id);
	value_put(&out, &ev->session_id);
	buf_printf(&out, " %lld %llu ", (long long)ev->observed_at_ns,
	    (unsigned long long)ev->encoding_version);
	buf_text(&out, ev->fields_json);
	for (size_t i = 0; i < 2; i++) {
		buf_char(&out, ' ');
		value_put(&out, &ev->field[i]);
	}
}

static const struct {
	const char *line, *result;
} row[] = {
	{ "", "blank" },
	{ " \t\r", "blank" },
	{ "{\"event_id\":\"e\",\"tenant_id\":\"t\",\"source_id\":\"s\",\"observed_at\":"
	  "\"1970-01-01T00:00:01Z\",\"encoding_version\":3,\"entity_id\":\"x\",\"session_id\":\"y\","
	  "\"fields\":{\"a\":\"1\",\"b\":2,\"c\":3}}",
	    "\"e\"\"t\"\"s\"\"x\"\"y\" 1000000000 3 {\"a\":\"1\",\"b\":2,\"c\":3} \"1\" 2" },
	{ "{\"fields\":{},\"observed_at\":1700000000123,\"event_id\":\"\",\"more\":[1]}\r",
	    "\"\"nullnullnullnull 1700000000123000000 0 {} null null" },
	{ "{\"event_id\":\"e\",\"tenant_id\":null,\"entity_id\":null,\"encoding_version\":null,"
	  "\"observed_at\":\"1.5\",\"fields\": { \"a\" : [ 1 , 2 ] , \"b\":null} }",
	    "\"e\"nullnullnullnull 1500000000 0 {\"a\":[1,2],\"b\":null} [1,2] null" },
	{ "{\"event_id\":\"\\u00e9\\n\",\"observed_at\":0,\"fields\":{\"a\":\"\\\"q\\u0041\","
	  "\"b\":true}}",
	    "\"é\\n\"nullnullnullnull 0 0 {\"a\":\"\\\"q\\u0041\",\"b\":true} \"\\\"qA\" true" },
	{ "{\"event_id\":\"e\",\"observed_at\":0,\"fields\":{\"a\":1,\"a\":2},\"event_id\":\"f\"}",
	    "\"f\"nullnullnullnull 0 0 {\"a\":1,\"a\":2} 2 null" },
	{ "{\"event_id\":\"e\",\"observed_at\":\"\\u0030\",\"fields\":{\"A\":1,\"x\":{\"a\":1}}}",
	    "\"e\"nullnullnullnull 0 0 {\"A\":1,\"x\":{\"a\":1}} null null" },
	{ "[1]", "not_an_object: not an object but an array" },
	{ "{}",
	    "not_an_encoded_event at fields: no fields, as in a request event; run esper-encode first" },
	{ "{\"fields\":{}}", "not_an_encoded_event at event_id: no event_id" },
	{ "{\"event_id\":7,\"observed_at\":0,\"fields\":{}}",
	    "not_an_encoded_event at event_id: not a string" },
	{ "{\"event_id\":null,\"observed_at\":0,\"fields\":{}}",
	    "not_an_encoded_event at event_id: not a string" },
	{ "{\"event_id\":\"e\",\"tenant_id\":[],\"observed_at\":0,\"fields\":{}}",
	    "not_an_encoded_event at tenant_id: not a string" },
	{ "{\"event_id\":\"e\",\"source_id\":1,\"observed_at\":0,\"fields\":{}}",
	    "not_an_encoded_event at source_id: not a string" },
	{ "{\"event_id\":\"e\",\"entity_id\":1,\"observed_at\":0,\"fields\":{}}",
	    "not_an_encoded_event at entity_id: not a string" },
	{ "{\"event_id\":\"e\",\"session_id\":false,\"observed_at\":0,\"fields\":{}}",
	    "not_an_encoded_event at session_id: not a string" },
	{ "{\"event_id\":\"e\",\"fields\":{}}",
	    "not_an_encoded_event at observed_at: no observed_at" },
	{ "{\"event_id\":\"e\",\"observed_at\":\"noon\",\"fields\":{}}",
	    "not_an_encoded_event at observed_at: not a time: neither RFC 3339 (2026-11-20T10:00:00Z) nor a number since 1970" },
	{ "{\"event_id\":\"e\",\"observed_at\":true,\"fields\":{}}",
	    "not_an_encoded_event at observed_at: not a time: neither a string nor a number" },
	{ "{\"event_id\":\"e\",\"observed_at\":0,\"encoding_version\":\"1\",\"fields\":{}}",
	    "not_an_encoded_event at encoding_version: not a whole number" },
	{ "{\"event_id\":\"e\",\"observed_at\":0,\"encoding_version\":-1,\"fields\":{}}",
	    "not_an_encoded_event at encoding_version: not a whole number" },
	{ "{\"event_id\":\"e\",\"observed_at\":0}",
	    "not_an_encoded_event at fields: no fields, as in a request event; run esper-encode first" },
	{ "{\"event_id\":\"e\",\"observed_at\":0,\"fields\":[]}",
	    "not_an_encoded_event at fields: not an object" },
};

#define ROWS (sizeof(row) / sizeof(row[0]))

static void
test_lines(struct event_reader *r)
{
	struct buf b = { 0 };
	struct json_index ix = { 0 };
	struct json_pos pos = { 0 };
	struct json_line line = { 0 };
	struct event ev;
	struct reject why;
	enum event_result result;
	for (size_t i = 0; i < ROWS; i++) {
		buf_text(&b, text_of(row[i].line));
		buf_char(&b, '\n');
	}
	json_index_build(&ix, b.p, b.n, JSON_LINES);
	for (size_t i = 0; i < ROWS; i++) {
		unit_row(row[i].line);
		result = event_read(r, b.p, b.n, &ix, &pos, &ev, &line, &why);
		CHECK(text_eq((struct text){ line.p, line.n }, text_of(row[i].line)));
		put_result(result, &ev, &why);
		CHECK_TEXT(buf_as_text(&out), row[i].result);
	}
	unit_row("");
	CHECK(event_read(r, b.p, b.n, &ix, &pos, &ev, &line, &why) == EVENT_END);
	json_index_free(&ix);
	buf_free(&b);
}

/* What was written is read as it was, byte for byte. */
static void
test_round_trip(struct event_reader *r)
{
	static const char text[] =
	    "{\"event_id\":\"e-1\",\"tenant_id\":\"ac\\\"me\",\"source_id\":null,"
	    "\"observed_at\":\"2026-11-20T10:00:00.000000001Z\",\"encoding_version\":1,"
	    "\"entity_id\":\"zoë\\\\|x\",\"session_id\":\"s\",\"fields\":{\"a\":\"\\u0001\",\"b\":[{}]"
	    "}}\n";
	static const struct text names[] = { { "a", 1 }, { "b", 1 } };
	struct arena a = { 0 };
	struct event_schema s = event_schema_new(&a, names, 2);
	struct buf b = { 0 };
	struct json_index ix = { 0 };
	struct json_pos pos = { 0 };
	struct json_line line;
	struct event ev;
	struct reject why;
	json_index_build(&ix, text, sizeof(text) - 1, JSON_LINES);
	CHECK(event_read(r, text, sizeof(text) - 1, &ix, &pos, &ev, &line, &why) == EVENT_OK);
	event_put_encoded(&b, &ev, &s);
	CHECK(text_eq(buf_as_text(&b), text_of(text)));
	json_index_free(&ix);
	buf_free(&b);
	arena_free(&a);
}

/* White space at any one place: the fields come out without. */
static void
test_white_space(struct event_reader *r)
{
	static const char head[] = "{\"event_id\":\"e\",\"observed_at\":0,\"fields\":";
	static const char *const token[] = { "{", "\"a b\"", ":", "[", "{", "}", ",", "[", "]", ",",
		"\"x, y \\\" \"", ",", "-1", "]", ",", "\"b\"", ":", "true", ",", "\"c\"", ":",
		"null", ",", "\"d\"", ":", "{", "\"\"", ":", "0", "}", "}" };
	static const char blanks[] = " \t\r";
	size_t n = sizeof(token) / sizeof(token[0]);
	for (size_t space = 0; space < n; space++) {
		struct buf b = { 0 }, expected = { 0 };
		struct json_index ix = { 0 };
		struct json_pos pos = { 0 };
		struct json_line line;
		struct event ev;
		struct reject why;
		buf_text(&b, text_of(head));
		for (size_t i = 0; i < n; i++) {
			buf_text(&b, text_of(token[i]));
			buf_text(&expected, text_of(token[i]));
			if (i == space)
				buf_char(&b, blanks[space % 3]);
		}
		BUF_LIT(&b, "}\n");
		json_index_build(&ix, b.p, b.n, JSON_LINES);
		CHECK(event_read(r, b.p, b.n, &ix, &pos, &ev, &line, &why) == EVENT_OK);
		CHECK(text_eq(ev.fields_json, buf_as_text(&expected)));
		json_index_free(&ix);
		buf_free(&expected);
		buf_free(&b);
	}
}

/*
 * A line's bytes are copied into a decision only if they would be written the same again.  Each
 * line here has one thing that is spelled differently or stands elsewhere, and says what is copied.
 */
#define HEAD "{\"event_id\":\"e\",\"tenant_id\":null,\"source_id\":\"s\","
#define TIME "\"observed_at\":\"2026-01-01T00:00:00.001Z\","
#define IDS "\"entity_id\":\"x\",\"session_id\":\"y\","
#define REST "\"fields\":{\"a\":1}}\n"
static const struct {
	const char *line;
	bool head, ids;
} copy[] = {
	{ HEAD TIME "\"encoding_version\":12," IDS REST, true, true },
	{ HEAD TIME "\"encoding_version\":0,\"entity_id\":null,\"session_id\":null," REST, true,
	    true },
	{ HEAD TIME "\"encoding_version\":-0," IDS REST, false, false },
	{ HEAD TIME "\"encoding_version\":null," IDS REST, false, false },
	{ HEAD TIME IDS REST, false, false },
	{ HEAD TIME "\"encoding_version\":1, " IDS REST, true, false },
	{ HEAD TIME "\"encoding_version\":1,\"q\":0," IDS REST, true, false },
	{ HEAD TIME "\"encoding_version\":1,\"entity_id\":\"x\"," REST, true, false },
	{ HEAD TIME "\"encoding_version\":1," IDS "\"encoding_version\":2," REST, false, false },
	{ HEAD TIME "\"encoding_version\":1," IDS "\"entity_id\":\"z\"," REST, true, false },
	{ HEAD TIME "\"encoding_version\":1,\"entity_id\":\"\\u0041\","
		    "\"session_id\":\"y\"," REST,
	    true, false },
	{ HEAD TIME "\"encoding_version\":1,\"session_id\":\"y\",\"entity_id\":\"x\"," REST, true,
	    false },
	{ " " HEAD TIME "\"encoding_version\":1," IDS REST, false, false },
	{ HEAD "\"observed_at\":\"2026-01-01T00:00:00.100000Z\",\"encoding_version\":1," IDS REST,
	    false, false },
	{ HEAD "\"observed_at\":\"2026-01-01T00:00:00z\",\"encoding_version\":1," IDS REST, false,
	    false },
	{ HEAD "\"observed_at\":1700000000,\"encoding_version\":1," IDS REST, false, false },
	{ "{\"event_id\":\"\\u00e9\",\"tenant_id\":null,\"source_id\":\"s\"," TIME
	  "\"encoding_version\":1," IDS REST,
	    false, false },
	{ "{\"event_id\":\"e\",\"tenant_id\":\"t\",\"source\\u005fid\":\"s\"," TIME
	  "\"encoding_version\":1," IDS REST,
	    false, false },
	{ "{\"tenant_id\":\"t\",\"event_id\":\"e\",\"source_id\":\"s\"," TIME
	  "\"encoding_version\":1," IDS REST,
	    false, false },
};

static void
test_copies(struct event_reader *r)
{
	const struct verdict verdict = { .outcome = OUTCOME_BLOCK };
	const struct decision d = { .verdict = &verdict };
	for (size_t i = 0; i < sizeof(copy) / sizeof(*copy); i++) {
		struct json_index ix = { 0 };
		struct json_pos pos = { 0 };
		struct buf copied = { 0 }, anew = { 0 };
		size_t n = strlen(copy[i].line);
		struct json_line line;
		struct event ev;
		struct reject why;
		unit_row(copy[i].line);
		json_index_build(&ix, copy[i].line, n, JSON_LINES);
		CHECK(event_read(r, copy[i].line, n, &ix, &pos, &ev, &line, &why) == EVENT_OK);
		CHECK((ev.head.p != NULL) == copy[i].head && (ev.ids.p != NULL) == copy[i].ids);
		event_put_decision(&copied, &ev, NULL, 1, &d);
		ev.head = ev.ids = ev.observed_at = TEXT_ABSENT;
		event_put_decision(&anew, &ev, NULL, 1, &d);
		CHECK(text_eq(buf_as_text(&copied), buf_as_text(&anew)));
		json_index_free(&ix);
		buf_free(&copied);
		buf_free(&anew);
	}
}

int
main(void)
{
	static const struct text names[] = { { "a", 1 }, { "b", 1 } };
	struct event_reader *r = event_reader_new(names, 2);
	test_lines(r);
	test_round_trip(r);
	test_white_space(r);
	test_copies(r);
	event_reader_free(r);
	event_reader_free(NULL);
	buf_free(&out);
	return unit_end();
}
