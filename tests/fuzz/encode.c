/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "encode/encode.h"
#include "tests/fuzz/fuzz.h"

/*
 * Raw lines, with every selector, parser and normalizer, and query strings and Cookie headers in
 * particular: input that begins with Q or C is one of those, taken in as a string.  What comes out
 * is an encoded event.
 */
#define FIELD(name, selector, parser, more)                                                        \
	"{\"name\":\"" name "\",\"selector\":{" selector "},\"parser\":\"" parser "\"" more "},"
#define PATH(path) "\"kind\":\"RequestField\",\"path\":\"" path "\""
#define NAMED(kind, name) "\"kind\":\"" kind "\",\"name\":\"" name "\""

static const char plan_text[] =
    "{\"runtime\":{\"entity_identity_fields\":[\"s\",\"q\"]},\"fields\":[" FIELD(
	"s", PATH("a"), "String", ",\"normalizers\":[\"Trim\",\"Lowercase\"]") FIELD("l", PATH("a"),
	"String", ",\"normalizers\":[\"CollapseWhitespace\",\"Uppercase\"]") FIELD("y", PATH("a.b"),
	"Symbol", "") FIELD("b", PATH("a"), "Bool", "") FIELD("u", PATH("a"), "U64", "") FIELD("i",
	PATH("a"), "I64", "") FIELD("f", PATH("a"), "F64", "") FIELD("p", PATH("a"), "IpAddress",
	"") FIELD("t", PATH("a"), "Timestamp", "") FIELD("d", PATH("a"), "Duration", "") FIELD("j",
	PATH("a"), "Json", "") FIELD("e", PATH("user_id.0"), "Json", "") FIELD("w",
	PATH("a[b=a].b.*.a"), "Json", "") FIELD("z", PATH("a.*.a.b"), "Json", "") FIELD("h",
	NAMED("Header", "user-agent"), "String", "") FIELD("q", NAMED("QueryParam", "a"), "String",
	"") FIELD("c", NAMED("Cookie", "a"), "String", "") FIELD("r", NAMED("RouteParam", "a"),
	"String", "") FIELD("m", "\"kind\":\"Method\"", "String",
	"") FIELD("x", "\"kind\":\"SourceId\"", "String",
	"") "{\"name\":\"o\",\"selector\":{\"kind\":\"Path\"},\"parser\":\"String\",\"normalizers\":"
	    "[{\"kind\":\"Split\",\"separator\":\"/\",\"index\":-1},"
	    "{\"kind\":\"Replace\",\"from\":\"aa\",\"to\":\"b\"}]}]}";

/* What comes out of an encoder is what esper-decide reads. */
static void
read_back(const struct buf *b)
{
	struct event_reader *r = event_reader_new(NULL, 0);
	struct json_index ix = { 0 };
	struct json_pos pos = { 0 };
	struct json_line line;
	struct event ev;
	struct reject why;
	json_index_build(&ix, b->p, b->n, JSON_LINES);
	MUST(event_read(r, b->p, b->n, &ix, &pos, &ev, &line, &why) == EVENT_OK);
	MUST(event_read(r, b->p, b->n, &ix, &pos, &ev, &line, &why) == EVENT_END);
	json_index_free(&ix);
	event_reader_free(r);
}

static void
encode(const struct plan *plan, const char *text, size_t n)
{
	struct json_index ix = { 0 };
	struct json_pos pos = { 0 };
	struct encoder *encoder = encoder_new(plan, &encode_everything);
	struct encoded line;
	struct buf b = { 0 };
	enum encode_result result;
	json_index_build(&ix, text, n, JSON_LINES);
	while ((result = encode_next(encoder, text, n, &ix, &pos, &line)) != ENCODE_END) {
		b.n = 0;
		if (result == ENCODE_EVENT) {
			event_put_encoded(&b, &line.event, &plan->schema);
			read_back(&b);
		} else if (result == ENCODE_REJECTED) {
			MUST(line.why.error.n > 0);
		}
	}
	buf_free(&b);
	json_index_free(&ix);
	encoder_free(encoder);
}

/* The bytes as a string of a line, whatever they are (U+FFFD is not needed: escapes do). */
static void
put_as_string(struct buf *b, const char *p, size_t n)
{
	buf_char(b, '"');
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "\\u%04x", (unsigned char)p[i]);
	buf_char(b, '"');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *text = (const char *)data;
	struct err e;
	static struct plan *plan; /* loaded once: it does not change */
	struct buf b = { 0 };
	if (!plan)
		plan = plan_load(text_of(plan_text), ".", &e);
	MUST(plan != NULL);
	if (n > 0 && (*text == 'Q' || *text == 'C' || *text == 'V')) {
		BUF_LIT(&b, "{\"observed_at\":0,");
		buf_printf(&b, "\"%s\":", *text == 'Q' ? "query" : *text == 'C' ? "cookies" : "a");
		put_as_string(&b, text + 1, n - 1);
		BUF_LIT(&b, "}\n");
		encode(plan, b.p, b.n);
	} else {
		encode(plan, text, n);
	}
	buf_free(&b);
	return 0;
}
