/* SPDX-License-Identifier: MIT */
/* Messages without what differs from one occurrence to the next. */
#include "trace/message.h"

#include "tests/unit/unit.h"

static const struct {
	const char *message, *expected;
} messages[] = {
	{ "", "" },
	{ "division by zero", "division by zero" },
	{ "order 12345 of user 7 failed", "order <n> of user <n> failed" },
	{ "-5 is less than +0.25, 1,000 or 1.5e-7", "<n> is less than <n>, <n> or <n>" },
	{ "read timeout=30s after 1.5s, 250ms", "read timeout=<n>s after <n>s, <n>ms" },
	{ "'NoneType' object has no attribute 'total'", "<str> object has no attribute <str>" },
	{ "can't read \"it's\" or `x`", "can't read <str> or <str>" },
	{ "don't 'close", "don't 'close" },
	{ "'a 'b 'c", "'a 'b 'c" },
	{ "id 6ba7b810-9dad-11d1-80b4-00c04fd430c8 is gone", "id <id> is gone" },
	{ "at 0x7ffe12ab and 4f3c2a1b9d, not deadbeef", "at <hex> and <hex>, not deadbeef" },
	{ "req_abc123 and req_1002, ORD-77", "req_<id> and req_<n>, ORD-<n>" },
	{ "worker12 uses utf8", "worker<n> uses utf<n>" },
	{ "alice.b+x@example.com is known", "<email> is known" },
	{ "since 2026-11-20T10:00:00.123Z, 2026-11-20 10:00:00+02:00, 2026-11-20",
	    "since <time>, <time>, <time>" },
	{ "connect to 10.0.0.12:5432: refused", "connect to <n>: refused" },
	{ "HTTP 503", "HTTP 503" },
	{ "HTTP/1.1 404 Not Found", "HTTP/<n> 404 Not Found" },
	{ "status code: 429, after 12 requests", "status code: 429, after <n> requests" },
	{ "[Errno 111] Connection refused", "[Errno 111] Connection refused" },
	{ "error 12345", "error <n>" },
	{ " a\n\t b  ", "a b" },
	{ "index 3 out of [1,2,3]", "index <n> out of [<n>]" },
	{ "caf\xc3\xa9"
	  "12 \xe2\x80\x9cquoted\xe2\x80\x9d",
	    "caf\xc3\xa9<n> \xe2\x80\x9cquoted\xe2\x80\x9d" },
	{ "a@", "a@" },
	{ "3@", "<n>@" },
	{ "2026-11-20x", "<n>-<n>-<id>" },
	{ "0x", "<n>x" },
};

static void
check_messages(void)
{
	for (size_t i = 0; i < sizeof(messages) / sizeof(*messages); i++) {
		struct buf b = { 0 };
		unit_row(messages[i].message);
		trace_put_message(&b, text_of(messages[i].message));
		CHECK_TEXT(buf_as_text(&b), messages[i].expected);
		buf_free(&b);
	}
}

/* Long ones are cut between characters. */
static void
check_long(void)
{
	struct buf b = { 0 }, out = { 0 };
	unit_row("long");
	for (int i = 0; i < 100000; i++)
		buf_put(&b, "\xc3\xa4 ", 3);
	trace_put_message(&out, buf_as_text(&b));
	CHECK(out.n <= TRACE_MESSAGE_MOST && out.n > TRACE_MESSAGE_MOST - 6);
	CHECK(memcmp(out.p + out.n - 3, "\xe2\x80\xa6", 3) == 0);
	out.n = b.n = 0;
	for (int i = 0; i < 100000; i++)
		buf_put(&b, "'x ", 3);
	trace_put_message(&out, buf_as_text(&b));
	CHECK(out.n <= TRACE_MESSAGE_MOST);
	out.n = b.n = 0;
	for (int i = 0; i < 100000; i++)
		buf_char(&b, '7');
	trace_put_message(&out, buf_as_text(&b));
	CHECK_TEXT(buf_as_text(&out), "<n>\xe2\x80\xa6");
	out.n = 0;
	trace_put_message(&out, (struct text){ "a\0b 1", 5 });
	CHECK(text_eq(buf_as_text(&out), (struct text){ "a\0b <n>", 7 }));
	buf_free(&b);
	buf_free(&out);
}

int
main(void)
{
	check_messages();
	check_long();
	return unit_end();
}
