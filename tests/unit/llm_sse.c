/* SPDX-License-Identifier: MIT */
/* Streams of server-sent events, whole and in pieces of every size. */
#include "llm/sse.h"

#include "tests/unit/unit.h"

static const struct {
	const char *name, *stream, *events; /* `NAME:DATA;` each */
	bool inside;                        /* it breaks off in an event */
} rows[] = {
	{ "one", "data: a\n\n", "message:a;", false },
	{ "a name", "event: e\ndata: a\n\n", "e:a;", false },
	{ "CRLF", "event: e\r\ndata: a\r\n\r\ndata: b\r\n\r\n", "e:a;message:b;", false },
	{ "CR", "data: a\r\rdata: b\r\r", "message:a;message:b;", false },
	{ "mixed ends", "data: a\r\n\ndata: b\n\r\ndata: c\r\r\n", "message:a;message:b;message:c;",
	    false },
	{ "two lines of data", "data: a\ndata: b\n\n", "message:a\nb;", false },
	{ "no space", "data:a\n\n", "message:a;", false },
	{ "two spaces", "data:  a\n\n", "message: a;", false },
	{ "no colon", "data\n\n", "message:;", false },
	{ "empty data", "data:\ndata:\n\n", "message:\n;", false },
	{ "a comment", ": ping\n\n:\ndata: a\n\n", "message:a;", false },
	{ "other fields", "id: 7\nretry: 10\nodd: x\ndata: a\n\n", "message:a;", false },
	{ "no data", "event: e\n\ndata: a\n\n", "message:a;", false },
	{ "a BOM",
	    "\xEF\xBB\xBF"
	    "data: a\n\n",
	    "message:a;", false },
	{ "a BOM later",
	    "\n\xEF\xBB\xBF"
	    "data: a\n\n",
	    "", false },
	{ "a colon in the data", "data: {\"a\": 1}\n\n", "message:{\"a\": 1};", false },
	{ "breaks off in a line", "data: a\n\ndata: b", "message:a;", true },
	{ "breaks off behind a line", "data: a\n", "", true },
	{ "nothing", "", "", false },
};

static bool
note(void *context, struct text name, struct text data)
{
	struct buf *b = context;
	buf_text(b, name);
	buf_char(b, ':');
	buf_text(b, data);
	buf_char(b, ';');
	return true;
}

static bool
stop(void *context, struct text name, struct text data)
{
	note(context, name, data);
	return false;
}

int
main(void)
{
	struct buf got = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct text all = text_of(rows[i].stream);
		unit_row(rows[i].name);
		for (size_t piece = 1; piece <= all.n + 1; piece++) {
			struct sse s = { 0 };
			got.n = 0;
			for (size_t at = 0; at < all.n; at += piece) {
				const size_t n = all.n - at < piece ? all.n - at : piece;
				CHECK(sse_feed(&s, (struct text){ all.p + at, n }, note, &got));
			}
			CHECK_TEXT(buf_as_text(&got), rows[i].events);
			CHECK(sse_is_inside(&s) == rows[i].inside);
			sse_free(&s);
		}
	}
	unit_row("stopped");
	struct sse s = { 0 };
	got.n = 0;
	CHECK(!sse_feed(&s, TEXT("data: a\n\ndata: b\n\n"), stop, &got));
	CHECK_TEXT(buf_as_text(&got), "message:a;");
	sse_free(&s);
	buf_free(&got);
	return unit_end();
}
