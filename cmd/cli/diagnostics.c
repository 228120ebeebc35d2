/* SPDX-License-Identifier: MIT */
#include "cmd/cli/diagnostics.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"

static void
say(struct buf *b)
{
	size_t at = 0;

	buf_char(b, '\n');
	while (at < b->n) {
		ssize_t n = write(STDERR_FILENO, b->p + at, b->n - at);

		if (n < 0 && errno != EINTR)
			break; /* there is nobody left to tell */
		at += n > 0 ? (size_t)n : 0;
	}
	buf_free(b);
}

void
diag(const char *program, const char *format, ...)
{
	struct buf line = { 0 }, text = { 0 };
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		n = 0;
	buf_room(&text, (size_t)n + 1);
	va_start(args, format);
	vsnprintf(text.p, (size_t)n + 1, format, args);
	va_end(args);
	text.n = (size_t)n;
	buf_printf(&line, "%s: ", program);
	buf_visible(&line, buf_as_text(&text));
	buf_free(&text);
	say(&line);
}

void
diag_at(const char *program, const char *file, uint64_t line, uint64_t column, struct text text)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s: ", program);
	buf_visible(&b, text_of(file ? file : "-"));
	if (line > 0) {
		buf_char(&b, ':');
		buf_u64(&b, line);
	}
	if (line > 0 && column > 0) {
		buf_char(&b, ':');
		buf_u64(&b, column);
	}
	BUF_LIT(&b, ": ");
	buf_visible(&b, text);
	say(&b);
}
