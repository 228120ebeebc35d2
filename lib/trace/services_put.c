/* SPDX-License-Identifier: MIT */
#include "trace/services_put.h"

#include "json/write.h"
#include "trace/put.h"
#include "trace/root_cause.h"

static void
put_i64(struct buf *b, const char *name, int64_t n)
{
	json_name(b, name);
	buf_i64(b, n);
}

static void
put_services(struct buf *b, const struct trace_services *s)
{
	json_member_begin(b, "services", '[');
	for (size_t i = 0; i < s->n; i++) {
		const struct trace_service *k = &s->service[i];
		json_begin(b, '{');
		json_member_string_or_null(b, "service", trace_text_of(k->name));
		json_member_u64(b, "calls", k->calls);
		json_member_u64(b, "errors", k->errors);
		put_i64(b, "self_ns", k->self_ns);
		json_end(b, '}');
	}
	json_end(b, ']');
}

static void
put_edges(struct buf *b, const struct trace_services *s)
{
	json_member_begin(b, "edges", '[');
	for (size_t i = 0; i < s->edges; i++) {
		const struct trace_edge *e = &s->edge[i];
		json_begin(b, '{');
		json_member_string_or_null(b, "from", trace_text_of(s->service[e->from].name));
		json_member_string_or_null(b, "to", trace_text_of(s->service[e->to].name));
		json_member_u64(b, "calls", e->calls);
		json_member_u64(b, "errors", e->errors);
		json_member_u64(b, "retries", e->retries);
		json_member_u64(b, "timeouts", e->timeouts);
		if (e->p95_ns == TRACE_NO_TIME)
			json_member_null(b, "p95_ns");
		else
			put_i64(b, "p95_ns", e->p95_ns);
		json_end(b, '}');
	}
	json_end(b, ']');
}

static void
put_step(struct buf *b, const struct trace_services *s, const struct trace_cascade_step *step)
{
	const struct trace_call *c = &s->model->call[step->call];
	const uint32_t service = trace_service_of(s, step->call);
	struct root_cause r;
	trace_failure(s->model, step->call, &r);
	json_begin(b, '{');
	json_member_string_or_null(b, "call_id", trace_text_of(c->id));
	json_member_string_or_null(b, "service", trace_text_of(s->service[service].name));
	json_member_string_or_null(b, "name", trace_text_of(c->name));
	json_member_string(b, "role", trace_cascade_names[step->role]);
	json_name(b, "at");
	trace_put_time(b, step->at_ns);
	json_member_string(b, "status", trace_status_names[c->status]);
	json_member_string_or_null(b, "error_type", trace_text_of(r.type));
	json_member_string_or_null(b, "message", trace_text_of(r.message));
	json_member_bool(b, "timed_out", step->timed_out);
	json_end(b, '}');
}

void
trace_put_services(struct buf *b, const struct trace_services *s, const struct trace_moved *moved,
    size_t n, bool adjusted)
{
	const struct trace *t = &s->model->trace[s->trace];
	json_begin(b, '{');
	json_member_string_or_null(b, "trace_id", trace_text_of(t->id));
	put_services(b, s);
	put_edges(b, s);
	json_member_begin(b, "cascade", '[');
	for (size_t i = 0; i < s->steps; i++)
		put_step(b, s, &s->step[i]);
	json_end(b, ']');
	json_member_begin(b, "skew", '[');
	for (size_t i = 0; i < n; i++) {
		json_begin(b, '{');
		json_member_string_or_null(b, "service", trace_text_of(moved[i].service));
		put_i64(b, "offset_ns", moved[i].offset_ns);
		json_end(b, '}');
	}
	json_end(b, ']');
	if (s->steps > 0)
		json_member_bool(b, "handled", s->handled);
	else
		json_member_null(b, "handled");
	json_member_bool(b, "adjusted", adjusted && n > 0);
	json_end(b, '}');
	buf_char(b, '\n');
}
