/* SPDX-License-Identifier: MIT */
#include "page/load.h"

#include "page/frame.h"
#include "page/load_private.h"
#include "page/markup.h"
#include "view/value.h"

enum { VALUE_COLUMNS = 60 };

/* ---- the summary ---------------------------------------------------------------------------- */

static double
per_second(const struct rerun_load *l)
{
	return l->elapsed_ns > 0 ? (double)l->answered * 1e9 / (double)l->elapsed_ns : 0;
}

/* Appends plain text: `1,000 requests, 399.3 per second, 2 errors`. */
static void
put_headline(struct buf *b, const struct page_load *p)
{
	markup_counted(b, p->load->n, "request");
	buf_printf(b, ", %.1f per second, ", per_second(p->load));
	markup_counted(b, p->load->failed + p->load->unanswered, "error");
}

static void
begin_fact(struct buf *b, const char *name)
{
	buf_printf(b, "<div><dt>%s</dt><dd>", name);
}

static void
end_fact(struct buf *b)
{
	BUF_LIT(b, "</dd></div>\n");
}

static void
put_count_fact(struct buf *b, const char *name, uint64_t n, bool bad)
{
	begin_fact(b, name);
	if (bad && n > 0)
		BUF_LIT(b, "<span class=\"bad\">");
	markup_count(b, n);
	if (bad && n > 0)
		BUF_LIT(b, "</span>");
	end_fact(b);
}

static void
put_facts(struct buf *b, const struct page_load *p)
{
	const struct rerun_load *l = p->load;
	BUF_LIT(b, "<dl class=\"facts\">\n");
	begin_fact(b, "Recording");
	markup_text(b, p->inputs);
	end_fact(b);
	if (p->target.p) {
		begin_fact(b, "Target");
		markup_text(b, p->target);
		end_fact(b);
	}
	put_count_fact(b, "At most at once", p->traffic->workers, false);
	begin_fact(b, "Pace");
	if (p->traffic->pace > 0)
		buf_printf(b, "%.15gx", p->traffic->pace);
	else
		BUF_LIT(b, "as fast as possible");
	end_fact(b);
	begin_fact(b, "Duration");
	markup_duration(b, l->elapsed_ns);
	end_fact(b);
	if (p->traffic->pace > 0) {
		begin_fact(b, "Sent at most too late");
		markup_duration(b, l->late_ns);
		end_fact(b);
	}
	put_count_fact(b, "Calls executed", l->calls, false);
	put_count_fact(b, "Requests that failed", l->failed, true);
	put_count_fact(b, "Due and not answered", l->unanswered, true);
	if (l->missing > 0)
		put_count_fact(b, "Calls that could not be executed", l->missing, true);
	BUF_LIT(b, "</dl>\n");
}

static void
put_latency_row(struct buf *b, const char *name, const struct rerun_latency *l)
{
	const int64_t ns[] = { l->p50_ns, l->p95_ns, l->p99_ns, l->max_ns };
	buf_printf(b, "<tr><th scope=\"row\">%s</th>", name);
	markup_cell_count(b, l->n);
	for (size_t i = 0; i < sizeof(ns) / sizeof(*ns); i++) {
		BUF_LIT(b, "<td class=\"n\">");
		if (l->n > 0)
			markup_duration(b, ns[i]);
		BUF_LIT(b, "</td>");
	}
	BUF_LIT(b, "</tr>\n");
}

static void
put_latencies(struct buf *b, const struct page_load *p)
{
	const struct rerun_latency now = rerun_latency_of(p->load),
				   then = rerun_latency_recorded(p->traffic->units);
	frame_section(b, "latency", "Latency, now and recorded");
	frame_table(b, "<th scope=\"col\">Run</th><th scope=\"col\" class=\"n\">Requests</th>"
		       "<th scope=\"col\" class=\"n\">p50</th><th scope=\"col\" "
		       "class=\"n\">p95</th><th scope=\"col\" class=\"n\">p99</th>"
		       "<th scope=\"col\" class=\"n\">Longest</th>");
	put_latency_row(b, "now", &now);
	put_latency_row(b, "recorded", &then);
	frame_table_end(b);
	BUF_LIT(b, "<p class=\"quiet\">A latency counts from when the request was due.</p>\n");
	frame_section_end(b);
}

/* ---- what went wrong ------------------------------------------------------------------------ */

static void
put_errors(struct buf *b, const struct rerun_load *l)
{
	if (l->kinds == 0)
		return;
	frame_section(b, "errors", "Errors by type");
	frame_table(b, "<th scope=\"col\">Type</th><th scope=\"col\" class=\"n\">Calls</th>"
		       "<th scope=\"col\">First message</th>");
	for (size_t i = 0; i < l->kinds; i++) {
		BUF_LIT(b, "<tr><th scope=\"row\" class=\"bad\">");
		markup_text(b, l->kind[i].type);
		BUF_LIT(b, "</th>");
		markup_cell_count(b, l->kind[i].n);
		BUF_LIT(b, "<td class=\"long\">");
		markup_text(b, l->kind[i].message.p ? l->kind[i].message : TEXT(""));
		BUF_LIT(b, "</td></tr>\n");
	}
	frame_table_end(b);
	if (l->other_kinds > 0) {
		BUF_LIT(b, "<p class=\"told\">");
		markup_counted(b, l->other_kinds, "error");
		BUF_LIT(b, " of other types.</p>\n");
	}
	frame_section_end(b);
}

static void
put_value(struct buf *b, struct text json)
{
	const struct view_style style = markup_style(VALUE_COLUMNS);
	struct buf text = { 0 };
	struct view_line line = { &text, &style, 0 };
	BUF_LIT(b, "<td class=\"long\">");
	if (json.p)
		view_value(&line, json, VALUE_COLUMNS);
	else
		BUF_LIT(&text, "nothing");
	markup_escape(b, buf_as_text(&text));
	BUF_LIT(b, "</td>");
	buf_free(&text);
}

static void
put_verdicts(struct buf *b, const struct rerun_load *l)
{
	bool any = false;
	BUF_LIT(b, "<p>Of the calls that were executed: ");
	for (size_t v = 1; v < RERUN_VERDICTS; v++) {
		const bool good = rerun_is_good((enum rerun_verdict)v);
		if (l->verdicts[v] == 0)
			continue;
		buf_printf(b, "%s<span class=\"%s\">", any ? ", " : "", good ? "good" : "bad");
		markup_count(b, l->verdicts[v]);
		buf_printf(b, " %s</span>", rerun_verdict_names[v].p);
		any = true;
	}
	buf_printf(b, "%s.</p>\n", any ? "" : "none has a recorded answer");
}

static void
put_answers(struct buf *b, const struct rerun_load *l)
{
	frame_section(b, "answers", "Answers, compared with the recording");
	put_verdicts(b, l);
	if (l->differences > 0)
		frame_table(b,
		    "<th scope=\"col\">Call</th><th scope=\"col\">Differs at</th>"
		    "<th scope=\"col\" class=\"n\">Calls</th><th scope=\"col\">First of them</th>"
		    "<th scope=\"col\">Recorded</th><th scope=\"col\">Now</th>");
	for (size_t i = 0; i < l->differences; i++) {
		const struct rerun_differing *d = &l->difference[i];
		BUF_LIT(b, "<tr><th scope=\"row\">");
		markup_text(b, d->name.p ? d->name : TEXT("-"));
		BUF_LIT(b, "</th><td class=\"name\">");
		markup_text(b, d->path);
		BUF_LIT(b, "</td>");
		markup_cell_count(b, d->n);
		BUF_LIT(b, "<td class=\"name\">");
		markup_text(b, d->call_id.p ? d->call_id : TEXT("-"));
		BUF_LIT(b, "</td>");
		put_value(b, d->then);
		put_value(b, d->now);
		BUF_LIT(b, "</tr>\n");
	}
	if (l->differences > 0)
		frame_table_end(b);
	if (l->other_differences > 0) {
		BUF_LIT(b, "<p class=\"told\">");
		markup_counted(b, l->other_differences, "other difference");
		BUF_LIT(b, ".</p>\n");
	}
	frame_section_end(b);
}

/* ---- all of it ------------------------------------------------------------------------------ */

void
page_put_load(struct buf *b, const struct page_load *p)
{
	const struct frame_link links[] = { { "summary", "Summary", true },
		{ "latency", "Latency", true }, { "time", "Over time", p->load->n > 0 },
		{ "errors", "Errors", p->load->kinds > 0 }, { "answers", "Answers", true } };
	struct frame frame;
	struct buf title = { 0 };
	BUF_LIT(&title, "load: ");
	put_headline(&title, p);
	frame_begin(&frame, b, FRAME_REPORT, buf_as_text(&title));
	frame_contents(b, "load", links, sizeof(links) / sizeof(*links));
	BUF_LIT(b, "<section id=\"summary\" aria-label=\"Summary\">\n<h1>");
	put_headline(b, p);
	BUF_LIT(b, "</h1>\n");
	put_facts(b, p);
	BUF_LIT(b, "</section>\n");
	put_latencies(b, p);
	load_put_charts(b, p->load);
	put_errors(b, p->load);
	put_answers(b, p->load);
	BUF_LIT(b, "</main>\n");
	frame_end(&frame, b);
	buf_free(&title);
}
