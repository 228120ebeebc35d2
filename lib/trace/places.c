/* SPDX-License-Identifier: MIT */
#include "trace/places.h"

#include <stdlib.h>

#include "base/mem.h"

uint64_t
trace_positions(const struct trace_model *m, size_t trace)
{
	const struct trace *t = &m->trace[trace];
	uint64_t positions = t->events;
	for (uint32_t at = t->first; at < t->last; at++)
		positions += trace_call_at(m, at)->notes & TRACE_NO_EXIT ? 1 : 2;
	return positions;
}

/* Places by their calls: place[head[c] - 1] is one of the call c of the trace, counted depth first,
 * and next[] leads to others. */
struct chains {
	struct trace_place *place;
	uint32_t *head, *next;
	size_t head_cap;
};

static void
find_in(const struct trace_model *m, size_t trace, uint64_t before, const struct chains *h)
{
	const struct trace *t = &m->trace[trace];
	struct trace_steps steps;
	struct trace_step step;
	trace_steps_begin(&steps, m, trace, before);
	while (trace_steps_next(&steps, &step)) {
		uint32_t ref = h->head[m->call[step.call].at - t->first];
		for (; ref > 0; ref = h->next[ref - 1]) {
			struct trace_place *k = &h->place[ref - 1];
			const bool own =
			    k->event ? step.event == k->event : step.type == TRACE_EXIT;
			if (step.position > 0 && (own || step.type == TRACE_ENTER))
				k->position = step.position;
		}
	}
	trace_steps_end(&steps);
}

/* Puts the places of the trace, whose numbers begin at *chain, into chains by their calls. */
static void
chain_calls(const struct trace_model *m, size_t trace, uint32_t chain, struct chains *h)
{
	const struct trace *t = &m->trace[trace];
	const size_t calls = t->last - t->first;
	h->head = mem_grow(h->head, &h->head_cap, calls, sizeof(*h->head));
	memset(h->head, 0, calls * sizeof(*h->head));
	while (chain > 0) {
		const uint32_t next = h->next[chain - 1];
		uint32_t *head = &h->head[m->call[h->place[chain - 1].call].at - t->first];
		h->next[chain - 1] = *head;
		*head = chain;
		chain = next;
	}
}

void
trace_find_positions(const struct trace_model *m, struct trace_place *place, size_t n)
{
	struct chains h = { .place = place };
	uint64_t before = 0;
	if (n == 0)
		return;
	uint32_t *of_trace = mem_zalloc(m->traces, sizeof(*of_trace));
	h.next = mem_zalloc(n, sizeof(*h.next));
	for (size_t i = 0; i < n; i++) {
		uint32_t *head = &of_trace[m->call[place[i].call].trace];
		h.next[i] = *head;
		*head = (uint32_t)i + 1;
	}
	for (size_t trace = 0; trace < m->traces; trace++) {
		if (of_trace[trace] > 0) {
			chain_calls(m, trace, of_trace[trace], &h);
			find_in(m, trace, before, &h);
		}
		before += trace_positions(m, trace);
	}
	free(of_trace);
	free(h.next);
	free(h.head);
}
