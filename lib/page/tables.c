/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "page/frame.h"
#include "page/markup.h"
#include "page/traces_private.h"
#include "trace/title.h"
#include "view/step.h"

enum { ROWS_MOST = 200, ENOUGH = 1 << 18 };

static size_t
rows_most(const struct page *p)
{
	return p->of->full ? SIZE_MAX : ROWS_MOST;
}

/* Says how many rows were left out. */
static void
put_more(struct page *p, size_t all, const char *noun, const char *action)
{
	if (all <= rows_most(p))
		return;
	BUF_LIT(&p->b, "<p class=\"told\">");
	markup_counted(&p->b, all - rows_most(p), noun);
	buf_printf(&p->b, " left out; %s prints all.</p>\n", action);
}

static void
put_time_cell(struct page *p, int64_t at_ns)
{
	BUF_LIT(&p->b, "<td class=\"t\">");
	markup_time(&p->b, at_ns);
	BUF_LIT(&p->b, "</td>");
}

static void
put_duration_cell(struct page *p, int64_t ns)
{
	BUF_LIT(&p->b, "<td class=\"n\">");
	markup_duration(&p->b, ns);
	BUF_LIT(&p->b, "</td>");
}

/* ---- errors --------------------------------------------------------------------------------- */

static void
put_error(struct page *p, const struct trace_error_group *g)
{
	const struct trace_call *c = &p->model->call[g->call];
	BUF_LIT(&p->b, "<tr>");
	markup_cell_count(&p->b, g->count);
	BUF_LIT(&p->b, "<td class=\"bad long\">");
	if (g->type)
		markup_text(&p->b, trace_text_of(g->type));
	if (g->message.n > 0) {
		BUF_LIT(&p->b, "<span class=\"message\">");
		if (g->type)
			BUF_LIT(&p->b, ": ");
		markup_text(&p->b, g->message);
		BUF_LIT(&p->b, "</span>");
	} else if (!g->type) {
		BUF_LIT(&p->b, "an error of which nothing is said");
	}
	BUF_LIT(&p->b, "</td><td class=\"name\">");
	if (g->name)
		markup_text(&p->b, trace_text_of(g->name));
	if (g->where) {
		BUF_LIT(&p->b, " <span class=\"quiet\">at ");
		markup_text(&p->b, trace_text_of(g->where));
		BUF_LIT(&p->b, "</span>");
	}
	BUF_LIT(&p->b, "</td>");
	markup_cell_count(&p->b, g->traces);
	markup_cell_count_or_none(&p->b, g->handled, "");
	put_time_cell(p, g->first_ns);
	put_time_cell(p, g->last_ns != g->first_ns ? g->last_ns : TRACE_NO_TIME);
	BUF_LIT(&p->b, "<td class=\"name\">");
	page_begin_link(p, g->call);
	buf_printf(&p->b, "#%llu", (unsigned long long)g->position);
	page_end_link(p, g->call);
	BUF_LIT(&p->b, " <span class=\"quiet\">");
	markup_text(&p->b, trace_text_of(p->model->trace[c->trace].id));
	BUF_LIT(&p->b, "</span></td></tr>\n");
}

int
page_put_errors(struct page *p)
{
	const struct trace_errors *e = p->errors;
	int result = 0;
	frame_section(&p->b, "errors", "Errors");
	BUF_LIT(&p->b, "<p>");
	if (e->n == 0) {
		BUF_LIT(&p->b, "No call failed.</p>\n");
		frame_section_end(&p->b);
		return 0;
	}
	markup_counted(&p->b, e->count, "error");
	BUF_LIT(&p->b, " of ");
	markup_counted(&p->b, e->n, "kind");
	BUF_LIT(&p->b, " in ");
	markup_count(&p->b, e->traces);
	BUF_LIT(&p->b, " of ");
	markup_counted(&p->b, p->model->traces, "trace");
	BUF_LIT(&p->b, "</p>\n");
	frame_table(&p->b,
	    "<th scope=\"col\" class=\"n\">Errors</th><th scope=\"col\">Error</th>"
	    "<th scope=\"col\">In</th><th scope=\"col\" class=\"n\">Traces</th>"
	    "<th scope=\"col\" class=\"n\">Handled</th><th scope=\"col\">First (UTC)</th>"
	    "<th scope=\"col\">Last (UTC)</th><th scope=\"col\">Example</th>");
	for (size_t i = 0; i < e->n && i < rows_most(p) && result == 0; i++) {
		put_error(p, &e->group[i]);
		result = page_flush(p, ENOUGH);
	}
	frame_table_end(&p->b);
	put_more(p, e->n, "kind", "--errors");
	frame_section_end(&p->b);
	return result;
}

/* ---- names and services --------------------------------------------------------------------- */

static void
put_sum(struct page *p, const struct page_sum *s, const char *without)
{
	BUF_LIT(&p->b, "<tr><th scope=\"row\">");
	if (s->key)
		markup_text(&p->b, trace_text_of(s->key));
	else
		buf_printf(&p->b, "<span class=\"quiet\">%s</span>", without);
	BUF_LIT(&p->b, "</th>");
	markup_cell_count(&p->b, s->calls);
	markup_cell_count_or_none(&p->b, s->errors, "bad");
	if (p->sums->all_ns > 0) {
		put_duration_cell(p, s->self_ns);
		markup_cell_share(&p->b, (double)s->self_ns / (double)p->sums->all_ns);
		BUF_LIT(&p->b, "<td class=\"n\">");
		if (s->max_ns != TRACE_NO_TIME) {
			page_begin_link(p, s->max_call);
			markup_duration(&p->b, s->max_ns);
			page_end_link(p, s->max_call);
		}
		BUF_LIT(&p->b, "</td>");
	}
	BUF_LIT(&p->b, "</tr>\n");
}

static void
put_sums(
    struct page *p, const struct page_sum *sum, size_t n, const char *what, const char *without)
{
	struct page_sum *sorted = page_sums_sorted(sum, n);
	struct buf heads = { 0 };
	buf_printf(&heads,
	    "<th scope=\"col\">%s</th><th scope=\"col\" class=\"n\">Calls</th>"
	    "<th scope=\"col\" class=\"n\">Errors</th>",
	    what);
	if (p->sums->all_ns > 0)
		BUF_LIT(&heads, "<th scope=\"col\" class=\"n\">Self time</th>"
				"<th scope=\"col\" class=\"n\">Share</th>"
				"<th scope=\"col\" class=\"n\">Slowest call</th>");
	buf_char(&heads, '\0');
	frame_table(&p->b, heads.p);
	for (size_t i = 0; i < n && i < rows_most(p); i++)
		put_sum(p, &sorted[i], without);
	frame_table_end(&p->b);
	buf_free(&heads);
	free(sorted);
}

void
page_put_names(struct page *p)
{
	if (p->sums->names == 0)
		return;
	frame_section(&p->b, "names", "Names");
	put_sums(p, p->sums->name, p->sums->names, "Name", "without a name");
	put_more(p, p->sums->names, "name", "--profile");
	frame_section_end(&p->b);
}

void
page_put_services(struct page *p)
{
	const struct page_sums *s = p->sums;
	frame_section(&p->b, "services", "Services");
	put_sums(p, s->service, s->services, "Service", "not known");
	put_more(p, s->services, "service", "--profile");
	frame_section_end(&p->b);
}

/* ---- traces --------------------------------------------------------------------------------- */

static void
put_trace(struct page *p, size_t i, struct buf *title)
{
	static const char *const words[TRACE_STATUSES] = { "open", "ok", "failed" };
	static const char *const classes[TRACE_STATUSES] = { "open", "quiet", "bad" };
	const struct trace *t = &p->model->trace[i];
	BUF_LIT(&p->b, "<tr><th scope=\"row\">");
	if (p->shown[i].calls > 0)
		buf_printf(&p->b, "<a href=\"#trace-%zu\">", i);
	markup_text(&p->b, trace_text_of(t->id));
	if (p->shown[i].calls > 0)
		BUF_LIT(&p->b, "</a>");
	buf_printf(&p->b, "</th><td class=\"%s\">%s</td>", classes[t->status], words[t->status]);
	put_time_cell(p, t->start_ns);
	put_duration_cell(p, trace_duration(p->model, t));
	markup_cell_count(&p->b, t->last - t->first);
	markup_cell_count_or_none(&p->b, t->errors, "bad");
	title->n = 0;
	trace_put_title(title, p->model, t);
	BUF_LIT(&p->b, "<td class=\"long\">");
	markup_text(&p->b, buf_as_text(title));
	BUF_LIT(&p->b, "</td></tr>\n");
}

/* The traces that failed come first. */
int
page_put_list(struct page *p)
{
	struct buf title = { 0 };
	size_t rows = 0;
	int result = 0;
	if (p->model->traces == 0)
		return 0;
	frame_section(&p->b, "traces", "Traces");
	frame_table(&p->b,
	    "<th scope=\"col\">Trace</th><th scope=\"col\">Status</th>"
	    "<th scope=\"col\">Start (UTC)</th><th scope=\"col\" class=\"n\">Duration</th>"
	    "<th scope=\"col\" class=\"n\">Calls</th><th scope=\"col\" class=\"n\">Errors</th>"
	    "<th scope=\"col\">About</th>");
	for (int failed = 1; failed >= 0; failed--)
		for (size_t i = 0; i < p->model->traces && result == 0; i++) {
			if ((p->model->trace[i].status == TRACE_ERROR) != failed)
				continue;
			if (rows >= rows_most(p))
				break;
			rows++;
			put_trace(p, i, &title);
			result = page_flush(p, ENOUGH);
		}
	frame_table_end(&p->b);
	put_more(p, p->model->traces, "trace", "--sessions");
	frame_section_end(&p->b);
	buf_free(&title);
	return result;
}
