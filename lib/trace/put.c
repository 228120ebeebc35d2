/* SPDX-License-Identifier: MIT */
#include "trace/put.h"

#include "json/write.h"
#include "time/stamp.h"
#include "trace/members.h"

const struct text trace_kind_names[TRACE_KINDS] = {
	[TRACE_SPAN] = { "span", 4 },
	[TRACE_FUNCTION] = { "function", 8 },
	[TRACE_LLM] = { "llm", 3 },
	[TRACE_TOOL] = { "tool", 4 },
	[TRACE_RETRIEVAL] = { "retrieval", 9 },
	[TRACE_AGENT] = { "agent", 5 },
	[TRACE_EMBEDDING] = { "embedding", 9 },
	[TRACE_HTTP] = { "http", 4 },
	[TRACE_DATABASE] = { "database", 8 },
};

const struct text trace_status_names[TRACE_STATUSES] = {
	[TRACE_OPEN] = { "open", 4 },
	[TRACE_OK] = { "ok", 2 },
	[TRACE_ERROR] = { "error", 5 },
};

const struct text trace_note_names[TRACE_NOTES] = { { "no_exit", 7 }, { "no_entry", 8 },
	{ "parent_missing", 14 }, { "duplicate_id", 12 }, { "cycle", 5 },
	{ "negative_duration", 17 } };

const struct text trace_event_names[TRACE_EVENT_TYPES] = {
	[TRACE_VARIABLE] = { "variable", 8 },
	[TRACE_LOOP] = { "loop", 4 },
	[TRACE_BRANCH] = { "branch", 6 },
	[TRACE_LOG] = { "log", 3 },
	[TRACE_ERROR_EVENT] = { "error", 5 },
};

const struct text trace_usage_names[TRACE_USAGES] = { { "input_tokens", 12 },
	{ "output_tokens", 13 }, { "cache_read_tokens", 17 }, { "cache_write_tokens", 18 },
	{ "reasoning_tokens", 16 } };

void
trace_put_time(struct buf *b, int64_t at_ns)
{
	if (at_ns == TRACE_NO_TIME)
		json_add_null(b);
	else
		stamp_put_json(b, at_ns);
}

static void
put_i64(struct buf *b, const char *name, int64_t v)
{
	json_name(b, name);
	if (v == TRACE_NO_TIME)
		json_add_null(b);
	else
		buf_i64(b, v);
}

static void
put_text(struct buf *b, const char *name, const struct trace_text *t)
{
	json_member_string_or_null(b, name, trace_text_of(t));
}

static void
put_text_if(struct buf *b, const char *name, const struct trace_text *t)
{
	if (t)
		json_member_string(b, name, trace_text_of(t));
}

static void
put_raw_if(struct buf *b, const char *name, const struct trace_text *t)
{
	if (t)
		json_member_raw(b, name, trace_text_of(t));
}

void
trace_put_error(struct buf *b, const struct trace_call_more *more)
{
	json_begin(b, '{');
	put_text(b, "type", more->error_type);
	put_text(b, "message", more->message);
	put_text(b, "where", more->where);
	json_end(b, '}');
}

void
trace_put_llm_value(struct buf *b, const struct trace_call_more *more)
{
	bool any = false;
	json_begin(b, '{');
	put_text(b, "model", more->model);
	put_text(b, "vendor", more->vendor);
	for (size_t i = 0; i < TRACE_USAGES; i++)
		any |= more->usage[i] >= 0;
	json_name(b, "usage");
	if (any) {
		json_begin(b, '{');
		for (size_t i = 0; i < TRACE_USAGES; i++)
			if (more->usage[i] >= 0)
				json_member_u64(
				    b, trace_usage_names[i].p, (uint64_t)more->usage[i]);
		json_end(b, '}');
	} else {
		json_add_null(b);
	}
	json_member_raw_or_null(b, "cost_usd", trace_text_of(more->cost_usd));
	json_end(b, '}');
}

void
trace_put_llm(struct buf *b, const struct trace_call_more *more)
{
	json_name(b, "llm");
	trace_put_llm_value(b, more);
}

void
trace_put_event_members(struct buf *b, const struct trace_event *e)
{
	switch ((enum trace_event_type)e->type) {
	case TRACE_VARIABLE:
		put_text(b, "name", e->text[TRACE_NAME]);
		json_member_raw_or_null(b, "value", trace_text_of(e->text[TRACE_VALUE]));
		break;
	case TRACE_LOOP:
		put_text(b, "phase", e->text[TRACE_PHASE]);
		put_text_if(b, "loop_type", e->text[TRACE_LOOP_TYPE]);
		put_raw_if(b, "iteration", e->text[TRACE_ITERATION]);
		put_raw_if(b, "iterations", e->text[TRACE_ITERATIONS]);
		break;
	case TRACE_BRANCH:
		put_text(b, "condition", e->text[TRACE_CONDITION]);
		put_raw_if(b, "taken", e->text[TRACE_TAKEN]);
		break;
	case TRACE_LOG:
		put_text(b, "message", e->text[TRACE_MESSAGE]);
		put_text_if(b, "level", e->text[TRACE_LEVEL]);
		break;
	case TRACE_ERROR_EVENT:
		put_text(b, "error_type", e->text[TRACE_ERROR_TYPE]);
		put_text(b, "message", e->text[TRACE_ERROR_MESSAGE]);
		put_text(b, "where", e->text[TRACE_ERROR_WHERE]);
		break;
	}
	put_raw_if(b, "attributes", e->attributes);
}

/* Would a reader of the line place the event before so many children by its time alone? */
static bool
needs_after(struct trace_event_walk *w, const struct trace_event *e)
{
	const struct trace_model *m = w->model;
	if (e->at_ns == TRACE_NO_TIME)
		return true;
	for (; w->begun_at < w->call->last; w->begun_at = trace_call_at(m, w->begun_at)->last) {
		const int64_t start_ns = trace_call_at(m, w->begun_at)->start_ns;
		if (start_ns == TRACE_NO_TIME)
			return true;
		if (start_ns >= e->at_ns)
			break;
		w->begun++;
	}
	return w->begun != w->children;
}

struct trace_event_walk
trace_event_walk(const struct trace_model *m, const struct trace_call *c)
{
	return (struct trace_event_walk){
		.model = m, .call = c, .event = c->event, .at = c->at + 1, .begun_at = c->at + 1
	};
}

const struct trace_event *
trace_event_next(struct trace_event_walk *w, int64_t *after)
{
	if (w->event == 0)
		return NULL;
	const struct trace_event *e = &w->model->event[w->event - 1];
	w->event = e->next;
	while (w->at < w->call->last &&
	       !trace_event_is_before(e, trace_call_at(w->model, w->at), w->children)) {
		w->children++;
		w->at = trace_call_at(w->model, w->at)->last;
	}
	*after = needs_after(w, e) ? (int64_t)w->children : -1;
	return e;
}

void
trace_put_event(struct buf *b, const struct trace_event *e, int64_t after)
{
	json_begin(b, '{');
	json_name(b, "at");
	trace_put_time(b, e->at_ns);
	if (after >= 0)
		json_member_u64(b, "after", (uint64_t)after);
	json_member_string(b, "type", trace_event_names[e->type]);
	trace_put_event_members(b, e);
	json_end(b, '}');
}

static void
put_events(struct buf *b, const struct trace_model *m, const struct trace_call *c)
{
	struct trace_event_walk w = trace_event_walk(m, c);
	const struct trace_event *e;
	int64_t after;
	json_member_begin(b, "events", '[');
	while ((e = trace_event_next(&w, &after)) != NULL)
		trace_put_event(b, e, after);
	json_end(b, ']');
}

void
trace_put_attributes(struct buf *b, const struct trace_call *c)
{
	if (c->attributes && c->resource)
		trace_join_objects(b, trace_text_of(c->attributes), trace_text_of(c->resource));
	else
		buf_text(b, trace_text_of(c->attributes ? c->attributes : c->resource));
}

void
trace_put_source(struct buf *b, const struct trace_call *c)
{
	json_begin(b, '{');
	put_text(b, "file", c->more ? c->more->file : NULL);
	json_name(b, "line");
	if (c->line > 0)
		buf_u64(b, c->line);
	else
		json_add_null(b);
	json_end(b, '}');
}

void
trace_put_notes(struct buf *b, unsigned notes)
{
	json_begin(b, '[');
	for (unsigned i = 0; i < TRACE_NOTES; i++)
		if (notes >> i & 1)
			json_add_string(b, trace_note_names[i]);
	json_end(b, ']');
}

void
trace_put_call(struct buf *b, const struct trace_model *m, uint32_t call)
{
	trace_put_call_as(b, m, &m->call[call]);
}

void
trace_put_call_as(struct buf *b, const struct trace_model *m, const struct trace_call *c)
{
	const struct trace_call_more *more = c->more;
	json_begin(b, '{');
	put_text(b, "trace_id", m->trace[c->trace].id);
	put_text(b, "call_id", c->id);
	put_text(b, "parent_id", c->parent_id);
	put_text(b, "name", c->name);
	json_member_string(b, "kind", trace_kind_names[c->kind]);
	put_text(b, "service", c->service);
	json_name(b, "start");
	trace_put_time(b, c->start_ns);
	put_i64(b, "duration_ns", c->duration_ns);
	json_member_string(b, "status", trace_status_names[c->status]);
	if (more && (more->error_type || more->message || more->where)) {
		json_name(b, "error");
		trace_put_error(b, more);
	}
	put_raw_if(b, "input", c->input);
	put_raw_if(b, "output", c->output);
	if (more && more->llm)
		trace_put_llm(b, more);
	if (c->attributes || c->resource) {
		json_name(b, "attributes");
		trace_put_attributes(b, c);
	}
	put_raw_if(b, "links", more ? more->links : NULL);
	if (c->event > 0)
		put_events(b, m, c);
	if (c->line > 0 || (more && more->file)) {
		json_name(b, "source");
		trace_put_source(b, c);
	}
	put_text_if(b, "after", more ? more->after : NULL);
	if (c->notes != 0) {
		json_name(b, "notes");
		trace_put_notes(b, c->notes);
	}
	json_end(b, '}');
	buf_char(b, '\n');
}
