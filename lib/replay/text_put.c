/* SPDX-License-Identifier: MIT */
#include "replay/text_put.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"

void
text_put_readable(struct buf *b, struct text t, size_t columns)
{
	const size_t width = text_width(t);
	size_t column = 0;
	for (size_t i = 0; i < t.n; column++) {
		uint32_t cp = 0;
		const size_t len = utf8_decode(t.p + i, t.n - i, &cp);
		if (width > columns && column + 1 == columns) {
			BUF_LIT(b, "\xe2\x80\xa6");
			return;
		}
		if (len == 0 || cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
			buf_char(b, '?');
		else
			buf_put(b, t.p + i, len);
		i += len > 0 ? len : 1;
	}
}

size_t
text_width(struct text t)
{
	size_t width = 0;
	uint32_t cp;
	for (size_t i = 0; i < t.n; width++) {
		const size_t len = utf8_decode(t.p + i, t.n - i, &cp);
		i += len > 0 ? len : 1;
	}
	return width;
}

void
text_put_name(struct buf *b, struct text name, size_t column)
{
	BUF_LIT(b, "  ");
	text_put_readable(b, name, column);
	for (size_t w = text_width(name); w < column; w++)
		buf_char(b, ' ');
}

void
text_put_title(struct buf *b, const char *title, size_t column)
{
	buf_put(b, title, strlen(title));
	for (size_t w = strlen(title); w < column + 2; w++)
		buf_char(b, ' ');
}

void
text_put_number(struct buf *b, uint64_t n)
{
	buf_printf(b, " %11" PRIu64, n);
}

void
text_put_share(struct buf *b, uint64_t n, uint64_t total)
{
	const unsigned __int128 hundredths =
	    total ? ((unsigned __int128)n * 10000 + total / 2) / total : 0;
	buf_printf(b, " %3u.%02u%%", (unsigned)(hundredths / 100), (unsigned)(hundredths % 100));
}

void
text_put_head(struct buf *b, const char *what, size_t columns)
{
	for (size_t w = strlen(what); w < columns; w++)
		buf_char(b, ' ');
	buf_put(b, what, strlen(what));
}

void
text_put_more(struct buf *b, size_t n)
{
	if (n > 0)
		buf_printf(b, "  and %zu more (JSON has them all)\n", n);
}

void
text_put_occurred(
    struct buf *b, const char *title, const struct text *name, const uint64_t *count, size_t n)
{
	size_t line = b->n, lines = 1, more = 0;
	bool first = true;
	for (size_t i = 0; i < n; i++) {
		if (count[i] == 0)
			continue;
		if (b->n - line + name[i].n > TEXT_LINE)
			lines++;
		if (lines > 2) {
			more++;
			continue;
		}
		if (first)
			buf_printf(b, "%s: ", title);
		else
			BUF_LIT(b, ", ");
		if (b->n - line + name[i].n > TEXT_LINE) {
			b->p[b->n - 1] = '\n';
			line = b->n;
			BUF_LIT(b, "  ");
		}
		first = false;
		text_put_readable(b, name[i], TEXT_NAME_MAX);
		buf_printf(b, " %" PRIu64, count[i]);
	}
	if (more > 0)
		buf_printf(b, ", and %zu more", more);
	if (!first)
		buf_char(b, '\n');
}
