/* SPDX-License-Identifier: MIT */
#include "view/lanes.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "time/stamp.h"

enum { IDLE, RUNNING, FAILED };

static int64_t
end_of(const struct trace_call *c)
{
	return c->duration_ns > 0 ? stamp_add(c->start_ns, c->duration_ns) : c->start_ns;
}

/* Sorts the calls by their services, in the order of the trace. */
static void
sort_calls(struct view_lanes *l)
{
	const struct trace_services *s = l->services;
	const struct trace *t = &s->model->trace[s->trace];
	l->first = mem_zalloc(s->n + 2, sizeof(*l->first));
	l->call = mem_alloc((t->last - t->first + 1) * sizeof(*l->call));
	/* first[i + 1] is where the next one of service i goes, and then, where they end */
	for (uint32_t i = 0; i < t->last - t->first; i++)
		l->first[s->of[i] + 2]++;
	for (size_t i = 2; i < s->n + 2; i++)
		l->first[i] += l->first[i - 1];
	for (uint32_t i = 0; i < t->last - t->first; i++)
		l->call[l->first[s->of[i] + 1]++] = s->model->depth_first[t->first + i];
}

bool
view_lanes_begin(struct view_lanes *l, const struct trace_services *s,
    const struct view_style *style, size_t width)
{
	const struct trace *t = &s->model->trace[s->trace];
	*l = (struct view_lanes){
		.services = s, .style = style, .width = width, .start_ns = t->start_ns
	};
	l->end_ns = l->start_ns;
	for (uint32_t at = t->first; at < t->last; at++) {
		const struct trace_call *c = trace_call_at(s->model, at);
		if (c->start_ns != TRACE_NO_TIME && end_of(c) > l->end_ns)
			l->end_ns = end_of(c);
	}
	if (l->end_ns == TRACE_NO_TIME || l->end_ns <= l->start_ns || width == 0)
		return false;
	sort_calls(l);
	l->column = mem_alloc(width);
	return true;
}

void
view_lanes_free(struct view_lanes *l)
{
	free(l->first);
	free(l->call);
	free(l->column);
}

static size_t
column_of(const struct view_lanes *l, int64_t at_ns)
{
	const number_wide from = (number_wide)at_ns - l->start_ns,
			  all = (number_wide)l->end_ns - l->start_ns;
	const size_t column = (size_t)(from * (number_wide)l->width / all);
	return column < l->width ? column : l->width - 1;
}

static void
draw(struct view_lanes *l, const struct trace_call *c)
{
	if (c->start_ns == TRACE_NO_TIME)
		return;
	const size_t from = column_of(l, c->start_ns);
	size_t to = column_of(l, end_of(c));
	/* what ends where a column begins is not in that one */
	if (to > from && column_of(l, end_of(c) - 1) < to)
		to--;
	for (size_t i = from; i <= to; i++)
		if (l->column[i] == IDLE)
			l->column[i] = RUNNING;
	if (c->status == TRACE_ERROR)
		l->column[to] = FAILED;
}

void
view_lane(struct view_lanes *l, struct buf *b, size_t service)
{
	memset(l->column, IDLE, l->width);
	for (uint32_t i = l->first[service]; i < l->first[service + 1]; i++)
		draw(l, &l->services->model->call[l->call[i]]);
	for (size_t i = 0; i < l->width; i++)
		switch (l->column[i]) {
		case IDLE: buf_char(b, ' '); break;
		case RUNNING: buf_text(b, l->style->utf8 ? TEXT("\xe2\x94\x80") : TEXT("-")); break;
		case FAILED: buf_text(b, view_glyph_text(l->style, VIEW_TIMES)); break;
		}
}
