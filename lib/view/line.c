/* SPDX-License-Identifier: MIT */
#include "view/line.h"

#include "base/utf8.h"
#include "report/text_put.h"
#include "time/stamp.h"

/* ---- glyphs --------------------------------------------------------------------------------- */

struct glyph {
	struct text text;
	size_t columns;
};

static const struct glyph glyphs[2][VIEW_GLYPHS] = {
	{
	    [VIEW_BAR] = { TEXT("| "), 2 },
	    [VIEW_FORK] = { TEXT("|-"), 2 },
	    [VIEW_BEGIN] = { TEXT("+ "), 2 },
	    [VIEW_END] = { TEXT("` "), 2 },
	    [VIEW_ELLIPSIS] = { TEXT("..."), 3 },
	    [VIEW_TIMES] = { TEXT("x"), 1 },
	    [VIEW_PARALLEL] = { TEXT("||"), 2 },
	    [VIEW_GIVES] = { TEXT("->"), 2 },
	    [VIEW_POINT] = { TEXT("-"), 1 },
	},
	{
	    [VIEW_BAR] = { TEXT("\xe2\x94\x82 "), 2 },
	    [VIEW_FORK] = { TEXT("\xe2\x94\x9c\xe2\x94\x80"), 2 },
	    [VIEW_BEGIN] = { TEXT("\xe2\x94\xac "), 2 },
	    [VIEW_END] = { TEXT("\xe2\x94\x94 "), 2 },
	    [VIEW_ELLIPSIS] = { TEXT("\xe2\x80\xa6"), 1 },
	    [VIEW_TIMES] = { TEXT("\xc3\x97"), 1 },
	    [VIEW_PARALLEL] = { TEXT("\xe2\x88\xa5"), 1 },
	    [VIEW_GIVES] = { TEXT("\xe2\x86\x92"), 1 },
	    [VIEW_POINT] = { TEXT("\xc2\xb7"), 1 },
	},
};

struct text
view_glyph_text(const struct view_style *style, enum view_glyph g)
{
	return glyphs[style->utf8][g].text;
}

void
view_glyph(struct view_line *l, enum view_glyph g)
{
	const struct glyph *glyph = &glyphs[l->style->utf8][g];
	buf_text(l->b, glyph->text);
	l->column += glyph->columns;
}

/* ---- text of the input ---------------------------------------------------------------------- */

/* How many bytes at the start of t are ASCII that can be displayed? */
static size_t
plain_run(struct text t)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
	size_t i = 0;
	for (uint64_t word; t.n - i >= 8; i += 8) {
		memcpy(&word, t.p + i, 8);
		/* a byte from 0x80 on, one below 0x20, or 0x7f */
		if ((word | (word - ones * 0x20) | (word + ones)) & high)
			break;
	}
	while (i < t.n && t.p[i] >= 0x20 && t.p[i] < 0x7f)
		i++;
	return i;
}

/* Appends one character.  Returns how many bytes of t it has. */
static size_t
put_character(struct buf *b, const struct view_style *style, struct text t, size_t *columns)
{
	uint32_t cp = 0;
	const size_t before = b->n, len = text_put_character(b, t, columns);
	if (style->utf8 || utf8_decode(t.p, t.n, &cp) < 2 || utf8_is_control(cp))
		return len;
	b->n = before;
	buf_printf(b, cp < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)cp);
	*columns = b->n - before;
	return len;
}

static struct text
rest_of(struct text t, size_t n)
{
	return (struct text){ t.p + n, t.n - n };
}

void
view_text(struct view_line *l, struct text t)
{
	while (t.n > 0) {
		const size_t run = plain_run(t);
		buf_put(l->b, t.p, run);
		l->column += run;
		t = rest_of(t, run);
		if (t.n == 0)
			break;
		size_t columns;
		t = rest_of(t, put_character(l->b, l->style, t, &columns));
		l->column += columns;
	}
}

void
view_text_start(struct view_line *l, struct text t, size_t columns)
{
	while (t.n > 0 && columns > 0) {
		const size_t most = t.n < columns ? t.n : columns;
		const size_t run = plain_run((struct text){ t.p, most });
		buf_put(l->b, t.p, run);
		l->column += run;
		columns -= run;
		t = rest_of(t, run);
		if (t.n == 0 || columns == 0)
			break;
		size_t width;
		const size_t before = l->b->n, len = put_character(l->b, l->style, t, &width);
		if (width > columns) {
			l->b->n = before;
			break;
		}
		columns -= width;
		l->column += width;
		t = rest_of(t, len);
	}
}

size_t
view_text_width(const struct view_style *style, struct text t, size_t most)
{
	size_t width = plain_run(t);
	if (width == t.n)
		return width;
	struct buf scratch = { 0 };
	t = rest_of(t, width);
	while (t.n > 0 && width <= most) {
		size_t columns;
		scratch.n = 0;
		t = rest_of(t, put_character(&scratch, style, t, &columns));
		width += columns;
		const size_t run = plain_run(t);
		width += run;
		t = rest_of(t, run);
	}
	buf_free(&scratch);
	return width;
}

void
view_pad(struct view_line *l, size_t column)
{
	static const char blanks[] = "                                ";
	while (l->column < column) {
		size_t n = column - l->column;
		n = n < sizeof(blanks) - 1 ? n : sizeof(blanks) - 1;
		buf_put(l->b, blanks, n);
		l->column += n;
	}
}

/* ---- numbers -------------------------------------------------------------------------------- */

size_t
view_count_width(uint64_t n)
{
	size_t digits = 1;
	for (; n >= 10; n /= 10)
		digits++;
	return digits + (digits - 1) / 3;
}

void
view_count(struct view_line *l, uint64_t n)
{
	char text[32], *end = text + sizeof(text), *p = end;
	unsigned digits = 0;
	do {
		if (digits > 0 && digits % 3 == 0)
			*--p = ',';
		*--p = (char)('0' + n % 10);
		digits++;
	} while ((n /= 10) > 0);
	buf_put(l->b, p, (size_t)(end - p));
	l->column += (size_t)(end - p);
}

void
view_counted(struct view_line *l, uint64_t n, const char *noun)
{
	view_count(l, n);
	view_char(l, ' ');
	view_put(l, noun);
	if (n != 1)
		view_char(l, 's');
}

/* The units of durations, largest first. */
static const struct {
	uint64_t ns;
	const char *utf8, *ascii;
	size_t columns;
} units[] = {
	{ UINT64_C(3600000000000), "h", "h", 1 },
	{ UINT64_C(60000000000), "min", "min", 3 },
	{ 1000000000, "s", "s", 1 },
	{ 1000000, "ms", "ms", 2 },
	{ 1000, "\xc2\xb5s", "us", 2 },
	{ 1, "ns", "ns", 2 },
};

void
view_duration(struct view_line *l, int64_t ns)
{
	uint64_t v = ns < 0 ? -(uint64_t)ns : (uint64_t)ns;
	size_t u = 0;
	if (ns < 0)
		view_char(l, '-');
	if (v == 0) {
		view_char(l, '0');
		return;
	}
	while (v < units[u].ns)
		u++;
	const size_t before = l->b->n;
	const uint64_t whole = v / units[u].ns;
	const unsigned cents = (unsigned)(v % units[u].ns * 100 / units[u].ns);
	buf_u64(l->b, whole);
	if (whole < 100 && units[u].ns > 1) {
		buf_char(l->b, '.');
		buf_char(l->b, (char)('0' + cents / 10));
		if (whole < 10)
			buf_char(l->b, (char)('0' + cents % 10));
	}
	l->column += l->b->n - before + units[u].columns;
	const char *unit = l->style->utf8 ? units[u].utf8 : units[u].ascii;
	buf_put(l->b, unit, strlen(unit));
}

void
view_time(struct view_line *l, int64_t at_ns)
{
	char stamp[STAMP_MAX + 1];
	stamp[stamp_put(at_ns, stamp)] = 0;
	view_put(l, stamp);
}
