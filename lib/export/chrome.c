/* SPDX-License-Identifier: MIT */
#include "export/chrome.h"

#include "export/lanes.h"
#include "json/write.h"
#include "trace/put.h"

struct chrome {
	struct export_out *out;
	const struct trace_model *model;
	struct export_lanes lanes;
	int64_t base_ns; /* of all traces that have a clock */
	uint64_t pid;
	bool any; /* there is an event already */
};

/* ---- times ---------------------------------------------------------------------------------- */

/* Microseconds, exactly. */
static void
put_us(struct buf *b, uint64_t ns)
{
	unsigned rest = (unsigned)(ns % 1000);
	buf_u64(b, ns / 1000);
	if (rest == 0)
		return;
	buf_char(b, '.');
	for (unsigned unit = 100; rest > 0; rest %= unit, unit /= 10)
		buf_char(b, (char)('0' + rest / unit));
}

static void
put_ts(struct chrome *c, int64_t at)
{
	struct buf *b = &c->out->b;
	json_name(b, "ts");
	if (c->lanes.extent.no_clock) {
		buf_i64(b, at);
	} else if (at >= c->base_ns) {
		put_us(b, (uint64_t)at - (uint64_t)c->base_ns);
	} else {
		buf_char(b, '-');
		put_us(b, (uint64_t)c->base_ns - (uint64_t)at);
	}
}

static void
put_dur(struct chrome *c, uint32_t i)
{
	const struct export_extent *x = &c->lanes.extent;
	struct buf *b = &c->out->b;
	const uint64_t dur = (uint64_t)x->to[i] - (uint64_t)x->from[i];
	json_name(b, "dur");
	if (x->no_clock)
		buf_u64(b, dur);
	else
		put_us(b, dur);
}

/* ---- events --------------------------------------------------------------------------------- */

/* Begins an event; its members follow. */
static void
begin(struct chrome *c, const char *ph, uint32_t lane)
{
	struct buf *b = &c->out->b;
	export_flush(c->out, EXPORT_ENOUGH);
	if (c->any)
		BUF_LIT(b, ",\n");
	c->any = true;
	buf_char(b, '{');
	json_member_string(b, "ph", text_of(ph));
	json_member_u64(b, "pid", c->pid);
	json_member_u64(b, "tid", lane + 1);
}

static void
put_named(struct chrome *c, const char *what, uint32_t lane, struct text name)
{
	struct buf *b = &c->out->b;
	begin(c, "M", lane);
	json_member_string(b, "name", text_of(what));
	json_member_begin(b, "args", '{');
	json_member_string(b, "name", name);
	json_end(b, '}');
	json_end(b, '}');
}

static void
put_names(struct chrome *c, const struct trace *t)
{
	struct buf name = { 0 };
	put_named(c, "process_name", 0, trace_text_of(t->id));
	for (uint32_t i = 0; i < c->lanes.lanes; i++) {
		name.n = 0;
		export_put_lane_name(&name, &c->lanes.lane[i]);
		put_named(c, "thread_name", i, buf_as_text(&name));
	}
	buf_free(&name);
}

static void
put_raw_if(struct buf *b, const char *name, const struct trace_text *t)
{
	if (t)
		json_member_raw(b, name, trace_text_of(t));
}

static void
put_text_if(struct buf *b, const char *name, const struct trace_text *t)
{
	if (t)
		json_member_string(b, name, trace_text_of(t));
}

/* What only some calls have. */
static void
put_more(struct buf *b, const struct trace_call_more *more)
{
	if (more->error_type || more->message || more->where) {
		json_name(b, "error");
		trace_put_error(b, more);
	}
	if (more->llm)
		trace_put_llm(b, more);
	put_raw_if(b, "links", more->links);
	put_text_if(b, "file", more->file);
	put_text_if(b, "after", more->after);
}

static void
put_args(struct buf *b, const struct trace_call *c)
{
	json_member_begin(b, "args", '{');
	put_raw_if(b, "input", c->input);
	put_raw_if(b, "output", c->output);
	if (c->more)
		put_more(b, c->more);
	if (c->line > 0)
		json_member_u64(b, "line", c->line);
	if (c->attributes || c->resource) {
		json_name(b, "attributes");
		trace_put_attributes(b, c);
	}
	json_member_string(b, "status", trace_status_names[c->status]);
	put_text_if(b, "service", c->service);
	put_text_if(b, "call_id", c->id);
	put_text_if(b, "parent_id", c->parent_id);
	if (c->notes != 0) {
		json_name(b, "notes");
		trace_put_notes(b, c->notes);
	}
	json_end(b, '}');
}

static void
put_call(struct chrome *c, const struct trace_call *call, uint32_t i)
{
	struct buf *b = &c->out->b;
	const bool open = call->notes & TRACE_NO_EXIT, pair = open || c->lanes.pairs;
	begin(c, pair ? "B" : "X", export_lane_of(&c->lanes, i));
	put_ts(c, c->lanes.extent.from[i]);
	if (!pair)
		put_dur(c, i);
	json_member_string(b, "name", trace_text_of(call->name));
	json_member_string(b, "cat", trace_kind_names[call->kind]);
	put_args(b, call);
	json_end(b, '}');
}

static void
put_end(struct chrome *c, const struct trace_call *call, uint32_t i)
{
	struct buf *b = &c->out->b;
	begin(c, "E", export_lane_of(&c->lanes, i));
	put_ts(c, c->lanes.extent.to[i]);
	json_member_string(b, "name", trace_text_of(call->name));
	put_args(b, call); /* speedscope finds the beginning by name and args */
	json_end(b, '}');
}

static struct text
name_of(const struct trace_event *e)
{
	for (size_t i = 0; i < TRACE_EVENT_TEXTS; i++)
		if (e->text[i] && (e->type != TRACE_VARIABLE || i == TRACE_NAME))
			return trace_text_of(e->text[i]);
	return trace_event_names[e->type];
}

static void
put_event(struct chrome *c, const struct trace_event *e, uint32_t i, int64_t step)
{
	const struct export_extent *x = &c->lanes.extent;
	struct buf *b = &c->out->b;
	begin(c, "i", export_lane_of(&c->lanes, i));
	put_ts(c, x->no_clock ? step : e->at_ns != TRACE_NO_TIME ? e->at_ns : x->from[i]);
	json_member_string(b, "s", TEXT("t"));
	json_member_string(b, "name", name_of(e));
	json_member_string(b, "cat", trace_event_names[e->type]);
	json_member_begin(b, "args", '{');
	trace_put_event_members(b, e);
	json_end(b, '}');
	json_end(b, '}');
}

/* ---- traces --------------------------------------------------------------------------------- */

static void
put_trace(struct chrome *c, size_t trace)
{
	const struct trace *t = &c->model->trace[trace];
	struct trace_steps steps;
	struct trace_step step;
	c->pid = trace + 1;
	export_lanes_of(&c->lanes, c->model, trace, true);
	put_names(c, t);
	trace_steps_begin(&steps, c->model, trace, 0);
	for (int64_t n = 0; !c->out->stopped && trace_steps_next(&steps, &step); n++) {
		const struct trace_call *call = &c->model->call[step.call];
		const uint32_t i = call->at - t->first;
		if (step.type == TRACE_ENTER)
			put_call(c, call, i);
		else if (step.type == TRACE_AT_EVENT)
			put_event(c, step.event, i, n);
		else if (step.type == TRACE_EXIT && c->lanes.pairs)
			put_end(c, call, i);
	}
	trace_steps_end(&steps);
}

void
export_chrome(struct export_out *o, const struct trace_model *m)
{
	struct chrome c = { .out = o, .model = m };
	const bool clock = m->traces > 0 && m->trace[0].start_ns != TRACE_NO_TIME;
	c.base_ns = clock ? m->trace[0].start_ns : 0;
	BUF_LIT(&o->b, "{\"traceEvents\":[\n");
	for (size_t i = 0; i < m->traces && !o->stopped; i++)
		put_trace(&c, i);
	BUF_LIT(&o->b, "\n],\"displayTimeUnit\":\"ns\",\"otherData\":");
	json_begin(&o->b, '{');
	json_member_string(&o->b, "exporter", TEXT("esper-trace-replay"));
	if (clock) {
		json_name(&o->b, "start");
		trace_put_time(&o->b, c.base_ns);
	}
	BUF_LIT(&o->b, "}}\n");
	export_lanes_free(&c.lanes);
}
