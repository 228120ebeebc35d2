/* SPDX-License-Identifier: MIT */
#include "export/otlp.h"

#include <string.h>

#include "base/sha256.h"
#include "export/extent.h"
#include "export/otlp_private.h"
#include "export/otlp_value.h"
#include "json/write.h"
#include "trace/ids.h"
#include "trace/members.h"
#include "trace/put.h"

/* A line that has reached this length is ended. */
enum { LINE_ENOUGH = 1 << 20 };

struct otlp {
	struct export_out *out;
	const struct trace_model *model;
	struct export_extent extent;
	bool begun; /* a line, with spans of this service and resource: */
	const struct trace_text *service, *resource;
	const struct trace_text *fitting; /* a resource that was looked at last; */
	bool fits;                        /* it fits */
	struct text trace_id;             /* of the trace at hand, */
	char trace_hex[TRACE_DIGITS];     /* and as OTLP has it */
	struct otlp_scratch scratch;
};

/* ---- ids ------------------------------------------------------------------------------------ */

static bool
is_zeros(struct text id)
{
	for (size_t i = 0; i < id.n; i++)
		if (id.p[i] != '0')
			return false;
	return true;
}

static bool
id_fits(struct text id, size_t digits)
{
	return trace_id_is_hex(id, digits) && !is_zeros(id);
}

static void
id_hex(struct text id, size_t digits, char *hex)
{
	unsigned char digest[32];
	if (id_fits(id, digits)) {
		memcpy(hex, id.p, digits);
		return;
	}
	sha256(id.p ? id.p : "", id.n, digest);
	sha256_hex(digest, digits / 2, hex);
}

void
otlp_put_id(struct buf *b, const char *name, struct text id, size_t digits)
{
	char hex[TRACE_DIGITS];
	id_hex(id, digits, hex);
	json_member_string(b, name, (struct text){ hex, digits });
}

/* ---- resources ------------------------------------------------------------------------------ */

/* Can the resource stand where OTLP has it, beside the name of the service? */
static bool
resource_fits(struct otlp *o, const struct trace_text *resource)
{
	if (resource && resource != o->fitting) {
		const struct text json = trace_text_of(resource);
		o->fitting = resource;
		o->fits = otlp_fits_attributes(json, &o->scratch.fits) &&
			  !trace_member_of(json, TEXT("service.name")).p;
	}
	return resource && o->fits;
}

static void
end_spans(struct otlp *o)
{
	if (o->begun)
		BUF_LIT(&o->out->b, "]}]}");
	o->begun = false;
}

static void
end_line(struct otlp *o)
{
	end_spans(o);
	BUF_LIT(&o->out->b, "]}\n");
	export_flush(o->out, EXPORT_ENOUGH);
}

/* Begins a list of spans of the service and resource. */
static void
begin_spans(struct otlp *o, const struct trace_call *c)
{
	struct buf *b = &o->out->b;
	const struct trace_text *resource = resource_fits(o, c->resource) ? c->resource : NULL;
	if (o->begun && o->service == c->service && o->resource == resource)
		return;
	end_spans(o);
	if (b->n == 0 || b->p[b->n - 1] == '\n')
		BUF_LIT(b, "{\"resourceSpans\":[");
	json_begin(b, '{');
	json_member_begin(b, "resource", '{');
	json_member_begin(b, "attributes", '[');
	if (c->service)
		otlp_put_text(b, "service.name", trace_text_of(c->service));
	if (resource)
		otlp_put_attributes(b, trace_text_of(resource));
	BUF_LIT(b, "]},\"scopeSpans\":[{\"scope\":{\"name\":\"" ESPER_SCOPE "\"},\"spans\":[");
	o->begun = true;
	o->service = c->service;
	o->resource = resource;
}

/* ---- times ---------------------------------------------------------------------------------- */

static uint64_t
unix_nano(int64_t at)
{
	return at > 0 ? (uint64_t)at : 0;
}

static void
put_nano(struct buf *b, const char *name, int64_t at)
{
	json_name(b, name);
	buf_char(b, '"');
	buf_u64(b, unix_nano(at));
	buf_char(b, '"');
}

static void
put_times(struct otlp *o, const struct trace_call *c)
{
	const struct export_extent *x = &o->extent;
	const uint32_t i = c->at - o->model->trace[c->trace].first;
	/* without a clock, the steps are no times */
	put_nano(&o->out->b, "startTimeUnixNano", x->no_clock ? 0 : x->from[i]);
	put_nano(&o->out->b, "endTimeUnixNano", x->no_clock ? 0 : x->to[i]);
}

/* Start and duration, where the two times do not give them. */
static void
put_time_attributes(struct otlp *o, const struct trace_call *c)
{
	struct buf *b = &o->out->b;
	const bool start = c->start_ns != TRACE_NO_TIME;
	if (start && c->start_ns <= 0)
		otlp_put_int(b, ESPER_START, c->start_ns);
	if (c->duration_ns == TRACE_NO_TIME)
		return;
	if (!start || c->start_ns <= 0 || c->duration_ns < 0 ||
	    c->duration_ns > INT64_MAX - c->start_ns)
		otlp_put_int(b, ESPER_DURATION, c->duration_ns);
}

/* ---- attributes ----------------------------------------------------------------------------- */

static void
put_ids(struct otlp *o, const struct trace_call *c)
{
	struct buf *b = &o->out->b;
	const struct text id = trace_text_of(c->id), parent = trace_text_of(c->parent_id);
	if (!id_fits(o->trace_id, TRACE_DIGITS))
		otlp_put_text(b, ESPER_TRACE_ID, o->trace_id);
	if (!id_fits(id, SPAN_DIGITS))
		otlp_put_text(b, ESPER_CALL_ID, id);
	if (parent.p && !id_fits(parent, SPAN_DIGITS))
		otlp_put_text(b, ESPER_PARENT_ID, parent);
}

static void
put_unknown(struct buf *b, const struct trace_call *c)
{
	const bool start = c->start_ns == TRACE_NO_TIME, duration = c->duration_ns == TRACE_NO_TIME;
	if (c->name && !start && !duration)
		return;
	static const char *const names[] = { "name", "start", "duration_ns" };
	const bool unknown[] = { !c->name, start, duration };
	struct buf list = { 0 };
	for (size_t i = 0; i < 3; i++) {
		if (unknown[i] && list.n > 0)
			buf_char(&list, ' ');
		if (unknown[i])
			buf_text(&list, text_of(names[i]));
	}
	otlp_put_text(b, ESPER_UNKNOWN, buf_as_text(&list));
	buf_free(&list);
}

/* What the call has as attributes itself; where they do not fit, all of them as one text. */
static void
put_own_attributes(struct otlp *o, const struct trace_call *c)
{
	struct buf *b = &o->out->b, *all = &o->scratch.json;
	const bool resource = c->resource && !resource_fits(o, c->resource);
	const bool fits =
	    !c->attributes || otlp_fits_attributes(trace_text_of(c->attributes), &o->scratch.fits);
	if (c->attributes && fits)
		otlp_put_attributes(b, trace_text_of(c->attributes));
	if (fits && !resource)
		return;
	all->n = 0;
	trace_put_attributes(all, c);
	otlp_put_text(b, ESPER_ATTRIBUTES, buf_as_text(all));
}

static void
put_attributes(struct otlp *o, const struct trace_call *c)
{
	struct buf *b = &o->out->b;
	json_member_begin(b, "attributes", '[');
	put_own_attributes(o, c);
	otlp_put_added(b, c, &o->scratch);
	put_ids(o, c);
	if (c->kind != TRACE_SPAN)
		otlp_put_text(b, ESPER_KIND, trace_kind_names[c->kind]);
	put_time_attributes(o, c);
	otlp_put_int(b, ESPER_EXPORT, ESPER_EXPORT_VERSION);
	put_unknown(b, c);
	json_end(b, ']');
}

/* ---- spans ---------------------------------------------------------------------------------- */

static void
put_status(struct buf *b, const struct trace_call *c)
{
	static const unsigned codes[] = { [TRACE_OPEN] = 0, [TRACE_OK] = 1, [TRACE_ERROR] = 2 };
	json_member_begin(b, "status", '{');
	if (c->status == TRACE_ERROR && c->more && c->more->message)
		json_member_string(b, "message", trace_text_of(c->more->message));
	if (codes[c->status] > 0)
		json_member_u64(b, "code", codes[c->status]);
	json_end(b, '}');
}

static void
put_span(struct otlp *o, const struct trace_call *c)
{
	struct buf *b = &o->out->b;
	begin_spans(o, c);
	json_begin(b, '{');
	json_member_string(b, "traceId", (struct text){ o->trace_hex, TRACE_DIGITS });
	otlp_put_id(b, "spanId", trace_text_of(c->id), SPAN_DIGITS);
	if (c->parent_id)
		otlp_put_id(b, "parentSpanId", trace_text_of(c->parent_id), SPAN_DIGITS);
	json_member_string(b, "name", trace_text_of(c->name));
	json_member_u64(b, "kind", otlp_kind(c));
	put_times(o, c);
	put_attributes(o, c);
	if (c->event > 0)
		otlp_put_events(b, o->model, c, &o->scratch);
	if (c->more && c->more->links)
		otlp_put_links(b, trace_text_of(c->more->links), &o->scratch);
	put_status(b, c);
	json_end(b, '}');
}

static void
put_trace(struct otlp *o, size_t trace)
{
	const struct trace *t = &o->model->trace[trace];
	o->trace_id = trace_text_of(t->id);
	id_hex(o->trace_id, TRACE_DIGITS, o->trace_hex);
	export_extent_of(&o->extent, o->model, trace);
	for (uint32_t i = t->first; i < t->last && !o->out->stopped; i++) {
		put_span(o, trace_call_at(o->model, i));
		if (o->out->b.n >= LINE_ENOUGH)
			end_line(o);
	}
}

void
export_otlp(struct export_out *out, const struct trace_model *m)
{
	struct otlp o = { .out = out, .model = m };
	for (size_t i = 0; i < m->traces && !out->stopped; i++)
		put_trace(&o, i);
	if (o.begun)
		end_line(&o);
	else if (m->listed == 0)
		BUF_LIT(&out->b, "{\"resourceSpans\":[]}\n");
	export_extent_free(&o.extent);
	otlp_scratch_free(&o.scratch);
}
