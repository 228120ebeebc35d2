/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "page/compare_private.h"
#include "page/frame.h"
#include "page/markup.h"
#include "view/compare.h"

enum { ROWS_MOST = 200, CHART = 120, MARGIN = 4 };

/* ---- cells ---------------------------------------------------------------------------------- */

/* Texts that view/ makes are harmless, and become markup here. */
static void
put_cell(struct compare_page *p, struct buf *text, const char *class)
{
	buf_printf(&p->b, "<td class=\"%s\">", class);
	markup_escape(&p->b, buf_as_text(text));
	BUF_LIT(&p->b, "</td>");
	text->n = 0;
}

static void
put_value(struct compare_page *p, const struct compare_metric *m, bool known, real value)
{
	const struct view_style style = markup_style(0);
	struct buf text = { 0 };
	struct view_line l = { &text, &style, 0 };
	if (known)
		view_metric_value(&l, p->is, m, (double)value);
	put_cell(p, &text, "n");
	buf_free(&text);
}

static const char *
verdict_of(const struct compare_result *r, bool more_is_better)
{
	if (!r->significant)
		return "";
	return (r->delta > 0) == more_is_better ? "better" : "worse";
}

/* Where the interval and the change are, from the left; 0 is in the middle. */
static double
place_of(real value, real most)
{
	return CHART / 2.0 + (double)(value / most) * (CHART / 2.0 - MARGIN);
}

/* A drawing of what the text beside it says. */
static void
put_chart(struct compare_page *p, const struct compare_result *r, const char *verdict)
{
	const real most = fmaxl(fmaxl(fabsl(r->low), fabsl(r->high)), fabsl(r->delta));
	if (!(r->low < r->high) || !(most > 0))
		return;
	const double low = place_of(r->low, most), high = place_of(r->high, most);
	buf_printf(&p->b,
	    "<svg class=\"interval %s\" width=\"%d\" height=\"12\" aria-hidden=\"true\">"
	    "<line x1=\"%d\" x2=\"%d\" y1=\"0\" y2=\"12\"/>"
	    "<rect x=\"%d\" y=\"4\" width=\"%d\" height=\"4\"/>"
	    "<circle cx=\"%d\" cy=\"6\" r=\"2.5\"/></svg>",
	    verdict, CHART, CHART / 2, CHART / 2, (int)low, (int)fmax(high - low, 1),
	    (int)place_of(r->delta, most));
}

static void
put_interval(struct compare_page *p, const struct compare_metric *m, const struct compare_result *r,
    const char *verdict)
{
	const struct view_style style = markup_style(0);
	struct buf text = { 0 };
	struct view_line l = { &text, &style, 0 };
	view_metric_interval(&l, p->is, m, r);
	BUF_LIT(&p->b, "<td class=\"n\">");
	markup_escape(&p->b, buf_as_text(&text));
	if (r->has_a && r->has_b)
		put_chart(p, r, verdict);
	BUF_LIT(&p->b, "</td>");
	buf_free(&text);
}

/* The cells of a row, behind its head.  m: as for view_metric_value. */
static void
put_result(struct compare_page *p, const struct compare_metric *m, const struct compare_result *r,
    bool more_is_better)
{
	const struct view_style style = markup_style(0);
	const char *verdict = verdict_of(r, more_is_better);
	struct buf text = { 0 };
	struct view_line l = { &text, &style, 0 };
	put_value(p, m, r->has_a, r->a);
	put_value(p, m, r->has_b, r->b);
	view_metric_change(&l, p->is, m, r);
	put_cell(p, &text, "n");
	put_interval(p, m, r, verdict);
	if (r->has_a && r->has_b)
		view_p(&l, r->p);
	put_cell(p, &text, "n");
	buf_printf(
	    &p->b, "<td class=\"%s\">%s</td></tr>\n", *verdict == 'w' ? "bad" : "good", verdict);
	buf_free(&text);
}

#define RESULT_HEADS                                                                               \
	"<th scope=\"col\" class=\"n\">A</th><th scope=\"col\" class=\"n\">B</th>"                 \
	"<th scope=\"col\" class=\"n\">Change</th>"                                                \
	"<th scope=\"col\" class=\"n\">95 % interval</th>"                                         \
	"<th scope=\"col\" class=\"n\">p</th><th scope=\"col\">B is</th>"

/* ---- tables --------------------------------------------------------------------------------- */

void
compare_page_put_metrics(struct compare_page *p)
{
	frame_section(&p->b, "metrics", "Metrics");
	frame_table(&p->b, "<th scope=\"col\">Metric</th>" RESULT_HEADS);
	for (size_t i = 0; i < p->is->metrics; i++) {
		const struct compare_metric *m = &p->is->metric[i];
		if (!m->is.has_a && !m->is.has_b && i < COMPARE_METRICS)
			continue;
		BUF_LIT(&p->b, "<tr><th scope=\"row\">");
		markup_text(&p->b, m->name);
		BUF_LIT(&p->b, "</th>");
		put_result(p, m, &m->is, m->more_is_better);
	}
	frame_table_end(&p->b);
	BUF_LIT(&p->b, "<p class=\"quiet\">p is two-sided and corrected for the number of metrics "
		       "(Holm). Calls, tokens and cost are means per trace.</p>\n");
	frame_section_end(&p->b);
}

static void
put_counts(struct compare_page *p, const uint64_t n[2])
{
	markup_cell_count(&p->b, n[0]);
	markup_cell_count(&p->b, n[1]);
}

static void
put_more(struct compare_page *p, size_t all, size_t shown, const char *noun)
{
	if (all <= shown)
		return;
	BUF_LIT(&p->b, "<p class=\"told\">");
	markup_counted(&p->b, all - shown, noun);
	BUF_LIT(&p->b, " left out; --full shows all.</p>\n");
}

static size_t
rows_of(const struct compare_page *p, size_t all)
{
	return p->of->full || all < ROWS_MOST ? all : ROWS_MOST;
}

void
compare_page_put_names(struct compare_page *p)
{
	const size_t rows = rows_of(p, p->is->names);
	if (p->is->names == 0)
		return;
	frame_section(&p->b, "names", "Names");
	frame_table(&p->b,
	    "<th scope=\"col\">Name</th><th scope=\"col\" class=\"n\">Calls of A</th>"
	    "<th scope=\"col\" class=\"n\">of B</th>" RESULT_HEADS);
	for (size_t i = 0; i < rows && compare_page_flush(p, 1 << 18) == 0; i++) {
		const struct compare_name *n = &p->is->name[i];
		BUF_LIT(&p->b, "<tr><th scope=\"row\">");
		markup_text(&p->b, n->name);
		BUF_LIT(&p->b, "</th>");
		put_counts(p, n->calls);
		put_result(p, NULL, &n->is, false);
	}
	frame_table_end(&p->b);
	put_more(p, p->is->names, rows, "name");
	BUF_LIT(&p->b, "<p class=\"quiet\">Mean durations of calls, those with the smallest p "
		       "first.</p>\n");
	frame_section_end(&p->b);
}

static void
put_time(struct compare_page *p, uint64_t ns)
{
	BUF_LIT(&p->b, "<td class=\"n\">");
	markup_duration(&p->b, ns < INT64_MAX ? (int64_t)ns : INT64_MAX);
	BUF_LIT(&p->b, "</td>");
}

static void
put_service(struct compare_page *p, const struct both_service *s)
{
	BUF_LIT(&p->b, "<tr><th scope=\"row\">");
	if (s->name.p)
		markup_text(&p->b, s->name);
	else
		BUF_LIT(&p->b, "<span class=\"quiet\">not known</span>");
	BUF_LIT(&p->b, "</th>");
	put_counts(p, s->calls);
	for (unsigned i = 0; i < 2; i++)
		markup_cell_count_or_none(&p->b, s->errors[i], "bad");
	put_time(p, p->is->a.n > 0 ? s->self_ns[0] / p->is->a.n : 0);
	put_time(p, p->is->b.n > 0 ? s->self_ns[1] / p->is->b.n : 0);
	BUF_LIT(&p->b, "</tr>\n");
}

void
compare_page_put_services(struct compare_page *p)
{
	const size_t rows = rows_of(p, p->both.services);
	frame_section(&p->b, "services", "Services");
	frame_table(&p->b,
	    "<th scope=\"col\">Service</th><th scope=\"col\" class=\"n\">Calls of A</th>"
	    "<th scope=\"col\" class=\"n\">of B</th><th scope=\"col\" class=\"n\">Errors of A</th>"
	    "<th scope=\"col\" class=\"n\">of B</th>"
	    "<th scope=\"col\" class=\"n\">Self time per trace of A</th>"
	    "<th scope=\"col\" class=\"n\">of B</th>");
	for (size_t i = 0; i < rows && compare_page_flush(p, 1 << 18) == 0; i++)
		put_service(p, &p->both.service[i]);
	frame_table_end(&p->b);
	put_more(p, p->both.services, rows, "service");
	frame_section_end(&p->b);
}
