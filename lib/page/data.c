/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "json/write.h"
#include "page/markup.h"
#include "page/traces_private.h"
#include "time/stamp.h"
#include "trace/put.h"
#include "view/step.h"
#include "view/value.h"

/*
 * The calls as data, from which the script of the page draws.
 *
 * `data` is one object.  Its members `name`, `parent`, `start` and so on are columns: arrays with
 * an element for each call of the page, depth first.  `parent` is how many places before it the
 * parent is, 0 for a root; `start` is in nanoseconds since the start of the trace.
 *
 * `details` has a line for each call, an array of what is shown when the call is selected.  A line
 * is parsed when it is needed.
 */
enum { ENOUGH = 1 << 18, WIDTH_LEAST = 16, EVENTS_MOST = 256, EVENT_BYTES = 48 };

/* How much of a call is shown: columns of a value, and events. */
struct most {
	size_t width, events;
};

static const char *
suffix_of(const struct page *p)
{
	return p->suffix ? p->suffix : "";
}

/* ---- traces --------------------------------------------------------------------------------- */

static void
put_trace(struct page *p, size_t i)
{
	const struct trace *t = &p->model->trace[i];
	const struct page_shown *shown = &p->shown[i];
	struct root_cause r;
	struct buf *b = &p->b;
	json_begin(b, '{');
	json_name(b, "id");
	markup_json(b, trace_text_of(t->id));
	json_member_u64(b, "number", i);
	json_member_u64(b, "first", shown->first);
	json_member_u64(b, "calls", shown->calls);
	json_member_u64(b, "all", t->last - t->first);
	json_name(b, "start_ns"); /* a string: it may be larger than a number of the script */
	if (t->start_ns == TRACE_NO_TIME)
		json_add_null(b);
	else
		buf_printf(b, "\"%lld\"", (long long)t->start_ns);
	json_member_string(b, "status", trace_status_names[t->status]);
	if (trace_root_cause(p->model, i, &r)) {
		const uint32_t at = p->model->call[r.call].at - t->first;
		if (at < shown->calls)
			json_member_u64(b, "origin", shown->first + at);
	}
	json_end(b, '}');
}

static int
put_traces(struct page *p)
{
	int result = 0;
	bool first = true;
	json_member_begin(&p->b, "traces", '[');
	for (size_t i = 0; i < p->model->traces && result == 0; i++) {
		if (p->shown[i].calls == 0)
			continue;
		buf_printf(&p->b, "%s", first ? "" : ",\n");
		first = false;
		put_trace(p, i);
		result = page_flush(p, ENOUGH);
	}
	BUF_LIT(&p->b, "]");
	return result;
}

static void
put_keys(struct buf *b, const char *name, const struct page_sum *sum, size_t n)
{
	json_member_begin(b, name, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(b, ',');
		if (sum[i].key)
			markup_json(b, trace_text_of(sum[i].key));
		else
			BUF_LIT(b, "null");
	}
	json_end(b, ']');
}

/* ---- columns -------------------------------------------------------------------------------- */

static void
put_number_or_null(struct buf *b, int64_t n)
{
	if (n == TRACE_NO_TIME)
		BUF_LIT(b, "null");
	else
		buf_i64(b, n);
}

static void
put_parent(struct page *p, uint32_t at)
{
	const struct trace_call *c = trace_call_at(p->model, at);
	buf_u64(&p->b, c->parent == TRACE_NONE ? 0 : at - p->model->call[c->parent].at);
}

static void
put_start(struct page *p, uint32_t at)
{
	const struct trace_call *c = trace_call_at(p->model, at);
	const int64_t from = p->model->trace[c->trace].start_ns;
	put_number_or_null(
	    &p->b, c->start_ns == TRACE_NO_TIME ? TRACE_NO_TIME : stamp_sub(c->start_ns, from));
}

static void
put_duration(struct page *p, uint32_t at)
{
	put_number_or_null(&p->b, trace_call_at(p->model, at)->duration_ns);
}

static void
put_self(struct page *p, uint32_t at)
{
	put_number_or_null(&p->b, p->sums->self_ns[at]);
}

/* The status, from bit 0, and the kind, from bit 2. */
static void
put_flags(struct page *p, uint32_t at)
{
	const struct trace_call *c = trace_call_at(p->model, at);
	buf_u64(&p->b, (unsigned)c->status | (unsigned)c->kind << 2);
}

static void
put_name(struct page *p, uint32_t at)
{
	buf_u64(&p->b, p->sums->name_of[at]);
}

static void
put_service(struct page *p, uint32_t at)
{
	buf_u64(&p->b, p->sums->service_of[at]);
}

static int
put_column(struct page *p, const char *name, void (*put)(struct page *p, uint32_t at))
{
	int result = 0;
	bool first = true;
	json_member_begin(&p->b, name, '[');
	for (size_t i = 0; i < p->model->traces && result == 0; i++) {
		const uint32_t from = p->model->trace[i].first;
		for (uint32_t k = 0; k < p->shown[i].calls; k++) {
			if (!first)
				buf_char(&p->b, ',');
			first = false;
			put(p, from + k);
			if ((result = page_flush(p, ENOUGH)) != 0)
				break;
		}
	}
	json_end(&p->b, ']');
	return result;
}

/* The positions of the first steps of calls. */
static int
put_positions(struct page *p)
{
	struct trace_steps steps = { 0 };
	struct trace_step step;
	uint64_t position = 0;
	int result = 0;
	bool first = true;
	json_member_begin(&p->b, "position", '[');
	for (size_t i = 0; i < p->model->traces && result == 0; i++) {
		const struct trace *t = &p->model->trace[i];
		trace_steps_begin(&steps, p->model, i, position);
		while (trace_steps_next(&steps, &step)) {
			position = step.position > 0 ? step.position : position;
			if (step.type != TRACE_ENTER ||
			    p->model->call[step.call].at - t->first >= p->shown[i].calls)
				continue;
			if (!first)
				buf_char(&p->b, ',');
			first = false;
			buf_u64(&p->b, step.position);
		}
		trace_steps_end(&steps);
		result = page_flush(p, ENOUGH);
	}
	json_end(&p->b, ']');
	return result;
}

/* ---- details -------------------------------------------------------------------------------- */

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* About how many bytes the details of a call take. */
static size_t
estimate_call(const struct trace_model *m, const struct trace_call *c, struct most most)
{
	size_t n = least(trace_text_of(c->input).n, most.width) +
		   least(trace_text_of(c->output).n, most.width) +
		   least(trace_text_of(c->attributes).n, most.width) +
		   least(trace_text_of(c->resource).n, most.width);
	size_t events = 0;
	for (uint32_t k = c->event; k > 0 && events < most.events; k = m->event[k - 1].next) {
		const struct trace_event *e = &m->event[k - 1];
		for (size_t i = 0; i < TRACE_EVENT_TEXTS; i++)
			n += least(trace_text_of(e->text[i]).n, most.width);
		n += least(trace_text_of(e->attributes).n, most.width) + EVENT_BYTES;
		events++;
	}
	return n;
}

static size_t
estimate(const struct page *p, struct most most)
{
	size_t n = 0;
	for (size_t i = 0; i < p->model->traces; i++)
		for (uint32_t k = 0; k < p->shown[i].calls; k++)
			n += estimate_call(
			    p->model, trace_call_at(p->model, p->model->trace[i].first + k), most);
	return n;
}

static struct most
choose_most(const struct page *p)
{
	struct most most = { PAGE_VALUE_MOST, EVENTS_MOST };
	if (p->of->full)
		return (struct most){ SIZE_MAX / 2, SIZE_MAX };
	while (most.width > WIDTH_LEAST && estimate(p, most) > PAGE_VALUES_MOST) {
		most.width /= 4;
		most.events /= 4;
	}
	return most;
}

/* The texts of the details of a call, which view/ makes. */
struct detail {
	struct page *page;
	struct view_style style;
	struct most most;
	struct buf text;
};

static struct view_line
begin_text(struct detail *d)
{
	d->text.n = 0;
	return (struct view_line){ &d->text, &d->style, 0 };
}

/* Puts the text that was made, or null if it is empty. */
static void
put_text(struct detail *d)
{
	buf_char(&d->page->b, ',');
	if (d->text.n > 0)
		markup_json_harmless(&d->page->b, buf_as_text(&d->text));
	else
		BUF_LIT(&d->page->b, "null");
}

static void
put_value(struct detail *d, const struct trace_text *json)
{
	struct view_line l = begin_text(d);
	if (json)
		view_value(&l, trace_text_of(json), d->most.width);
	put_text(d);
}

static void
put_error(struct detail *d, const struct trace_call *c)
{
	struct view_line l = begin_text(d);
	if (c->more && (c->more->error_type || c->more->message || c->more->where)) {
		step_put_error(&l, c->more->error_type, c->more->message);
		step_put_where(&l, c, c->more->where);
	}
	put_text(d);
}

/* What the end of the call says, but its name and output. */
static void
put_llm(struct detail *d, const struct trace_call *c)
{
	struct view_line l = begin_text(d);
	if (c->more && c->more->llm)
		step_put_llm(&l, c);
	put_text(d);
}

static void
put_notes(struct detail *d, unsigned notes)
{
	struct view_line l = begin_text(d);
	for (unsigned i = 0; i < TRACE_NOTES; i++) {
		if (!(notes >> i & 1))
			continue;
		view_put(&l, l.column > 0 ? ", " : "");
		view_text(&l, trace_note_names[i]);
	}
	put_text(d);
}

static void
put_event(struct detail *d, uint32_t call, const struct trace_event *e)
{
	const struct view_line behind = { &(struct buf){ 0 }, &d->style, 0 };
	const struct trace_model *m = d->page->model;
	const int64_t from = m->trace[m->call[call].trace].start_ns;
	struct view_line l = begin_text(d);
	step_put_event(&l, m, call, e, e, &behind);
	buf_char(&d->page->b, '[');
	put_number_or_null(&d->page->b, e->at_ns == TRACE_NO_TIME || from == TRACE_NO_TIME
					    ? TRACE_NO_TIME
					    : stamp_sub(e->at_ns, from));
	buf_printf(&d->page->b, ",%d", e->type == TRACE_ERROR_EVENT);
	put_text(d);
	buf_char(&d->page->b, ']');
}

static void
put_events(struct detail *d, uint32_t call)
{
	const struct trace_model *m = d->page->model;
	size_t n = 0;
	BUF_LIT(&d->page->b, ",[");
	for (uint32_t k = m->call[call].event; k > 0 && n < d->most.events;
	     k = m->event[k - 1].next) {
		if (n++ > 0)
			buf_char(&d->page->b, ',');
		put_event(d, call, &m->event[k - 1]);
	}
	buf_printf(&d->page->b, "],%u", m->call[call].events);
}

static void
put_details_of(struct detail *d, uint32_t call)
{
	const struct trace_model *m = d->page->model;
	const struct trace_call *c = &m->call[call];
	struct buf *b = &d->page->b;
	buf_char(b, '[');
	markup_json(b, trace_text_of(c->id));
	put_error(d, c);
	put_value(d, c->input);
	put_value(d, c->output);
	put_value(d, c->attributes);
	put_value(d, c->resource);
	put_llm(d, c);
	put_notes(d, c->notes);
	put_events(d, call);
	BUF_LIT(b, "]\n");
}

static int
put_details(struct page *p, struct most most)
{
	struct detail d = { .page = p, .style = markup_style(most.width), .most = most };
	int result = 0;
	d.style.full = p->of->full;
	buf_printf(&p->b, "<script type=\"application/json\" id=\"details%s\">", suffix_of(p));
	for (size_t i = 0; i < p->model->traces && result == 0; i++)
		for (uint32_t k = 0; k < p->shown[i].calls && result == 0; k++) {
			put_details_of(&d, p->model->depth_first[p->model->trace[i].first + k]);
			result = page_flush(p, ENOUGH);
		}
	BUF_LIT(&p->b, "</script>\n");
	buf_free(&d.text);
	return result;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static int
put_columns(struct page *p)
{
	static const struct {
		const char *name;
		void (*put)(struct page *p, uint32_t at);
	} columns[] = { { "name", put_name }, { "parent", put_parent }, { "start", put_start },
		{ "duration", put_duration }, { "self", put_self }, { "flags", put_flags },
		{ "service", put_service } };
	int result = 0;
	for (size_t i = 0; i < sizeof(columns) / sizeof(*columns) && result == 0; i++)
		result = put_column(p, columns[i].name, columns[i].put);
	return result == 0 ? put_positions(p) : result;
}

int
page_put_data(struct page *p)
{
	const struct most most = choose_most(p);
	struct buf *b = &p->b;
	buf_printf(b, "<script type=\"application/json\" id=\"data%s\">", suffix_of(p));
	buf_char(b, '{');
	json_member_u64(b, "calls", p->model->listed);
	json_member_u64(b, "width", p->of->full ? 0 : most.width);
	json_member_begin(b, "kinds", '[');
	for (size_t i = 0; i < TRACE_KINDS; i++)
		json_add_string(b, trace_kind_names[i]);
	json_end(b, ']');
	put_keys(b, "names", p->sums->name, p->sums->names);
	put_keys(b, "services", p->sums->service, p->sums->services);
	int result = put_traces(p);
	if (result == 0)
		result = put_columns(p);
	BUF_LIT(b, "}</script>\n");
	return result == 0 ? put_details(p, most) : result;
}
