/* SPDX-License-Identifier: MIT */
#include "cmd/cli/diagnostics.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"

int
diag_write(struct text t)
{
	while (t.n > 0) {
		ssize_t n = write(STDERR_FILENO, t.p, t.n);
		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0)
			t = (struct text){ t.p + n, t.n - (size_t)n };
	}
	return 0;
}

static int
say(struct buf *b)
{
	buf_char(b, '\n');
	int result = diag_write(buf_as_text(b));
	buf_free(b);
	return result;
}

void
diag(const char *program, const char *format, ...)
{
	struct buf line = { 0 }, text = { 0 };
	va_list args;
	va_start(args, format);
	int n = vsnprintf(NULL, 0, format, args);
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
	say(&line); /* where it fails, there is nobody left to tell */
}

int
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
	return say(&b);
}

void
diag_id_conflicts(struct buf *lines, uint64_t n)
{
	if (n > 0)
		buf_printf(lines,
		    "%" PRIu64 " event%s the event_id of another event, but not its content; each "
		    "was decided on its own. If ids should be unique, see where the plan takes "
		    "event_id from\n",
		    n, n == 1 ? " has" : "s have");
}
