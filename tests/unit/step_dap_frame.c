/* SPDX-License-Identifier: MIT */
#include "step/dap_frame.h"
#include "tests/unit/unit.h"

/* What comes out of a stream, in short: messages with a bar behind each, `!` for a fault, `~` if it
 * ends within a message. */
static struct text
framed(struct buf *got, const char *stream, size_t n, size_t portion)
{
	struct dap_frame f = { 0 };
	struct text message;
	struct err e;
	got->n = 0;
	for (size_t i = 0; i < n; i += portion) {
		enum dap_framed what;
		dap_frame_add(&f, stream + i, n - i < portion ? n - i : portion);
		while ((what = dap_frame_next(&f, &message, &e)) != DAP_FRAME_MORE) {
			if (what == DAP_FRAME_FAULT) {
				CHECK(e.text[0] != '\0');
				buf_char(got, '!');
				continue;
			}
			buf_text(got, message);
			buf_char(got, '|');
		}
	}
	if (dap_frame_is_torn(&f))
		buf_char(got, '~');
	dap_frame_free(&f);
	return buf_as_text(got);
}

#define GOOD "Content-Length: 2\r\n\r\n{}"

static const struct {
	const char *stream, *comes;
} table[] = {
	{ "", "" },
	{ GOOD, "{}|" },
	{ GOOD GOOD, "{}|{}|" },
	{ "content-length:2\r\n\r\n{}", "{}|" },
	{ "Content-Length: 2\n\n{}", "{}|" },
	{ "Content-Type: application/json\r\nContent-Length: 2 \r\n\r\n{}", "{}|" },
	{ "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", "{}|" },
	{ "Content-Length: 0\r\n\r\n" GOOD, "|{}|" },
	{ "Content-Length: 3\r\n\r\n{}", "~" },
	{ "Content-Length: 2\r\n\r\n{", "~" },
	{ "Content-Length: 2\r\n", "~" },
	{ "Content-", "~" },
	{ "\r\n\r\n" GOOD, "!{}|" },
	{ "Content-Type: x\r\n\r\n{}" GOOD, "!{}|" },
	{ "Content-Length: -2\r\n\r\n{}" GOOD, "!{}|" },
	{ "Content-Length: two\r\n\r\n{}" GOOD, "!{}|" },
	{ "Content-Length:\r\n\r\n{}" GOOD, "!{}|" },
	{ "Content-Length: 2.0\r\n\r\n{}" GOOD, "!{}|" },
	{ "Content-Length: 99999999999999999999\r\n\r\n{}" GOOD, "!{}|" },
	{ "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}" GOOD, "!{}|" },
	{ "Content-Length: 1073741825\r\n\r\n{}" GOOD, "!{}|" },
	{ "Content-Length: 1073741824\r\n\r\n{}" GOOD, "!~" },
	{ "{\"seq\":1}\r\n\r\n" GOOD, "!{}|" },
	{ "Content-Length: 2\r\n\r\n{}}" GOOD, "{}|!{}|" },
	{ "Content-Length: 1\r\n\r\n{}\r\n\r\n" GOOD, "{|!{}|" },
};

/* A message over the limit, and a header over its own, with a good message behind them. */
static void
check_long(void)
{
	struct buf b = { 0 }, got = { 0 };
	const size_t length = (size_t)DAP_MESSAGE_MOST + 1;
	buf_printf(&b, "Content-Length: %zu\r\n\r\n", length);
	buf_room(&b, length);
	memset(b.p + b.n, '{', length);
	b.n += length;
	BUF_LIT(&b, GOOD);
	CHECK(text_eq(framed(&got, b.p, b.n, 65536), TEXT("!{}|")));
	b.n = 0;
	for (int i = 0; i < 1000; i++)
		BUF_LIT(&b, "X-Field: 1\r\n");
	BUF_LIT(&b, GOOD);
	CHECK(text_eq(framed(&got, b.p, b.n, 65536), TEXT("!{}|")));
	b.n = 0;
	for (int i = 0; i < 10000; i++)
		buf_char(&b, 'x');
	CHECK(text_eq(framed(&got, b.p, b.n, 100), TEXT("!")));
	buf_free(&b);
	buf_free(&got);
}

int
main(void)
{
	struct buf got = { 0 };
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		const size_t n = strlen(table[i].stream);
		for (size_t portion = 1; portion <= 64; portion *= 2) {
			const struct text t = framed(&got, table[i].stream, n, portion);
			unit_row(table[i].stream);
			CHECK_TEXT(t, table[i].comes);
		}
	}
	check_long();
	buf_free(&got);
	return unit_end();
}
