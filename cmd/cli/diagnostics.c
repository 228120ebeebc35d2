/* SPDX-License-Identifier: MIT */
#include "cmd/cli/diagnostics.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "report/color.h"

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

/* Returns the length of the file and position that a message begins with: one word before the first
 * `: `, unless it is an option.  0: the message is about no file. */
static size_t
place_length(struct text t)
{
	for (size_t i = 0; i + 1 < t.n && t.p[i] != ' '; i++)
		if (t.p[i] == ':' && t.p[i + 1] == ' ')
			return t.p[0] == '-' && i > 1 ? 0 : i;
	return 0;
}

/* Colours the first `word`, with an `s` after it or without, in the text written since `from`. */
static void
color_word(struct buf *b, size_t from, struct text word, enum color color)
{
	const char *p = memmem(b->p + from, b->n - from, word.p, word.n);
	if (!p)
		return;
	const size_t at = (size_t)(p - b->p);
	size_t end = at + word.n;
	end += end < b->n && b->p[end] == 's';
	if (b->p[at - 1] != ' ' || (end < b->n && !strchr(" :;,", b->p[end])))
		return;
	struct buf rest = { 0 };
	buf_put(&rest, b->p + end, b->n - end);
	b->n = end;
	color_since(b, at, true, color);
	buf_text(b, buf_as_text(&rest));
	buf_free(&rest);
}

/* Appends `PROGRAM: PLACE`.  Returns where the message after it begins. */
static size_t
begin(struct buf *b, const struct voice *v, struct text place)
{
	buf_printf(b, "%s: ", v->name);
	const size_t from = b->n;
	buf_visible(b, place);
	color_since(b, from, v->color, COLOR_PLACE);
	return b->n;
}

static void
end(struct buf *b, const struct voice *v, size_t from)
{
	if (v->color) {
		color_word(b, from, TEXT("error"), COLOR_ERROR);
		color_word(b, from, TEXT("warning"), COLOR_WARNING);
	}
	buf_char(b, '\n');
}

static int
say(struct buf *b)
{
	const int result = diag_write(buf_as_text(b));
	buf_free(b);
	return result;
}

void
diag_put(struct buf *b, const struct voice *v, struct text text)
{
	const size_t place = place_length(text);
	const size_t from = begin(b, v, (struct text){ text.p, place });
	buf_visible(b, (struct text){ text.p + place, text.n - place });
	end(b, v, from);
}

void
diag(const struct voice *v, const char *format, ...)
{
	struct buf line = { 0 }, text = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	diag_put(&line, v, buf_as_text(&text));
	buf_free(&text);
	say(&line); /* a failure cannot be reported anywhere */
}

int
diag_at(const struct voice *v, const char *file, uint64_t line, uint64_t column, struct text text)
{
	struct buf b = { 0 }, place = { 0 };
	buf_text(&place, text_of(file ? file : "-"));
	if (line > 0) {
		buf_char(&place, ':');
		buf_u64(&place, line);
	}
	if (line > 0 && column > 0) {
		buf_char(&place, ':');
		buf_u64(&place, column);
	}
	const size_t from = begin(&b, v, buf_as_text(&place));
	buf_free(&place);
	BUF_LIT(&b, ": ");
	buf_visible(&b, text);
	end(&b, v, from);
	return say(&b);
}

void
diag_id_conflicts(struct buf *lines, uint64_t n)
{
	if (n > 0)
		buf_printf(lines,
		    "%" PRIu64 " event%s the event_id of another event but different content; each "
		    "was decided on its own. If ids should be unique, check where the plan takes "
		    "event_id from\n",
		    n, n == 1 ? " has" : "s have");
}
