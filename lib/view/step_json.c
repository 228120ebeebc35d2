/* SPDX-License-Identifier: MIT */
#include "view/step_json.h"

#include "json/write.h"
#include "trace/put.h"

static void
put_raw_if(struct buf *b, const char *name, const struct trace_text *json)
{
	if (json)
		json_member_raw(b, name, trace_text_of(json));
}

static void
put_enter(struct buf *b, const struct trace_call *c)
{
	json_member_string_or_null(b, "name", trace_text_of(c->name));
	json_member_string(b, "kind", trace_kind_names[c->kind]);
	json_member_string_or_null(b, "service", trace_text_of(c->service));
	put_raw_if(b, "input", c->input);
	put_raw_if(b, "attributes", c->attributes);
}

static void
put_exit(struct buf *b, const struct trace_call *c)
{
	const struct trace_call_more *more = c->more;
	json_member_string_or_null(b, "name", trace_text_of(c->name));
	json_member_string(b, "status", trace_status_names[c->status]);
	json_name(b, "duration_ns");
	if (c->duration_ns == TRACE_NO_TIME)
		json_add_null(b);
	else
		buf_i64(b, c->duration_ns);
	if (more && (more->error_type || more->message || more->where)) {
		json_name(b, "error");
		trace_put_error(b, more);
	}
	put_raw_if(b, "output", c->output);
	if (more && more->llm)
		trace_put_llm(b, more);
}

/* A variable's own name is the name; other events have that of their call. */
static void
put_event(struct buf *b, const struct trace_call *c, const struct trace_event *e)
{
	if (e->type != TRACE_VARIABLE)
		json_member_string_or_null(b, "name", trace_text_of(c->name));
	trace_put_event_members(b, e);
}

void
step_put_json(struct buf *b, const struct trace_model *m, const struct trace_step *s, int64_t at_ns)
{
	const struct trace_call *c = &m->call[s->call];
	json_begin(b, '{');
	json_member_u64(b, "position", s->position);
	json_name(b, "at");
	trace_put_time(b, at_ns);
	json_member_string_or_null(b, "trace_id", trace_text_of(m->trace[c->trace].id));
	json_member_string_or_null(b, "call_id", trace_text_of(c->id));
	json_member_u64(b, "depth", s->depth);
	json_name(b, "type");
	switch (s->type) {
	case TRACE_ENTER:
		json_add_string(b, TEXT("enter"));
		put_enter(b, c);
		break;
	case TRACE_AT_EVENT:
		json_add_string(b, trace_event_names[s->event->type]);
		put_event(b, c, s->event);
		break;
	case TRACE_EXIT:
	case TRACE_AT_NO_EXIT:
		json_add_string(b, TEXT("exit"));
		put_exit(b, c);
		break;
	}
	json_end(b, '}');
	buf_char(b, '\n');
}
