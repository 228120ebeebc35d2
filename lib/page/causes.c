/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "page/frame.h"
#include "page/markup.h"
#include "page/traces_private.h"
#include "trace/contrast.h"
#include "view/cause.h"
#include "view/errors.h"

enum {
	CAUSES_MOST = 25,
	ENOUGH = 1 << 18,
	WIDTH = 320 /* columns of a line: values are cut to that */
};

/* ---- finding -------------------------------------------------------------------------------- */

static int
by_traces(const void *a, const void *b)
{
	const struct page_cause *x = a, *y = b;
	if (x->traces != y->traces)
		return x->traces < y->traces ? 1 : -1;
	return (x->cause.call > y->cause.call) - (x->cause.call < y->cause.call);
}

/* Does one come before the other?  What was handled comes last, and what has no time. */
static bool
is_earlier(const struct root_cause *a, const struct root_cause *b)
{
	if (a->handled != b->handled)
		return b->handled;
	if (a->at_ns == TRACE_NO_TIME || b->at_ns == TRACE_NO_TIME)
		return a->at_ns != TRACE_NO_TIME && b->at_ns == TRACE_NO_TIME;
	return a->at_ns < b->at_ns;
}

void
page_find_causes(struct page *p)
{
	size_t *number = mem_zalloc(p->errors->n + 1, sizeof(*number)); /* from 1, by group */
	p->cause = mem_zalloc(p->errors->n + 1, sizeof(*p->cause));
	for (size_t i = 0; i < p->model->traces; i++) {
		struct root_cause r;
		if (!trace_root_cause(p->model, i, &r))
			continue;
		size_t *n = &number[trace_errors_group(p->errors, p->model, &r)];
		if (*n == 0) {
			p->cause[p->causes++].cause = r;
			*n = p->causes;
		}
		p->cause[*n - 1].traces++;
		p->failed++;
	}
	free(number);
	if (p->causes > 0)
		qsort(p->cause, p->causes, sizeof(*p->cause), by_traces);
	for (size_t i = 1; i < p->causes; i++)
		if (is_earlier(&p->cause[i].cause, &p->cause[p->first].cause))
			p->first = i;
}

/* ---- showing -------------------------------------------------------------------------------- */

/* Text that view/ made: its first line is a heading. */
static void
put_lines(struct buf *b, const struct buf *lines, const char *class)
{
	struct text t = buf_as_text(lines);
	const char *newline = memchr(t.p, '\n', t.n);
	const size_t head = newline ? (size_t)(newline - t.p) : t.n;
	buf_printf(b, "<pre class=\"%s\"><strong>", class);
	markup_escape(b, (struct text){ t.p, head });
	BUF_LIT(b, "</strong>");
	t = (struct text){ t.p + head, t.n - head };
	if (t.n > 0 && t.p[t.n - 1] == '\n')
		t.n--;
	markup_escape(b, t);
	BUF_LIT(b, "</pre>\n");
}

static struct view_style
style_of(const struct page *p)
{
	struct view_style style = markup_style(WIDTH);
	style.full = p->of->full;
	return style;
}

static void
put_cause(struct page *p, const struct page_cause *c, struct buf *lines)
{
	const struct view_style style = style_of(p);
	const struct trace_call *call = &p->model->call[c->cause.call];
	BUF_LIT(&p->b, "<h3>");
	page_put_call(p, c->cause.call);
	BUF_LIT(&p->b, " <span class=\"quiet\">");
	if (c->traces > 1) {
		markup_counted(&p->b, c->traces, "trace");
		BUF_LIT(&p->b, ", the first of them ");
	} else {
		BUF_LIT(&p->b, "trace ");
	}
	markup_text(&p->b, trace_text_of(p->model->trace[call->trace].id));
	if (c->cause.at_ns != TRACE_NO_TIME) {
		BUF_LIT(&p->b, ", at ");
		markup_time(&p->b, c->cause.at_ns);
	}
	BUF_LIT(&p->b, "</span></h3>\n");
	lines->n = 0;
	cause_put(lines, &style, p->model, &c->cause);
	put_lines(&p->b, lines, "cause");
}

/* Only names of which there is something to say. */
static void
put_contrasts(struct page *p, struct buf *lines)
{
	const struct view_style style = style_of(p);
	struct trace_contrasts *contrasts = trace_contrasts_new(p->model, p->of->key);
	struct trace_contrast contrast;
	bool any = false;
	for (size_t i = 0; i < p->causes; i++)
		trace_contrasts_add(contrasts, p->cause[i].cause.call);
	while (trace_contrasts_next(contrasts, &contrast)) {
		if (contrast.n == 0)
			continue;
		struct trace_place *place = trace_contrast_places(p->model, &contrast);
		if (!any)
			BUF_LIT(&p->b, "<h3>What goes with failure</h3>\n");
		any = true;
		lines->n = 0;
		view_contrast(lines, &style, &contrast, place);
		put_lines(&p->b, lines, "contrast");
		free(place);
	}
	trace_contrasts_free(contrasts);
}

int
page_put_causes(struct page *p)
{
	const size_t most = p->of->full || p->causes < CAUSES_MOST ? p->causes : CAUSES_MOST;
	struct buf lines = { 0 };
	uint64_t more = 0;
	int result = 0;
	if (p->causes == 0)
		return 0;
	frame_section(&p->b, "causes", "Root cause");
	for (size_t i = 0; i < most && result == 0; i++) {
		put_cause(p, &p->cause[i], &lines);
		result = page_flush(p, ENOUGH);
	}
	for (size_t i = most; i < p->causes; i++)
		more += p->cause[i].traces;
	if (more > 0) {
		BUF_LIT(&p->b, "<p class=\"told\">");
		markup_counted(&p->b, more, "more failing trace");
		buf_printf(&p->b,
		    " with other causes than these %d; --root-cause prints all.</p>\n",
		    CAUSES_MOST);
	}
	put_contrasts(p, &lines);
	frame_section_end(&p->b);
	buf_free(&lines);
	return result;
}
