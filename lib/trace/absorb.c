/* SPDX-License-Identifier: MIT */
#include "trace/build.h"
#include "trace/members.h"

/* Calls of which only events or the end are recorded, and which turn out to be parts of others. */

bool
trace_only_events(const struct trace_model *m, uint32_t call)
{
	const struct trace_making *made = &m->build->making[call];
	return !made->begun && !made->ended && made->same == 0;
}

bool
trace_is_part(const struct trace_model *m, uint32_t call, uint32_t of)
{
	const struct trace_making *part = &m->build->making[call], *whole = &m->build->making[of];
	return !part->begun && part->same == 0 &&
	       (!part->ended || (!whole->ended && whole->same == 0));
}

uint32_t
trace_call_now(const struct trace_model *m, uint32_t call)
{
	while (call != TRACE_NONE && trace_is_absorbed(&m->call[call]))
		call = m->call[call].parent;
	return call;
}

/* Events have numbers in the order of the input, in which those of both calls come now. */
static void
join_events(struct trace_model *m, uint32_t call, uint32_t into)
{
	uint32_t a = m->call[into].event, b = m->call[call].event;
	struct trace_making *made = &m->build->making[into];
	m->call[into].events = made->last = m->call[into].event = 0;
	while (a > 0 || b > 0) {
		uint32_t *const next = b == 0 || (a > 0 && a < b) ? &a : &b;
		const uint32_t event = *next - 1;
		*next = m->event[event].next;
		m->event[event].next = 0;
		trace_append_event(m, into, event);
	}
}

/* The attributes of a call, and those that wait to be joined, come behind those of the other. */
static void
join_parts(struct trace_model *m, uint32_t call, uint32_t into)
{
	struct trace_build *b = m->build;
	uint32_t first = b->making[call].part;
	trace_join_attributes(m, into, trace_text_of(m->call[call].attributes), false);
	if (first == 0)
		return;
	uint32_t last = first;
	while (b->part[last - 1].next > 0)
		last = b->part[last - 1].next;
	b->part[last - 1].next = b->making[into].part;
	b->making[into].part = first;
}

/* What was around records of both calls may differ. */
static void
join_shared(struct trace_model *m, uint32_t call, uint32_t into)
{
	const struct trace_call *c = &m->call[call];
	const struct trace_text *own = m->call[into].resource;
	struct buf b = { 0 };
	trace_set_shared(m, into, c->service, c->resource);
	if (!own || !c->resource || own == c->resource)
		return;
	buf_char(&b, '{');
	if (trace_put_difference(&b, trace_text_of(c->resource), trace_text_of(own))) {
		buf_char(&b, '}');
		trace_join_attributes(m, into, buf_as_text(&b), false);
	}
	buf_free(&b);
}

static const struct trace_text *
either(const struct trace_text *a, const struct trace_text *b)
{
	return a ? a : b;
}

/* What only events say of a call, the earliest first. */
static void
join_names(struct trace_model *m, uint32_t call, uint32_t into)
{
	struct trace_call *const c = &m->call[into];
	const struct trace_call first = c->order < m->call[call].order ? *c : m->call[call],
				second = c->order < m->call[call].order ? m->call[call] : *c;
	c->name = either(first.name, second.name);
	c->parent_id = either(first.parent_id, second.parent_id);
	c->service = either(first.service, second.service);
	c->kind = first.kind != TRACE_SPAN ? first.kind : second.kind;
	c->order = first.order;
	m->build->making[into].lasts |= m->build->making[call].lasts;
}

static void
join_end(struct trace_model *m, uint32_t call, uint32_t into)
{
	const struct trace_call *c = &m->call[call];
	const struct trace_making *made = &m->build->making[call];
	const struct trace_late_end end = { .end_ns = made->end_ns,
		.duration_ns = c->duration_ns,
		.output = c->output,
		.attributes = made->end_attributes,
		.name = c->name,
		.more = c->more,
		.line = c->line,
		.status = c->status,
		.decides = made->decided };
	trace_end_call(m, into, &end);
	m->build->making[into].end_content = made->end_content;
}

void
trace_absorb_call(struct trace_model *m, uint32_t call, uint32_t into)
{
	struct trace_call *const c = &m->call[call];
	if (m->build->making[call].ended)
		join_end(m, call, into);
	if (!m->build->making[into].begun)
		join_names(m, call, into);
	join_shared(m, call, into);
	join_parts(m, call, into);
	join_events(m, call, into);
	m->call[into].records += c->records;
	m->call[into].marks |= c->marks;
	m->build->making[call] = (struct trace_making){ .end_ns = TRACE_NO_TIME };
	*c = (struct trace_call){ .id = c->id,
		.start_ns = TRACE_NO_TIME,
		.duration_ns = TRACE_NO_TIME,
		.trace = TRACE_NONE,
		.parent = into,
		.at = TRACE_NONE };
	m->absorbed++;
}
