/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "page/frame.h"
#include "page/load_private.h"
#include "page/markup.h"

/* A load over time: answers as bars, percentiles of the latency as lines. */
enum {
	SPANS_MOST = 100,
	WIDTH = 960,
	HEIGHT = 150,
	ABOVE = 2, /* free, over what is highest */
	LINES = 3
};

static const char *const names[LINES] = { "p50", "p95", "p99" };

/* What happened in a span of time. */
struct span {
	uint64_t answered, failed;    /* in it; failed: with an error, or never answered */
	struct rerun_latency latency; /* of what was due in it */
};

struct spans {
	struct span *span;
	size_t n;
	int64_t each_ns;
};

static int64_t
end_of(const struct rerun_sample *s)
{
	return s->latency_ns > 0 ? s->due_ns + s->latency_ns : s->due_ns;
}

/* The least of 1, 2, 5, 10, … ms of which so many are enough. */
static int64_t
choose_span(int64_t all_ns)
{
	static const int64_t steps[] = { 1, 2, 5 };
	for (int64_t unit = 1000000;; unit *= 10)
		for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
			if (all_ns / (unit * steps[i]) < SPANS_MOST || unit > INT64_MAX / 100)
				return unit * steps[i];
}

/* Samples are in the order in which they were due. */
static void
measure(struct spans *s, const struct rerun_load *l)
{
	int64_t *ns = mem_alloc((l->n + 1) * sizeof(*ns));
	for (size_t i = 0, from = 0; i < s->n; i++) {
		size_t n = 0;
		while (from < l->n && (size_t)(l->sample[from].due_ns / s->each_ns) <= i)
			ns[n++] = l->sample[from++].latency_ns;
		s->span[i].latency = rerun_latency_of_times(ns, n);
	}
	free(ns);
}

static struct spans
spans_of(const struct rerun_load *l)
{
	int64_t all_ns = 0;
	for (size_t i = 0; i < l->n; i++)
		all_ns = end_of(&l->sample[i]) > all_ns ? end_of(&l->sample[i]) : all_ns;
	struct spans s = { .each_ns = choose_span(all_ns) };
	s.n = (size_t)(all_ns / s.each_ns) + 1;
	s.span = mem_zalloc(s.n, sizeof(*s.span));
	for (size_t i = 0; i < l->n; i++) {
		struct span *in = &s.span[end_of(&l->sample[i]) / s.each_ns];
		const bool failed = l->sample[i].failed || !l->sample[i].answered;
		in->failed += failed;
		in->answered += !failed;
	}
	measure(&s, l);
	return s;
}

static void
put_svg(struct buf *b, const char *label)
{
	buf_printf(b,
	    "<svg class=\"chart\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" role=\"img\" "
	    "aria-label=\"%s; the table below has the numbers\">\n"
	    "<line x1=\"0\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>\n",
	    WIDTH, ABOVE + HEIGHT + ABOVE, label, WIDTH, ABOVE + HEIGHT, ABOVE + HEIGHT);
}

static double
x_of(const struct spans *s, double i)
{
	return (double)WIDTH * i / (double)s->n;
}

static void
put_ends(struct buf *b, const struct spans *s, const char *highest,
    void (*put)(struct buf *b, uint64_t n), uint64_t value)
{
	buf_printf(b, "</svg>\n<p class=\"ends quiet\"><span>0</span><span>%s: ", highest);
	put(b, value);
	BUF_LIT(b, "</span><span>");
	markup_duration(b, (int64_t)s->n * s->each_ns);
	BUF_LIT(b, "</span></p>\n");
}

/* ---- throughput ----------------------------------------------------------------------------- */

static void
put_requests(struct buf *b, uint64_t n)
{
	markup_counted(b, n, "request");
}

static void
put_piece(struct buf *b, const struct spans *s, size_t i, const char *class, double from, double to)
{
	const double x = x_of(s, (double)i), width = x_of(s, (double)i + 1) - x;
	if (to <= from)
		return;
	buf_printf(b, "<rect class=\"%s\" x=\"%.1f\" width=\"%.1f\" y=\"%.1f\" height=\"%.1f\"/>",
	    class, x, width > 2 ? width - 1 : width, ABOVE + HEIGHT - to,
	    to - from > 0.5 ? to - from : 0.5);
}

static void
put_throughput(struct buf *b, const struct spans *s)
{
	uint64_t longest = 1;
	for (size_t i = 0; i < s->n; i++)
		if (s->span[i].answered + s->span[i].failed > longest)
			longest = s->span[i].answered + s->span[i].failed;
	BUF_LIT(b, "<h3>Throughput <span class=\"quiet\">answers</span></h3>\n"
		   "<p class=\"legend quiet\"><svg width=\"10\" height=\"10\" aria-hidden=\"true\">"
		   "<rect class=\"observe\" width=\"10\" height=\"10\"/></svg> answered "
		   "<svg width=\"10\" height=\"10\" aria-hidden=\"true\"><rect class=\"changed\" "
		   "width=\"10\" height=\"10\"/></svg> failed or not answered</p>\n");
	put_svg(b, "Answers over time");
	for (size_t i = 0; i < s->n; i++) {
		const struct span *in = &s->span[i];
		const double scale = (double)HEIGHT / (double)longest,
			     good = (double)in->answered * scale,
			     all = good + (double)in->failed * scale;
		if (in->answered + in->failed == 0)
			continue;
		BUF_LIT(b, "<g><title>");
		markup_duration(b, (int64_t)i * s->each_ns);
		BUF_LIT(b, ": ");
		markup_count(b, in->answered);
		BUF_LIT(b, " answered, ");
		markup_count(b, in->failed);
		BUF_LIT(b, " failed</title>");
		put_piece(b, s, i, "observe", 0, good);
		put_piece(b, s, i, "changed", good, all);
		BUF_LIT(b, "</g>\n");
	}
	put_ends(b, s, "highest bar", put_requests, longest);
}

/* ---- latency -------------------------------------------------------------------------------- */

static int64_t
percentile(const struct span *s, size_t line)
{
	return line == 0 ? s->latency.p50_ns : line == 1 ? s->latency.p95_ns : s->latency.p99_ns;
}

static void
put_duration(struct buf *b, uint64_t ns)
{
	markup_duration(b, (int64_t)ns);
}

/* A step for each span; where nothing was due, the line has a gap. */
static void
put_line(struct buf *b, const struct spans *s, size_t line, int64_t longest)
{
	bool drawing = false;
	buf_printf(b, "<path class=\"%s\" d=\"", names[line]);
	for (size_t i = 0; i < s->n; i++) {
		const struct span *in = &s->span[i];
		if (in->latency.n == 0) {
			drawing = false;
			continue;
		}
		const double y = ABOVE + HEIGHT -
				 (double)HEIGHT * (double)percentile(in, line) / (double)longest;
		buf_printf(b, "%s%.1f %.1fH%.1f", drawing ? "L" : "M", x_of(s, (double)i), y,
		    x_of(s, (double)i + 1));
		drawing = true;
	}
	BUF_LIT(b, "\"/>\n");
}

static void
put_latency(struct buf *b, const struct spans *s)
{
	int64_t longest = 1;
	for (size_t i = 0; i < s->n; i++)
		if (s->span[i].latency.p99_ns > longest)
			longest = s->span[i].latency.p99_ns;
	BUF_LIT(b, "<h3>Latency <span class=\"quiet\">by when the request was due</span></h3>\n"
		   "<p class=\"legend quiet\">");
	for (size_t i = 0; i < LINES; i++)
		buf_printf(b,
		    "<svg width=\"14\" height=\"10\" aria-hidden=\"true\"><path class=\"%s\" "
		    "d=\"M0 5H14\"/></svg> %s ",
		    names[i], names[i]);
	BUF_LIT(b, "</p>\n");
	put_svg(b, "Percentiles of the latency over time");
	for (size_t i = LINES; i-- > 0;)
		put_line(b, s, i, longest);
	put_ends(b, s, "highest", put_duration, (uint64_t)longest);
}

/* ---- the numbers ---------------------------------------------------------------------------- */

static void
put_table(struct buf *b, const struct spans *s)
{
	BUF_LIT(b, "<details><summary>Numbers over time</summary>\n");
	frame_table(b, "<th scope=\"col\">From</th><th scope=\"col\" class=\"n\">Answered</th>"
		       "<th scope=\"col\" class=\"n\">Failed</th><th scope=\"col\" class=\"n\">"
		       "Due</th><th scope=\"col\" class=\"n\">p50</th><th scope=\"col\" "
		       "class=\"n\">p95</th><th scope=\"col\" class=\"n\">p99</th>");
	for (size_t i = 0; i < s->n; i++) {
		const struct span *in = &s->span[i];
		BUF_LIT(b, "<tr><th scope=\"row\" class=\"t\">");
		markup_duration(b, (int64_t)i * s->each_ns);
		BUF_LIT(b, "</th>");
		markup_cell_count(b, in->answered);
		markup_cell_count_or_none(b, in->failed, "bad");
		markup_cell_count(b, in->latency.n);
		for (size_t k = 0; k < LINES; k++) {
			BUF_LIT(b, "<td class=\"n\">");
			if (in->latency.n > 0)
				markup_duration(b, percentile(in, k));
			BUF_LIT(b, "</td>");
		}
		BUF_LIT(b, "</tr>\n");
	}
	frame_table_end(b);
	BUF_LIT(b, "</details>\n");
}

void
load_put_charts(struct buf *b, const struct rerun_load *l)
{
	if (l->n == 0)
		return;
	struct spans s = spans_of(l);
	frame_section(b, "time", "Over time");
	put_throughput(b, &s);
	put_latency(b, &s);
	BUF_LIT(b, "<p class=\"quiet\">A bar or a step stands for ");
	markup_duration(b, s.each_ns);
	BUF_LIT(b, ".</p>\n");
	put_table(b, &s);
	frame_section_end(b);
	free(s.span);
}
