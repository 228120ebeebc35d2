/* SPDX-License-Identifier: MIT */
#include "rerun/calls.h"

#include "base/mem.h"
#include "json/write.h"
#include "rerun/put.h"
#include "trace/put.h"

bool
rerun_is_as_recorded(const struct rerun_result *r)
{
	return r->served[RERUN_RECORDING] == r->spans;
}

/* ---- calls of the recording ----------------------------------------------------------------- */

static const struct trace_text *
keep(struct arena *a, struct text t)
{
	if (!t.p)
		return NULL;
	if (t.n >= TRACE_ELSEWHERE) {
		struct trace_text *k = arena_alloc(a, sizeof(*k) + sizeof(t));
		k->length = TRACE_ELSEWHERE;
		memcpy(k->bytes, &t, sizeof(t));
		return k;
	}
	struct trace_text *k = arena_alloc(a, sizeof(*k) + t.n);
	k->length = (uint32_t)t.n;
	if (t.n > 0)
		memcpy(k->bytes, t.p, t.n);
	return k;
}

static struct trace_call_more
more_of(struct arena *a, const struct trace_call *c, const struct rerun_outcome *o)
{
	struct trace_call_more more = { .usage = { -1, -1, -1, -1, -1 } };
	if (c->more)
		more = *c->more;
	more.error_type = o->failed ? keep(a, o->error_type) : NULL;
	more.message = o->failed ? keep(a, o->message) : NULL;
	more.where = o->failed ? keep(a, o->where) : NULL;
	memcpy(more.usage, o->usage, sizeof(more.usage));
	more.cost_usd = keep(a, o->cost_usd);
	return more;
}

/* The call with what it gave in the replay. */
static void
put_changed(struct buf *b, const struct rerun_result *r, const struct rerun_span *s)
{
	struct arena a = { 0 };
	struct trace_call c = r->model->call[s->call];
	struct trace_call_more more = more_of(&a, &c, &s->outcome);
	if (s->input.p || s->was_modified)
		c.input = keep(&a, s->input);
	c.output = keep(&a, s->outcome.output);
	c.status = s->outcome.failed ? TRACE_ERROR : TRACE_OK;
	if (s->outcome.duration_ns != TRACE_NO_TIME)
		c.duration_ns = s->outcome.duration_ns;
	if (c.duration_ns == TRACE_NO_TIME)
		c.duration_ns = 0;
	c.notes &= (uint8_t) ~(TRACE_NO_EXIT | TRACE_NEGATIVE_DURATION);
	c.event = 0;
	c.more = &more;
	trace_put_call_as(b, r->model, &c);
	arena_free(&a);
}

/* ---- questions about others ----------------------------------------------------------------- */

static void
put_question(struct buf *b, const struct rerun_result *r, size_t number)
{
	const struct rerun_question *q = &r->question[number];
	const struct text asker = q->span == SIZE_MAX
				      ? TEXT_ABSENT
				      : trace_text_of(r->model->call[r->span[q->span].call].id);
	struct buf id = { 0 };
	buf_text(&id, asker);
	buf_printf(&id, "/question/%zu", number + 1);
	json_begin(b, '{');
	json_member_string_or_null(b, "trace_id", trace_text_of(r->model->trace[r->trace].id));
	json_member_string(b, "call_id", buf_as_text(&id));
	json_member_string_or_null(b, "parent_id", asker);
	json_member_string_or_null(b, "name", q->is.name);
	json_member_string(b, "kind", trace_kind_names[q->is.any_kind ? TRACE_SPAN : q->is.kind]);
	json_member_string_or_null(b, "service", q->is.service);
	json_member_null(b, "start");
	json_member_u64(
	    b, "duration_ns", q->outcome.duration_ns > 0 ? (uint64_t)q->outcome.duration_ns : 0);
	json_member_string(b, "status", q->outcome.failed ? TEXT("error") : TEXT("ok"));
	if (q->outcome.failed) {
		json_name(b, "error");
		rerun_put_error(b, &q->outcome);
	}
	if (q->is.input.p)
		json_member_raw(b, "input", q->is.input);
	if (q->outcome.output.p)
		json_member_raw(b, "output", q->outcome.output);
	json_end(b, '}');
	buf_char(b, '\n');
	buf_free(&id);
}

void
rerun_put_calls(struct buf *b, const struct rerun_result *r)
{
	for (size_t i = 0; i < r->spans; i++) {
		const struct rerun_span *s = &r->span[i];
		const enum rerun_served by =
		    s->served_by == RERUN_ASKED ? s->answered_by : s->served_by;
		if (s->served_by == RERUN_UNUSED)
			continue;
		if (by == RERUN_RECORDING && !s->recovered)
			trace_put_call(b, r->model, s->call);
		else
			put_changed(b, r, s);
	}
	for (size_t i = 0; i < r->questions; i++)
		if (r->question[i].child == SIZE_MAX)
			put_question(b, r, i);
}
