/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "page/frame.h"
#include "page/markup.h"
#include "page/shipped.h"
#include "page/traces_private.h"
#include "view/step.h"

int
page_flush(struct page *p, size_t enough)
{
	if (p->b.n < enough)
		return 0;
	const int result = p->put(p->context, buf_as_text(&p->b));
	p->b.n = 0;
	return result;
}

/* ---- which calls are in the page ------------------------------------------------------------ */

/* Gives the traces that failed, or the others, what is left of the room. */
static uint32_t
share_room(struct page *p, bool failed, uint32_t room)
{
	const struct trace_model *m = p->model;
	for (size_t i = 0; i < m->traces; i++) {
		const struct trace *t = &m->trace[i];
		const uint32_t calls = t->last - t->first;
		if ((t->status == TRACE_ERROR) != failed)
			continue;
		p->shown[i].calls = calls < room ? calls : room;
		room -= p->shown[i].calls;
	}
	return room;
}

static void
choose_calls(struct page *p)
{
	const uint32_t room = p->of->full ? UINT32_MAX : PAGE_CALLS_MOST;
	p->shown = mem_zalloc(p->model->traces + 1, sizeof(*p->shown));
	share_room(p, false, share_room(p, true, room));
	for (size_t i = 0; i < p->model->traces; i++) {
		p->shown[i].first = p->calls;
		p->calls += p->shown[i].calls;
	}
}

/* The number of a call in the page, or TRACE_NONE. */
static uint32_t
number_of(const struct page *p, uint32_t call)
{
	const struct trace_call *c = &p->model->call[call];
	const uint32_t in_trace = c->at - p->model->trace[c->trace].first;
	const struct page_shown *shown = &p->shown[c->trace];
	return in_trace < shown->calls ? shown->first + in_trace : TRACE_NONE;
}

void
page_begin_link(struct page *p, uint32_t call)
{
	const uint32_t number = number_of(p, call);
	if (number != TRACE_NONE)
		buf_printf(&p->b, "<a href=\"#call-%u\">", number);
}

void
page_end_link(struct page *p, uint32_t call)
{
	if (number_of(p, call) != TRACE_NONE)
		BUF_LIT(&p->b, "</a>");
}

void
page_put_call(struct page *p, uint32_t call)
{
	page_begin_link(p, call);
	markup_text(&p->b, step_name(&p->model->call[call]));
	page_end_link(p, call);
}

/* ---- the page ------------------------------------------------------------------------------- */

static void
put_title(struct page *p, struct buf *title)
{
	const struct trace_model *m = p->model;
	if (m->traces == 1) {
		BUF_LIT(title, "trace ");
		buf_text(title, trace_text_of(m->trace[0].id));
	} else {
		markup_counted(title, m->traces, "trace");
	}
	if (p->failed > 0 && m->traces > 1) {
		BUF_LIT(title, ", ");
		markup_count(title, p->failed);
		BUF_LIT(title, " failed");
	} else if (p->failed > 0) {
		BUF_LIT(title, ", failed");
	}
	if (p->of->selection.n > 0) {
		BUF_LIT(title, ": ");
		buf_text(title, p->of->selection);
	}
	if (p->of->inputs.n > 0) {
		BUF_LIT(title, " \xe2\x80\x93 ");
		buf_text(title, p->of->inputs);
	}
}

static bool
has_services(const struct page *p)
{
	return p->sums->services > 1 || (p->sums->services == 1 && p->sums->service[0].key);
}

/* The head of the page: links to its sections. */
static void
put_contents(struct page *p)
{
	const struct frame_link links[] = { { "summary", "Summary", true },
		{ "causes", "Root cause", p->causes > 0 }, { "errors", "Errors", true },
		{ "timeline", "Timeline", p->calls > 0 }, { "flame", "Flame graph", p->calls > 0 },
		{ "names", "Names", p->sums->names > 0 },
		{ "services", "Services", has_services(p) },
		{ "traces", "Traces", p->model->traces > 0 } };
	frame_contents(&p->b, "traces", links, sizeof(links) / sizeof(*links));
}

static int
put_page(struct page *p)
{
	struct frame frame;
	struct buf title = { 0 };
	int result;
	put_title(p, &title);
	frame_begin(&frame, &p->b, FRAME_TRACES, buf_as_text(&title));
	buf_free(&title);
	put_contents(p);
	page_put_summary(p);
	result = page_put_causes(p);
	if (result == 0)
		result = page_put_errors(p);
	buf_text(&p->b, page_file("traces-views.html"));
	page_put_names(p);
	if (has_services(p))
		page_put_services(p);
	if (result == 0)
		result = page_put_list(p);
	BUF_LIT(&p->b, "</main>\n");
	if (result == 0)
		result = page_put_data(p);
	frame_end(&frame, &p->b);
	return result == 0 ? page_flush(p, 0) : result;
}

int
page_put_traces(
    const struct page_traces *of, int (*put)(void *context, struct text t), void *context)
{
	struct page p = { .of = of, .model = of->model, .put = put, .context = context };
	choose_calls(&p);
	p.sums = page_sums_new(of->model);
	p.errors = trace_errors_new(of->model, of->key);
	page_find_causes(&p);
	const int result = put_page(&p);
	free(p.shown);
	free(p.cause);
	page_sums_free(p.sums);
	trace_errors_free(p.errors);
	buf_free(&p.b);
	return result;
}
