/* SPDX-License-Identifier: MIT */
#include "report/text_put.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"

/* Blocks of characters that take two columns on a terminal, or none. */
static const struct {
	uint32_t from, to;
	size_t columns;
} block[] = {
	{ 0x300, 0x36f, 0 },
	{ 0x1100, 0x115f, 2 },
	{ 0x200b, 0x200d, 0 },
	{ 0x20d0, 0x20ff, 0 },
	{ 0x2e80, 0x303e, 2 },
	{ 0x3041, 0xa4cf, 2 },
	{ 0xac00, 0xd7a3, 2 },
	{ 0xf900, 0xfaff, 2 },
	{ 0xfe00, 0xfe0f, 0 },
	{ 0xfe30, 0xfe6f, 2 },
	{ 0xff01, 0xff60, 2 },
	{ 0xffe0, 0xffe6, 2 },
	{ 0x1f300, 0x1f64f, 2 },
	{ 0x1f680, 0x1f6ff, 2 },
	{ 0x1f900, 0x1faff, 2 },
	{ 0x20000, 0x3fffd, 2 },
};

static size_t
columns_of(uint32_t cp)
{
	for (size_t i = 0; i < sizeof(block) / sizeof(*block) && cp >= block[i].from; i++)
		if (cp <= block[i].to)
			return block[i].columns;
	return 1;
}

size_t
text_put_character(struct buf *b, struct text t, size_t *columns)
{
	uint32_t cp = 0;
	const size_t len = buf_visible_character(b, t, columns);
	if (*columns == 0 && utf8_decode(t.p, t.n, &cp) > 0)
		*columns = columns_of(cp);
	return len;
}

size_t
text_put_readable(struct buf *b, struct text t, size_t columns)
{
	const bool fits = text_width(t) <= columns;
	size_t column = 0;
	while (t.n > 0) {
		const size_t before = b->n;
		size_t width;
		const size_t len = text_put_character(b, t, &width);
		if (!fits && column + width >= columns) {
			b->n = before;
			BUF_LIT(b, "\xe2\x80\xa6");
			return column + 1;
		}
		column += width;
		t = (struct text){ t.p + len, t.n - len };
	}
	return column;
}

size_t
text_width(struct text t)
{
	struct buf scratch = { 0 };
	size_t width = 0;
	while (t.n > 0) {
		size_t columns;
		const size_t len = text_put_character(&scratch, t, &columns);
		width += columns;
		scratch.n = 0;
		t = (struct text){ t.p + len, t.n - len };
	}
	buf_free(&scratch);
	return width;
}

void
text_put_name(struct buf *b, struct text name, size_t column)
{
	BUF_LIT(b, "  ");
	for (size_t w = text_put_readable(b, name, column); w < column; w++)
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
text_rows_offer(struct text_rows *rows, size_t row, uint64_t weight)
{
	size_t least = 0;
	if (rows->n < rows->most) {
		rows->row[rows->n] = row;
		rows->weight[rows->n++] = weight;
		return;
	}
	for (size_t i = 1; i < rows->n; i++)
		if (rows->weight[i] <= rows->weight[least])
			least = i;
	if (weight <= rows->weight[least])
		return;
	for (size_t i = least; i + 1 < rows->n; i++) {
		rows->row[i] = rows->row[i + 1];
		rows->weight[i] = rows->weight[i + 1];
	}
	rows->row[rows->n - 1] = row;
	rows->weight[rows->n - 1] = weight;
}

static size_t
cut_width(struct text name)
{
	const size_t width = text_width(name);
	return width < TEXT_NAME_MAX ? width : TEXT_NAME_MAX;
}

void
text_put_occurred(
    struct buf *b, const char *title, const struct text *name, const uint64_t *count, size_t n)
{
	size_t column = strlen(title) + 2, lines = 1, more = 0;
	bool first = true;
	for (size_t i = 0; i < n; i++) {
		if (count[i] == 0)
			continue;
		const size_t width = cut_width(name[i]);
		const bool turn = column + width > TEXT_LINE;
		lines += turn;
		if (lines > 2) {
			more++;
			continue;
		}
		if (first)
			buf_printf(b, "%s: ", title);
		else
			buf_put(b, turn ? ",\n  " : ", ", turn ? 4 : 2);
		first = false;
		const size_t before = b->n;
		text_put_readable(b, name[i], TEXT_NAME_MAX);
		const size_t bytes = b->n - before;
		buf_printf(b, " %" PRIu64, count[i]);
		column = (turn ? 2 : column) + width + (b->n - before - bytes) + 2;
	}
	if (more > 0)
		buf_printf(b, ", and %zu more", more);
	if (!first)
		buf_char(b, '\n');
}
