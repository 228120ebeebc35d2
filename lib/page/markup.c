/* SPDX-License-Identifier: MIT */
#include "page/markup.h"

#include "time/stamp.h"
#include "trace/record.h"

enum { BAR_WIDTH = 60, PIXEL = 10 };

/* ---- escapes -------------------------------------------------------------------------------- */

static struct text
reference(char c)
{
	switch (c) {
	case '&': return TEXT("&amp;");
	case '<': return TEXT("&lt;");
	case '>': return TEXT("&gt;");
	case '"': return TEXT("&quot;");
	case '\'': return TEXT("&#39;");
	default: return TEXT_ABSENT;
	}
}

/* Appends a text in which some characters have other spellings. */
static void
put_spelled(struct buf *b, struct text t, struct text (*spelling)(char c))
{
	size_t from = 0;
	for (size_t i = 0; i < t.n; i++) {
		const struct text other = spelling(t.p[i]);
		if (!other.p)
			continue;
		buf_put(b, t.p + from, i - from);
		buf_text(b, other);
		from = i + 1;
	}
	if (t.n > from)
		buf_put(b, t.p + from, t.n - from);
}

void
markup_escape(struct buf *b, struct text t)
{
	put_spelled(b, t, reference);
}

void
markup_text(struct buf *b, struct text t)
{
	struct buf harmless = { 0 };
	buf_visible(&harmless, t);
	markup_escape(b, buf_as_text(&harmless));
	buf_free(&harmless);
}

static struct text
json_escape(char c)
{
	switch (c) {
	case '"': return TEXT("\\\"");
	case '\\': return TEXT("\\\\");
	case '<': return TEXT("\\u003c");
	case '\n': return TEXT("\\n");
	default: return TEXT_ABSENT;
	}
}

void
markup_json_harmless(struct buf *b, struct text t)
{
	buf_char(b, '"');
	put_spelled(b, t, json_escape);
	buf_char(b, '"');
}

void
markup_json(struct buf *b, struct text t)
{
	struct buf harmless = { 0 };
	buf_visible(&harmless, t);
	markup_json_harmless(b, buf_as_text(&harmless));
	buf_free(&harmless);
}

/* ---- numbers and times ---------------------------------------------------------------------- */

struct view_style
markup_style(size_t width)
{
	return (struct view_style){ .width = width, .utf8 = true };
}

void
markup_count(struct buf *b, uint64_t n)
{
	const struct view_style style = markup_style(0);
	struct view_line l = { b, &style, 0 };
	view_count(&l, n);
}

void
markup_counted(struct buf *b, uint64_t n, const char *noun)
{
	const struct view_style style = markup_style(0);
	struct view_line l = { b, &style, 0 };
	view_counted(&l, n, noun);
}

void
markup_duration(struct buf *b, int64_t ns)
{
	const struct view_style style = markup_style(0);
	struct view_line l = { b, &style, 0 };
	if (ns != TRACE_NO_TIME)
		view_duration(&l, ns);
}

void
markup_time(struct buf *b, int64_t at_ns)
{
	char stamp[STAMP_MAX];
	if (at_ns == TRACE_NO_TIME)
		return;
	const struct text t = { stamp, stamp_put(at_ns, stamp) };
	BUF_LIT(b, "<time datetime=\"");
	buf_text(b, t);
	BUF_LIT(b, "\">");
	buf_text(b, t);
	BUF_LIT(b, "</time>");
}

/* ---- cells ---------------------------------------------------------------------------------- */

void
markup_cell_count(struct buf *b, uint64_t n)
{
	BUF_LIT(b, "<td class=\"n\">");
	markup_count(b, n);
	BUF_LIT(b, "</td>");
}

void
markup_cell_count_or_none(struct buf *b, uint64_t n, const char *class)
{
	if (n > 0)
		buf_printf(b, "<td class=\"n %s\">", class);
	else
		BUF_LIT(b, "<td class=\"n\">");
	if (n > 0)
		markup_count(b, n);
	BUF_LIT(b, "</td>");
}

void
markup_cell_share(struct buf *b, double share)
{
	const double tenths = share * BAR_WIDTH * PIXEL;
	const int width = (int)(tenths + 0.5);
	const int percent = (int)(share * 1000 + 0.5);
	buf_printf(b,
	    "<td class=\"n share\"><svg width=\"%d\" height=\"8\" aria-hidden=\"true\">"
	    "<rect class=\"bar\" width=\"%d.%d\" height=\"8\"/></svg>%d.%d %%</td>",
	    BAR_WIDTH, width / PIXEL, width % PIXEL, percent / 10, percent % 10);
}
