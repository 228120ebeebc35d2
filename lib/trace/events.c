/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "trace/build.h"

/* The events of each call in order of time; those that several records tell are there once. */

/* The events of a call that were seen at a time. */
struct instant {
	const struct trace_model *model;
	struct table table;
};

static uint32_t
hash_event(const struct trace_model *m, const struct trace_event *e)
{
	struct siphash_key key = m->build->key;
	for (unsigned i = 0; i <= TRACE_EVENT_TEXTS; i++) {
		const struct text t =
		    trace_text_of(i < TRACE_EVENT_TEXTS ? e->text[i] : e->attributes);
		key.k0 += t.p ? siphash(key, t.p, t.n) : i + 1;
	}
	return (uint32_t)key.k0 ^ e->type;
}

struct same_event {
	const struct trace_model *model;
	const struct trace_event *event;
};

static bool
is_same_text(const struct trace_text *a, const struct trace_text *b)
{
	return !a == !b && text_eq(trace_text_of(a), trace_text_of(b));
}

static bool
is_same_event(const void *context, uint32_t ref)
{
	const struct same_event *w = context;
	const struct trace_event *a = &w->model->event[ref - 1], *b = w->event;
	if (a->at_ns != b->at_ns || a->type != b->type || a->after != b->after)
		return false;
	for (unsigned i = 0; i < TRACE_EVENT_TEXTS; i++)
		if (!is_same_text(a->text[i], b->text[i]))
			return false;
	return is_same_text(a->attributes, b->attributes);
}

/* Did another record say the same?  One record may say it twice. */
static bool
was_there(struct instant *now, uint32_t e)
{
	const struct trace_event *event = &now->model->event[e - 1];
	const struct same_event same = { now->model, event };
	const uint32_t hash = hash_event(now->model, event);
	const uint32_t found = table_find(&now->table, hash, is_same_event, &same);
	if (found == 0)
		table_add(&now->table, hash, e);
	return found > 0 && now->model->event[found - 1].order != event->order;
}

/* Links the events again, in order. */
static void
link_events(struct trace_model *m, struct trace_call *c, const uint32_t *event, const int64_t *at,
    const uint32_t *order, size_t n)
{
	struct instant now = { .model = m };
	uint32_t *link = &c->event;
	for (size_t i = 0; i < n; i++) {
		const uint32_t e = event[order[i]];
		const bool begins = i == 0 || at[order[i - 1]] != at[order[i]];
		const bool goes_on = i + 1 < n && at[order[i + 1]] == at[order[i]];
		if (begins)
			table_free(&now.table);
		if ((!begins || goes_on) && was_there(&now, e)) {
			m->repeated++;
			c->events--;
			continue;
		}
		*link = e;
		link = &m->event[e - 1].next;
	}
	*link = 0;
	table_free(&now.table);
}

static void
sort_events(struct trace_model *m, struct trace_call *c)
{
	const size_t n = c->events;
	uint32_t *event = mem_alloc(n * sizeof(*event)), *order = mem_alloc(n * sizeof(*order));
	int64_t *at = mem_alloc(n * sizeof(*at));
	size_t k = 0;
	/* an event without a time stays behind the one before it */
	int64_t before = INT64_MIN + 1;
	for (uint32_t e = c->event; e > 0; e = m->event[e - 1].next) {
		event[k] = e;
		before = m->event[e - 1].at_ns != TRACE_NO_TIME ? m->event[e - 1].at_ns : before;
		at[k++] = before;
	}
	trace_sort(at, n, order);
	link_events(m, c, event, at, order, n);
	free(event);
	free(order);
	free(at);
}

void
trace_build_events(struct trace_model *m)
{
	for (uint32_t i = 0; i < m->calls; i++)
		if (m->build->making[i].mixed)
			sort_events(m, &m->call[i]);
}
