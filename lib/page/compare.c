/* SPDX-License-Identifier: MIT */
#include "page/compare.h"

#include "page/compare_private.h"
#include "page/frame.h"
#include "page/markup.h"
#include "page/shipped.h"
#include "view/compare.h"
#include "view/divergence.h"
#include "view/gate.h"

enum { WIDTH = 320 }; /* columns of a line: values are cut to that */

int
compare_page_flush(struct compare_page *p, size_t enough)
{
	if (p->stopped != 0 || p->b.n < enough)
		return p->stopped;
	p->stopped = p->put(p->context, buf_as_text(&p->b));
	p->b.n = 0;
	return p->stopped;
}

/* ---- the headline --------------------------------------------------------------------------- */

/* Appends plain text. */
static void
put_verdict(struct buf *b, const struct compare_page *p)
{
	const struct view_style style = markup_style(0);
	struct view_line l = { b, &style, 0 };
	if (p->is->winner >= 0)
		view_put(&l, p->is->winner == 0 ? "A is better than B" : "B is better than A");
	else
		view_put(&l, "Neither side is better");
}

static void
put_reason(struct compare_page *p)
{
	const struct view_style style = markup_style(0);
	struct buf text = { 0 };
	struct view_line l = { &text, &style, 0 };
	bool any = false;
	for (size_t i = 0; i < p->is->metrics; i++) {
		const struct compare_metric *m = &p->is->metric[i];
		if (!m->is.significant)
			continue;
		view_put(&l, any ? ", " : "");
		view_text(&l, m->name);
		view_char(&l, ' ');
		view_metric_change(&l, p->is, m, &m->is);
		any = true;
	}
	if (p->is->winner < 0) {
		view_put(&l, any ? ": " : "");
		view_no_winner(&l, p->is);
	}
	BUF_LIT(&p->b, "<p class=\"subject\">");
	markup_escape(&p->b, buf_as_text(&text));
	BUF_LIT(&p->b, "</p>\n");
	buf_free(&text);
}

static void
put_side(struct compare_page *p, unsigned side)
{
	const struct trace_side *s = side == 0 ? &p->is->a : &p->is->b;
	buf_printf(&p->b, "<div><dt>%c</dt><dd>", side == 0 ? 'A' : 'B');
	markup_text(&p->b, p->of->label[side]);
	BUF_LIT(&p->b, ": ");
	markup_counted(&p->b, s->n, "trace");
	if (p->is->failed[side] > 0) {
		BUF_LIT(&p->b, ", <span class=\"bad\">");
		markup_count(&p->b, p->is->failed[side]);
		BUF_LIT(&p->b, " failed</span>");
	}
	BUF_LIT(&p->b, "</dd></div>\n");
}

static void
put_pairs(struct compare_page *p)
{
	static const char *const by[COMPARE_PAIRINGS] = {
		[COMPARE_UNPAIRED] = "",
		[COMPARE_BY_INPUT] = ", by the input of the root",
		[COMPARE_BY_SAMPLE] = ", by sample",
		[COMPARE_BY_ID] = ", by correlation id",
	};
	BUF_LIT(&p->b, "<div><dt>Compared</dt><dd>");
	if (p->is->pairing == COMPARE_UNPAIRED) {
		BUF_LIT(&p->b, "all with all");
	} else {
		markup_counted(&p->b, p->is->pairs, "pair");
		buf_printf(&p->b, "%s", by[p->is->pairing]);
	}
	BUF_LIT(&p->b, "</dd></div>\n");
}

static uint64_t
failed_gates(const struct compare_page *p)
{
	uint64_t failed = 0;
	double value;
	for (size_t i = 0; i < p->of->gates; i++)
		failed += trace_gate_fails(trace_gate_judge(&p->of->gate[i], p->is, &value));
	return failed;
}

static void
put_summary(struct compare_page *p)
{
	struct buf verdict = { 0 };
	put_verdict(&verdict, p);
	buf_printf(&p->b, "<section id=\"summary\" aria-label=\"Summary\">\n<h1%s>",
	    p->is->winner == 0 ? " class=\"bad\"" : "");
	markup_escape(&p->b, buf_as_text(&verdict));
	BUF_LIT(&p->b, "</h1>\n");
	buf_free(&verdict);
	put_reason(p);
	BUF_LIT(&p->b, "<dl class=\"facts\">\n");
	put_side(p, 0);
	put_side(p, 1);
	put_pairs(p);
	if (p->of->gates > 0) {
		const uint64_t failed = failed_gates(p);
		buf_printf(&p->b, "<div><dt>Gates</dt><dd%s>", failed > 0 ? " class=\"bad\"" : "");
		markup_count(&p->b, failed);
		BUF_LIT(&p->b, " of ");
		markup_count(&p->b, p->of->gates);
		BUF_LIT(&p->b, " failed</dd></div>\n");
	}
	if (p->of->selection.n > 0) {
		BUF_LIT(&p->b, "<div><dt>Selected</dt><dd>");
		markup_text(&p->b, p->of->selection);
		BUF_LIT(&p->b, "</dd></div>\n");
	}
	BUF_LIT(&p->b, "</dl>\n</section>\n");
}

/* ---- sections ------------------------------------------------------------------------------- */

static void
put_gates(struct compare_page *p)
{
	const struct view_style style = markup_style(0);
	struct buf text = { 0 };
	double value;
	if (p->of->gates == 0)
		return;
	frame_section(&p->b, "gates", "Gates");
	frame_table(&p->b, "<th scope=\"col\">Gate</th><th scope=\"col\">Result</th>");
	for (size_t i = 0; i < p->of->gates; i++) {
		const struct trace_gate *g = &p->of->gate[i];
		struct view_line l = { &text, &style, 0 };
		const bool failed = trace_gate_fails(trace_gate_judge(g, p->is, &value));
		view_gate(&l, p->is, g);
		BUF_LIT(&p->b, "<tr><th scope=\"row\"><code>");
		markup_text(&p->b, g->text);
		buf_printf(&p->b, "</code></th><td class=\"%slong\">", failed ? "bad " : "");
		markup_escape(&p->b, buf_as_text(&text));
		BUF_LIT(&p->b, "</td></tr>\n");
		text.n = 0;
	}
	frame_table_end(&p->b);
	frame_section_end(&p->b);
	buf_free(&text);
}

/* Begins the section; compare-views.html goes on. */
static void
put_divergence(struct compare_page *p)
{
	const struct trace_divergence *d = p->of->divergence;
	const struct view_style style = markup_style(WIDTH);
	struct buf text = { 0 };
	frame_section(&p->b, "difference", d->found ? "First difference" : "Side by side");
	if (d->found) {
		view_divergence(&text, &style, d, p->is->a.model, p->is->b.model);
		BUF_LIT(&p->b, "<pre class=\"plain\">");
		markup_escape(&p->b, buf_as_text(&text));
		BUF_LIT(&p->b, "</pre>\n");
	} else if (p->is->pairs > 0 || (p->is->a.n == 1 && p->is->b.n == 1)) {
		BUF_LIT(&p->b, "<p>No call of the pairs does anything else.</p>\n");
	} else {
		BUF_LIT(&p->b, "<p>The traces have no pairs, so no first difference can be told. "
			       "Of each side, the trace whose duration is nearest to the median is "
			       "shown.</p>\n");
	}
	buf_free(&text);
}

static void
put_title(struct compare_page *p, struct buf *title)
{
	put_verdict(title, p);
	BUF_LIT(title, ": A ");
	buf_text(title, p->of->label[0]);
	BUF_LIT(title, ", B ");
	buf_text(title, p->of->label[1]);
}

static void
put_contents(struct compare_page *p)
{
	const struct frame_link links[] = { { "summary", "Summary", true },
		{ "metrics", "Metrics", true }, { "gates", "Gates", p->of->gates > 0 },
		{ "difference", "First difference", p->of->divergence->found },
		{ "difference", "Side by side", !p->of->divergence->found },
		{ "flame", "Flame graph", p->both.stacks > 0 },
		{ "names", "Names", p->is->names > 0 }, { "services", "Services", true } };
	frame_contents(&p->b, "comparison", links, sizeof(links) / sizeof(*links));
}

static int
put_page(struct compare_page *p)
{
	struct frame frame;
	struct buf title = { 0 };
	put_title(p, &title);
	frame_begin(&frame, &p->b, FRAME_COMPARE, buf_as_text(&title));
	buf_free(&title);
	put_contents(p);
	put_summary(p);
	compare_page_put_metrics(p);
	put_gates(p);
	put_divergence(p);
	buf_text(&p->b, page_file("compare-views.html"));
	compare_page_put_names(p);
	compare_page_put_services(p);
	BUF_LIT(&p->b, "</main>\n");
	const int result = compare_page_put_data(p);
	frame_end(&frame, &p->b);
	return result == 0 ? compare_page_flush(p, 0) : result;
}

int
page_put_compare(
    const struct page_compare *of, int (*put)(void *context, struct text t), void *context)
{
	struct compare_page p = { .of = of, .is = of->comparison, .put = put, .context = context };
	const struct trace_side side[2] = { p.is->a, p.is->b };
	both_add_up(&p.both, side, of->full ? UINT32_MAX - 1 : PAGE_CALLS_MOST, of->key);
	compare_page_choose(&p);
	const int result = put_page(&p);
	both_free(&p.both);
	buf_free(&p.b);
	return result;
}
