/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "page/markup.h"
#include "page/traces_private.h"
#include "time/stamp.h"
#include "trace/places.h"
#include "trace/title.h"
#include "trace/totals.h"
#include "view/step.h"

enum { SLOWEST = 3 };

/* ---- the headline --------------------------------------------------------------------------- */

static void
put_error(struct buf *b, const struct root_cause *r)
{
	struct buf text = { 0 };
	const struct view_style style = markup_style(0);
	struct view_line l = { &text, &style, 0 };
	step_put_error(&l, r->type, r->message);
	markup_escape(b, buf_as_text(&text));
	buf_free(&text);
}

static void
put_place(struct buf *b, const struct trace_call *c, const struct root_cause *r)
{
	struct buf text = { 0 };
	const struct view_style style = markup_style(0);
	struct view_line l = { &text, &style, 0 };
	step_put_where(&l, c, r->where);
	markup_escape(b, buf_as_text(&text));
	buf_free(&text);
}

static uint64_t
count_open(const struct trace_model *m)
{
	uint64_t open = 0;
	for (size_t i = 0; i < m->traces; i++)
		open += m->trace[i].status == TRACE_OPEN;
	return open;
}

static void
put_headline(struct page *p)
{
	const struct trace_model *m = p->model;
	const uint64_t open = count_open(m);
	if (p->causes > 0) {
		const struct root_cause *r = &p->cause[p->first].cause;
		BUF_LIT(&p->b, "<h1 class=\"bad\">");
		if (r->handled)
			BUF_LIT(&p->b, "Handled: ");
		if (r->type || r->message) {
			put_error(&p->b, r);
		} else {
			markup_text(&p->b, step_name(&m->call[r->call]));
			BUF_LIT(&p->b, " failed");
		}
	} else if (m->traces == 0) {
		BUF_LIT(&p->b, "<h1>Nothing was selected");
	} else {
		BUF_LIT(&p->b, "<h1>No call failed");
		if (open > 0) {
			BUF_LIT(&p->b, "; ");
			markup_counted(&p->b, open, "trace");
			buf_printf(&p->b, "%s", open == 1 ? " is open" : " are open");
		}
	}
	BUF_LIT(&p->b, "</h1>\n");
}

/* ---- facts ---------------------------------------------------------------------------------- */

static void
begin_fact(struct page *p, const char *what)
{
	buf_printf(&p->b, "<div><dt>%s</dt><dd>", what);
}

static void
end_fact(struct page *p)
{
	BUF_LIT(&p->b, "</dd></div>\n");
}

static void
put_first_failure(struct page *p)
{
	if (p->causes == 0)
		return;
	const struct root_cause *r = &p->cause[p->first].cause;
	const struct trace_call *c = &p->model->call[r->call];
	begin_fact(p, p->failed > 1 ? "Failed first in" : "Failed in");
	page_put_call(p, r->call);
	put_place(&p->b, c, r);
	if (c->service) {
		BUF_LIT(&p->b, ", service ");
		markup_text(&p->b, trace_text_of(c->service));
	}
	end_fact(p);
	if (r->at_ns != TRACE_NO_TIME) {
		begin_fact(p, "At");
		markup_time(&p->b, r->at_ns);
		end_fact(p);
	}
}

static void
put_counts(struct page *p)
{
	const struct trace_model *m = p->model;
	uint64_t events = 0;
	begin_fact(p, "Traces");
	markup_count(&p->b, m->traces);
	if (p->failed > 0) {
		BUF_LIT(&p->b, ", <span class=\"bad\">");
		markup_count(&p->b, p->failed);
		BUF_LIT(&p->b, " failed</span>");
	}
	end_fact(p);
	for (size_t i = 0; i < m->traces; i++)
		events += trace_positions(m, i); /* as the headings of the timeline count them */
	begin_fact(p, "Calls");
	markup_count(&p->b, m->listed);
	if (events > 0) {
		BUF_LIT(&p->b, ", ");
		markup_counted(&p->b, events, "event");
	}
	end_fact(p);
	begin_fact(p, "Errors");
	markup_count(&p->b, p->errors->count);
	if (p->errors->n > 1) {
		BUF_LIT(&p->b, " of ");
		markup_counted(&p->b, p->errors->n, "kind");
	}
	end_fact(p);
}

static void
put_times(struct page *p)
{
	const struct page_sums *s = p->sums;
	if (s->from_ns == TRACE_NO_TIME)
		return;
	begin_fact(p, "Recorded");
	markup_time(&p->b, s->from_ns);
	if (s->to_ns > s->from_ns) {
		BUF_LIT(&p->b, " to ");
		markup_time(&p->b, s->to_ns);
		BUF_LIT(&p->b, ", ");
		markup_duration(&p->b, stamp_sub(s->to_ns, s->from_ns));
	}
	end_fact(p);
}

static void
put_slowest(struct page *p)
{
	struct page_sum *sorted = page_sums_sorted(p->sums->name, p->sums->names);
	if (p->sums->all_ns > 0)
		begin_fact(p, "Slowest");
	for (size_t i = 0; i < p->sums->names && i < SLOWEST && sorted[i].self_ns > 0; i++) {
		if (i > 0)
			BUF_LIT(&p->b, ", ");
		page_begin_link(p, sorted[i].max_call);
		if (sorted[i].key)
			markup_text(&p->b, trace_text_of(sorted[i].key));
		else
			BUF_LIT(&p->b, "calls without a name");
		page_end_link(p, sorted[i].max_call);
		BUF_LIT(&p->b, " ");
		markup_duration(&p->b, sorted[i].self_ns);
	}
	if (p->sums->all_ns > 0)
		end_fact(p);
	free(sorted);
}

/* Tokens and costs of calls to models. */
static void
put_models(struct page *p)
{
	struct trace_totaller *t = trace_totaller_new(p->model, p->of->key);
	struct trace_totals sum = TRACE_TOTALS_NONE;
	struct trace_session session;
	for (size_t i = 0; i < p->model->traces; i++) {
		trace_total(t, i, &session);
		trace_totals_add(&sum, &session.sum);
	}
	trace_totaller_free(t);
	if (sum.requests == 0)
		return;
	begin_fact(p, "Models");
	markup_counted(&p->b, sum.requests, "request");
	const number_wide tokens = trace_totals_tokens(&sum);
	if (tokens > 0) {
		BUF_LIT(&p->b, ", ");
		markup_counted(&p->b, (uint64_t)tokens, "token");
	}
	if (sum.has_cost) {
		char cost[TRACE_COST_MAX];
		const size_t n = trace_cost_put_rounded(&sum.cost, cost);
		BUF_LIT(&p->b, ", $");
		markup_text(&p->b, (struct text){ cost, n });
		if (sum.without_cost > 0)
			BUF_LIT(&p->b, " and what is not known");
	}
	end_fact(p);
}

static void
put_selection(struct page *p)
{
	const struct text inputs = p->of->inputs, selection = p->of->selection;
	if (inputs.n == 0 && selection.n == 0)
		return;
	begin_fact(p, "Selected");
	if (selection.n > 0)
		markup_text(&p->b, selection);
	else
		BUF_LIT(&p->b, "everything");
	if (inputs.n > 0) {
		BUF_LIT(&p->b, " of ");
		markup_text(&p->b, inputs);
	}
	end_fact(p);
}

/* What the page is about, if it is about one thing. */
static void
put_subject(struct page *p)
{
	struct buf title = { 0 };
	if (p->model->traces != 1)
		return;
	const struct trace *t = &p->model->trace[0];
	trace_put_title(&title, p->model, t);
	BUF_LIT(&p->b, "<p class=\"subject\">Trace <code>");
	markup_text(&p->b, trace_text_of(t->id));
	BUF_LIT(&p->b, "</code>");
	if (title.n > 0) {
		BUF_LIT(&p->b, ": ");
		markup_text(&p->b, buf_as_text(&title));
	}
	BUF_LIT(&p->b, "</p>\n");
	buf_free(&title);
}

void
page_put_summary(struct page *p)
{
	BUF_LIT(&p->b, "<section id=\"summary\" aria-label=\"Summary\">\n");
	put_headline(p);
	put_subject(p);
	BUF_LIT(&p->b, "<dl class=\"facts\">\n");
	put_first_failure(p);
	put_counts(p);
	put_times(p);
	put_slowest(p);
	put_models(p);
	put_selection(p);
	BUF_LIT(&p->b, "</dl>\n</section>\n");
}
