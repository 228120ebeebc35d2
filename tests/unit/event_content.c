/* SPDX-License-Identifier: MIT */
/* What tells two events of one id apart: the digest is that of known bytes, and no spelling but
 * that of the fields is in it. */
#include "event/content.h"

#include <string.h>

#include "base/sha256.h"
#include "json/index.h"
#include "json/walk.h"
#include "tests/unit/unit.h"

#define LINE(source, entity, fields)                                                               \
	"{\"event_id\":\"e\",\"source_id\":" source ",\"observed_at\":1,\"entity_id\":" entity     \
	",\"fields\":" fields "}"

static const struct {
	const char *line;
	const char *content; /* the bytes that are hashed */
} rows[] = {
	{ LINE("\"web\"", "\"a|b\"", "{\"x\":1}"), "[\"web\",\"a|b\",{\"x\":1}]" },
	{ LINE("\"web\"", "\"a|b\"", " { \"x\" : 1 }\t"), "[\"web\",\"a|b\",{\"x\":1}]" },
	{ LINE("\"w\\u0065b\"", "\"a\\u007cb\"", "{\"x\":1}"), "[\"web\",\"a|b\",{\"x\":1}]" },
	{ LINE("null", "null", "{}"), "[null,null,{}]" },
	{ LINE("\"\"", "\"\"", "{}"), "[null,null,{}]" },
	{ LINE("\"\\\"\\u0007\"", "null", "{}"), "[\"\\\"\\u0007\",null,{}]" },
	/* fields are as they are spelled */
	{ LINE("null", "null", "{\"x\":\"\\u0061\"}"), "[null,null,{\"x\":\"\\u0061\"}]" },
	{ LINE("null", "null", "{\"x\":1.0,\"x\":2}"), "[null,null,{\"x\":1.0,\"x\":2}]" },
};
enum { ROWS = sizeof(rows) / sizeof(*rows) };

/* Digests of all rows, so many at a time. */
static void
digest_rows(const struct contents *how, size_t at_once, unsigned char out[ROWS][CONTENT_BYTES])
{
	struct buf scratch[2] = { 0 };
	for (size_t i = 0; i < ROWS; i += at_once) {
		struct event_reader *reader[ROWS];
		struct json_index index[ROWS] = { 0 };
		struct event event[ROWS];
		const struct event *ev[ROWS];
		unsigned char *to[ROWS];
		size_t n = 0;
		for (; n < at_once && i + n < ROWS; n++) {
			struct json_pos pos = { 0 };
			struct json_line line;
			struct reject why;
			struct text t = text_of(rows[i + n].line);
			reader[n] = event_reader_new(NULL, 0);
			json_index_build(&index[n], t.p, t.n, JSON_LINES);
			CHECK(event_read(reader[n], t.p, t.n, &index[n], &pos, &event[n], &line,
				  &why) == EVENT_OK);
			ev[n] = &event[n];
			to[n] = out[i + n];
		}
		contents_digest(how, ev, to, n, scratch);
		while (n-- > 0) {
			event_reader_free(reader[n]);
			json_index_free(&index[n]);
		}
	}
	buf_free(&scratch[0]);
	buf_free(&scratch[1]);
}

static void
test_rows(void)
{
	unsigned char digest[32], got[ROWS][CONTENT_BYTES], quick[ROWS][CONTENT_BYTES];
	struct contents how;
	contents_init(&how, (struct siphash_key){ 1, 2 });
	for (size_t at_once = 1; at_once <= ROWS; at_once++) {
		memset(got, 0, sizeof(got));
		digest_rows(&how, at_once, got);
		for (size_t i = 0; i < ROWS; i++) {
			unit_row(rows[i].line);
			sha256(rows[i].content, strlen(rows[i].content), digest);
			CHECK(memcmp(got[i], digest, CONTENT_BYTES) == 0);
		}
	}
	/* the quick ones are the same where these are */
	how.quick = true;
	digest_rows(&how, 3, quick);
	for (size_t i = 0; i < ROWS; i++)
		for (size_t k = 0; k < ROWS; k++)
			CHECK((memcmp(quick[i], quick[k], CONTENT_BYTES) == 0) ==
			      (memcmp(got[i], got[k], CONTENT_BYTES) == 0));
}

/* Fields that are absent are {}, and a digest that is known is copied. */
static void
test_known(void)
{
	static const unsigned char known[CONTENT_BYTES] = { 9, 8, 7 };
	unsigned char digest[32], got[2][CONTENT_BYTES], *to[2] = { got[0], got[1] };
	struct event event[2] = { 0 };
	const struct event *ev[2] = { &event[0], &event[1] };
	struct buf scratch[2] = { 0 };
	struct contents how;
	event[1].content = known;
	contents_init(&how, (struct siphash_key){ 1, 2 });
	contents_digest(&how, ev, to, 2, scratch);
	sha256("[null,null,{}]", 14, digest);
	CHECK(memcmp(got[0], digest, CONTENT_BYTES) == 0);
	CHECK(memcmp(got[1], known, CONTENT_BYTES) == 0);
	buf_free(&scratch[0]);
	buf_free(&scratch[1]);
}

static void
test_line_ids(void)
{
	static const struct {
		const char *id;
		bool of_line;
	} ids[] = {
		{ "sha256:0123456789abcdef0123456789abcdef", true },
		{ "sha256:0123456789abcdef0123456789abcdeF", false },
		{ "sha256:0123456789abcdef0123456789abcdeg", false },
		{ "sha256:0123456789abcdef0123456789abcde", false },
		{ "sha256:0123456789abcdef0123456789abcdef0", false },
		{ "sha255:0123456789abcdef0123456789abcdef", false },
		{ "0123456789abcdef0123456789abcdef", false },
		{ "", false },
	};
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		unit_row(ids[i].id);
		CHECK(event_id_is_of_line(text_of(ids[i].id)) == ids[i].of_line);
	}
	unit_row("");
}

int
main(void)
{
	test_rows();
	test_known();
	test_line_ids();
	return unit_end();
}
