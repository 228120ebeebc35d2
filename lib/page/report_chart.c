/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "event/decision.h"
#include "page/frame.h"
#include "page/markup.h"
#include "page/report_private.h"

/* Decisions by hour, as bars.  A bar stands for several hours if there are many. */
enum {
	BARS_MOST = 120,
	ROWS_MOST = 500,
	WIDTH = 960,
	HEIGHT = 150,
	BASE = 6,  /* below the bars */
	ABOVE = 2, /* above them */
	TENTHS = 10
};

struct bar {
	const struct json_node *first; /* of its hours; NULL: it has none */
	uint64_t decided[OUTCOMES], changed, all;
};

/* From the bottom to the top: the most severe outcome first. */
static const char *const classes[OUTCOMES] = { "allow", "observe", "challenge", "block" };

static int64_t
hour_number(const struct json_node *hour)
{
	int64_t number = 0;
	number_i64(json_get(hour, "number")->text, &number);
	return number;
}

/* How many hours a bar stands for: the least of these, doubled as often as needed. */
static uint64_t
choose_unit(uint64_t hours)
{
	static const uint64_t units[] = { 1, 2, 3, 6, 12, 24, 48, 168 };
	const size_t n = sizeof(units) / sizeof(*units);
	for (size_t i = 0; i < n; i++)
		if ((hours + units[i] - 1) / units[i] <= BARS_MOST)
			return units[i];
	uint64_t unit = units[n - 1];
	while ((hours + unit - 1) / unit > BARS_MOST)
		unit *= 2;
	return unit;
}

static void
add_hour(struct bar *bar, const struct json_node *hour)
{
	bar->first = bar->first ? bar->first : hour;
	bar->changed += report_number(hour, "changed");
	for (size_t i = 0; i < OUTCOMES; i++) {
		const uint64_t n = report_number(hour, outcome_names[i].p);
		bar->decided[i] += n;
		bar->all += n;
	}
}

/* What the bar says to a mouse, and to a reader of the page's markup. */
static void
put_words(struct buf *b, const struct bar *bar)
{
	markup_text(b, report_text(bar->first, "hour"));
	for (size_t i = OUTCOMES; i-- > 0;) {
		if (bar->decided[i] == 0)
			continue;
		BUF_LIT(b, ", ");
		markup_count(b, bar->decided[i]);
		buf_char(b, ' ');
		buf_text(b, outcome_names[i]);
	}
	if (bar->changed > 0) {
		BUF_LIT(b, "; ");
		markup_count(b, bar->changed);
		BUF_LIT(b, " changed");
	}
}

/* A number of tenths as a decimal. */
static void
put_tenths(struct buf *b, uint64_t tenths)
{
	buf_printf(b, "%llu.%llu", (unsigned long long)(tenths / TENTHS),
	    (unsigned long long)(tenths % TENTHS));
}

static void
put_piece(struct buf *b, const char *class, uint64_t x, uint64_t width, uint64_t y, uint64_t height)
{
	buf_printf(b, "<rect class=\"%s\" x=\"", class);
	put_tenths(b, x);
	BUF_LIT(b, "\" width=\"");
	put_tenths(b, width);
	BUF_LIT(b, "\" y=\"");
	put_tenths(b, y);
	BUF_LIT(b, "\" height=\"");
	put_tenths(b, height);
	BUF_LIT(b, "\"/>");
}

static void
put_bar(struct buf *b, const struct bar *bar, size_t i, size_t bars, uint64_t longest)
{
	const uint64_t room = (uint64_t)WIDTH * TENTHS;
	const uint64_t x = room * i / bars, next = room * (i + 1) / bars;
	const uint64_t width = next - x > 2 * TENTHS ? next - x - TENTHS : next - x;
	const uint64_t full = (uint64_t)HEIGHT * TENTHS;
	uint64_t below = 0;
	if (bar->all == 0 && bar->changed == 0)
		return;
	BUF_LIT(b, "<g><title>");
	put_words(b, bar);
	BUF_LIT(b, "</title>");
	for (size_t k = OUTCOMES; k-- > 0;) {
		const uint64_t from = (uint64_t)((double)below / (double)longest * (double)full);
		below += bar->decided[k];
		const uint64_t to = (uint64_t)((double)below / (double)longest * (double)full);
		if (bar->decided[k] > 0)
			put_piece(b, classes[k], x, width, ABOVE * TENTHS + full - to,
			    to > from ? to - from : 1);
	}
	if (bar->changed > 0)
		put_piece(b, "changed", x, width, (ABOVE + HEIGHT + 2) * TENTHS, 3 * TENTHS);
	BUF_LIT(b, "</g>\n");
}

static void
put_legend(struct buf *b, bool compared)
{
	BUF_LIT(b, "<p class=\"legend quiet\">");
	for (size_t i = OUTCOMES; i-- > 0;)
		buf_printf(b,
		    "<svg width=\"10\" height=\"10\" aria-hidden=\"true\"><rect class=\"%s\" "
		    "width=\"10\" height=\"10\"/></svg> %s ",
		    classes[i], outcome_names[i].p);
	if (compared)
		BUF_LIT(b, "<svg width=\"10\" height=\"10\" aria-hidden=\"true\"><rect "
			   "class=\"changed\" y=\"4\" width=\"10\" height=\"3\"/></svg> hours with "
			   "changes");
	BUF_LIT(b, "</p>\n");
}

static void
put_bars(struct report_page *p, const struct bar *bar, size_t bars)
{
	struct buf *b = p->b;
	uint64_t longest = 1;
	const struct bar *last = &bar[0];
	for (size_t i = 0; i < bars; i++) {
		longest = bar[i].all > longest ? bar[i].all : longest;
		last = bar[i].first ? &bar[i] : last;
	}
	buf_printf(b,
	    "<svg class=\"chart\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" role=\"img\" "
	    "aria-label=\"Decisions by hour; the table below has the numbers\">\n",
	    WIDTH, ABOVE + HEIGHT + BASE);
	buf_printf(b, "<line x1=\"0\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>\n", WIDTH, ABOVE + HEIGHT,
	    ABOVE + HEIGHT);
	for (size_t i = 0; i < bars; i++)
		put_bar(b, &bar[i], i, bars, longest);
	BUF_LIT(b, "</svg>\n<p class=\"ends quiet\"><span>");
	markup_text(b, report_text(bar[0].first, "hour"));
	BUF_LIT(b, "</span><span>highest bar: ");
	markup_counted(b, longest, "event");
	BUF_LIT(b, "</span><span>");
	markup_text(b, report_text(last->first, "hour"));
	BUF_LIT(b, "</span></p>\n");
}

static void
put_table(struct report_page *p)
{
	struct buf *b = p->b;
	size_t rows = 0;
	BUF_LIT(b, "<details><summary>Numbers by hour</summary>\n");
	frame_table(
	    b, p->compared
		   ? "<th scope=\"col\">Hour (UTC)</th><th scope=\"col\" class=\"n\">Allow</th>"
		     "<th scope=\"col\" class=\"n\">Observe</th>"
		     "<th scope=\"col\" class=\"n\">Challenge</th>"
		     "<th scope=\"col\" class=\"n\">Block</th><th scope=\"col\" "
		     "class=\"n\">Changed</th>"
		   : "<th scope=\"col\">Hour (UTC)</th><th scope=\"col\" class=\"n\">Allow</th>"
		     "<th scope=\"col\" class=\"n\">Observe</th>"
		     "<th scope=\"col\" class=\"n\">Challenge</th>"
		     "<th scope=\"col\" class=\"n\">Block</th>");
	for (const struct json_node *h = p->hours->child; h && rows < ROWS_MOST; h = h->next) {
		BUF_LIT(b, "<tr><th scope=\"row\" class=\"t\">");
		markup_text(b, report_text(h, "hour"));
		BUF_LIT(b, "</th>");
		for (size_t i = 0; i < OUTCOMES; i++)
			markup_cell_count(b, report_number(h, outcome_names[i].p));
		if (p->compared)
			markup_cell_count_or_none(b, report_number(h, "changed"), "bad");
		BUF_LIT(b, "</tr>\n");
		rows++;
	}
	frame_table_end(b);
	if (p->hours->count > ROWS_MOST) {
		BUF_LIT(b, "<p class=\"told\">");
		markup_counted(b, p->hours->count - ROWS_MOST, "hour");
		BUF_LIT(b, " left out.</p>\n");
	}
	BUF_LIT(b, "</details>\n");
}

void
report_put_chart(struct report_page *p)
{
	const struct json_node *h = p->hours->child;
	if (!h)
		return;
	int64_t last = 0;
	const int64_t first = hour_number(h);
	for (const struct json_node *k = h; k; k = k->next)
		last = hour_number(k);
	const uint64_t hours = (uint64_t)(last - first) + 1, unit = choose_unit(hours);
	const size_t bars = (size_t)((hours + unit - 1) / unit);
	struct bar *bar = mem_zalloc(bars, sizeof(*bar));
	for (; h; h = h->next)
		add_hour(&bar[(uint64_t)(hour_number(h) - first) / unit], h);
	frame_section(p->b, "hours", "Decisions by hour");
	put_legend(p->b, p->compared != NULL);
	put_bars(p, bar, bars);
	if (unit > 1) {
		BUF_LIT(p->b, "<p class=\"quiet\">A bar stands for ");
		markup_counted(p->b, unit, "hour");
		BUF_LIT(p->b, ".</p>\n");
	}
	put_table(p);
	frame_section_end(p->b);
	free(bar);
}
