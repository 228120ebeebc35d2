/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "time/stamp.h"
#include "trace/build.h"
#include "trace/ids.h"

/* ---- calls ---------------------------------------------------------------------------------- */

/* What is known of a call that no record began. */
static void
without_entry(struct trace_model *m, uint32_t call)
{
	struct trace_call *c = &m->call[call];
	const struct trace_making *made = &m->build->making[call];
	c->notes |= TRACE_NO_ENTRY;
	if (made->ended && made->end_ns != TRACE_NO_TIME) {
		c->start_ns = c->duration_ns != TRACE_NO_TIME
				  ? stamp_sub(made->end_ns, c->duration_ns)
				  : made->end_ns;
		c->duration_ns = TRACE_NO_TIME;
		return;
	}
	for (uint32_t e = c->event; e > 0; e = m->event[e - 1].next) {
		const int64_t at_ns = m->event[e - 1].at_ns;
		if (at_ns != TRACE_NO_TIME && (c->start_ns == TRACE_NO_TIME || at_ns < c->start_ns))
			c->start_ns = at_ns;
	}
}

/* The least duration is none, so it becomes the one after it. */
static int64_t
between(int64_t start_ns, int64_t end_ns)
{
	const int64_t d = stamp_sub(end_ns, start_ns);
	return d == TRACE_NO_TIME ? d + 1 : d;
}

/* A call of which only events are recorded, in a format in which calls have nothing else. */
static void
last_by_events(struct trace_model *m, uint32_t call)
{
	struct trace_call *c = &m->call[call];
	struct trace_making *made = &m->build->making[call];
	int64_t end_ns = TRACE_NO_TIME;
	for (uint32_t e = c->event; e > 0; e = m->event[e - 1].next) {
		const int64_t at_ns = m->event[e - 1].at_ns;
		if (at_ns == TRACE_NO_TIME)
			continue;
		if (c->start_ns == TRACE_NO_TIME || at_ns < c->start_ns)
			c->start_ns = at_ns;
		if (at_ns > end_ns)
			end_ns = at_ns;
	}
	made->ended = true;
	if (end_ns != TRACE_NO_TIME)
		c->duration_ns = between(c->start_ns, end_ns);
}

/* An error that only an event reports is the call's. */
static void
take_error(struct trace_model *m, struct trace_call *c)
{
	const struct trace_event *last = NULL;
	for (uint32_t e = c->event; e > 0; e = m->event[e - 1].next)
		if (m->event[e - 1].type == TRACE_ERROR_EVENT)
			last = &m->event[e - 1];
	if (!last || (c->more && (c->more->error_type || c->more->message)))
		return;
	if (!c->more) {
		c->more = arena_alloc(&m->build->arena, sizeof(*c->more));
		*c->more = (struct trace_call_more){ .usage = { -1, -1, -1, -1, -1 } };
	}
	c->more->error_type = last->text[TRACE_ERROR_TYPE];
	c->more->message = last->text[TRACE_ERROR_MESSAGE];
	c->more->where = c->more->where ? c->more->where : last->text[TRACE_ERROR_WHERE];
}

static void
settle(struct trace_model *m, uint32_t call)
{
	struct trace_call *c = &m->call[call];
	const struct trace_making *made = &m->build->making[call];
	if (!made->begun && made->lasts && !made->ended)
		last_by_events(m, call);
	else if (!made->begun || (made->end_ns != TRACE_NO_TIME && c->start_ns == TRACE_NO_TIME &&
				     made->ended && made->whole))
		without_entry(m, call);
	else if (made->ended && c->duration_ns == TRACE_NO_TIME && made->end_ns != TRACE_NO_TIME &&
		 c->start_ns != TRACE_NO_TIME)
		c->duration_ns = between(c->start_ns, made->end_ns);
	if (c->duration_ns != TRACE_NO_TIME && c->duration_ns < 0)
		c->notes |= TRACE_NEGATIVE_DURATION;
	/* in telemetry v1, the end may be silent about what an event said */
	if (!made->whole && !made->decided && made->failed)
		c->status = TRACE_ERROR;
	if (c->status == TRACE_ERROR && made->failed)
		take_error(m, c);
	if (c->status == TRACE_OPEN && made->ended &&
	    !(made->whole && made->end_ns == TRACE_NO_TIME && c->duration_ns == TRACE_NO_TIME))
		c->status = TRACE_OK;
	if (!made->ended && c->status != TRACE_ERROR)
		c->status = TRACE_OPEN;
	if (!made->ended || (made->whole && made->end_ns == TRACE_NO_TIME &&
				c->duration_ns == TRACE_NO_TIME && c->status == TRACE_OPEN))
		c->notes |= TRACE_NO_EXIT;
}

size_t
trace_same_calls(const struct trace_model *m, uint32_t first, uint32_t **calls)
{
	const struct trace_build *b = m->build;
	size_t n = 0;
	for (uint32_t i = first + 1; i > 0; i = b->making[i - 1].same)
		n++;
	uint32_t *call = mem_alloc(n * sizeof(*call)), *order = mem_alloc(n * sizeof(*order));
	int64_t *key = mem_alloc(n * sizeof(*key));
	n = 0;
	for (uint32_t i = first + 1; i > 0; i = b->making[i - 1].same)
		key[n++] = i - 1;
	trace_sort(key, n, order);
	for (size_t i = 0; i < n; i++)
		call[i] = (uint32_t)key[order[i]];
	for (size_t i = 0; i < n; i++)
		key[i] = m->call[call[i]].start_ns;
	trace_sort(key, n, order);
	for (size_t i = 0; i < n; i++)
		order[i] = call[order[i]];
	free(call);
	free(key);
	*calls = order;
	return n;
}

/* Names the second and later calls of an id after the first: ID~2, ID~3, by their start.  A number
 * that would make the id of another call is passed over. */
static void
name_copies(struct trace_model *m, uint32_t first)
{
	struct trace_build *b = m->build;
	uint32_t *call;
	const size_t n = trace_same_calls(m, first, &call);
	const struct trace_making *made = &b->making[first];
	const struct trace_text *id = m->call[first].id;
	struct buf name = { 0 };
	size_t number = 1;
	if (call[0] != first) {
		trace_index_instead(m, first, call[0]);
		b->making[call[0]].server = made->server;
	}
	for (size_t i = 1; i < n; i++) {
		do {
			name.n = 0;
			buf_text(&name, trace_text_of(id));
			buf_printf(&name, "~%zu", ++number);
		} while (trace_find_call(m, made->trace_id, buf_as_text(&name), made->half) !=
			 TRACE_NONE);
		m->call[call[i]].id = trace_keep(m, buf_as_text(&name));
		m->call[call[i]].notes |= TRACE_DUPLICATE_ID;
	}
	buf_free(&name);
	free(call);
}

static void
settle_calls(struct trace_model *m)
{
	const struct trace_build *b = m->build;
	for (uint32_t i = 0; i < m->calls; i++)
		if (!trace_is_absorbed(&m->call[i]))
			settle(m, i);
	if (b->chained == 0)
		return;
	bool *later = mem_zalloc(m->calls + 1, sizeof(*later));
	for (uint32_t i = 0; i < m->calls; i++)
		if (b->making[i].same > 0)
			later[b->making[i].same - 1] = true;
	for (uint32_t i = 0; i < m->calls; i++)
		if (b->making[i].same > 0 && !later[i] && !b->making[i].named)
			name_copies(m, i);
	free(later);
}

void
trace_join_ids(struct trace_model *m)
{
	if (!m->build->joined)
		trace_build_ids(m);
	m->build->joined = true;
}

void
trace_build(struct trace_model *m)
{
	struct trace_build *b = m->build;
	trace_join_ids(m);
	trace_build_ends(m);
	trace_build_strays(m);
	trace_build_ends(m); /* of requests that strayed */
	trace_build_late_strays(m);
	trace_build_halves(m);
	trace_build_attributes(m);
	trace_build_events(m);
	settle_calls(m);
	trace_build_forest(m);
	table_free(&b->ids);
	table_free(&b->contents);
	free(b->said);
	free(b->part);
	buf_free(&b->scratch);
	free(b->making);
	free(b->end);
	free(b->late);
	b->late = NULL;
	free(b->stray);
	free(b->astray);
	b->making = NULL;
	b->said = NULL;
	b->part = NULL;
	b->end = NULL;
	b->stray = NULL;
	b->astray = NULL;
}
