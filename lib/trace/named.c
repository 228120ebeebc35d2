/* SPDX-License-Identifier: MIT */
#include "trace/named.h"

#include <stdlib.h>

#include "base/mem.h"

void
trace_named_free(struct trace_named *n)
{
	free(n->call);
	free(n->trace);
}

void
trace_named_add(struct trace_named *n, uint64_t call, uint32_t trace)
{
	uint32_t *const recent = &n->recent[call % TRACE_NAMED_RECENT];
	if (*recent < n->n && n->call[*recent] == call && n->trace[*recent] == trace)
		return;
	*recent = (uint32_t)n->n;
	n->call = mem_grow(n->call, &n->call_cap, n->n + 1, sizeof(*n->call));
	n->trace = mem_grow(n->trace, &n->trace_cap, n->n + 1, sizeof(*n->trace));
	n->call[n->n] = call;
	n->trace[n->n++] = trace;
}

/* An id that was named, and the first two traces that have a call of it. */
struct wish {
	uint64_t call;
	uint32_t id, traces, trace[2];
};

struct wishes {
	struct table table;
	struct wish *wish;
	size_t n, cap;
};

struct wanted {
	const struct wishes *wishes;
	uint64_t call;
};

static bool
is_call(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return w->wishes->wish[ref - 1].call == w->call;
}

static void
collect(struct wishes *w, const struct trace_sets *s)
{
	for (uint32_t i = 0; i < s->ids; i++) {
		if (s->id[i].told != TRACE_TOLD_NAMED)
			continue;
		w->wish = mem_grow(w->wish, &w->cap, w->n + 1, sizeof(*w->wish));
		w->wish[w->n++] = (struct wish){ .call = s->id[i].id, .id = i };
		table_add(&w->table, (uint32_t)s->id[i].id, (uint32_t)w->n);
	}
}

static void
note_trace(struct wish *w, uint32_t trace)
{
	if (w->traces == 0 || (w->traces == 1 && w->trace[0] != trace))
		w->trace[w->traces++] = trace;
}

void
trace_named_join(struct trace_named *n, struct trace_sets *s,
    void (*unknown)(void *context, uint32_t id), void *context)
{
	struct wishes w = { .n = 0 };
	collect(&w, s);
	for (size_t i = 0; i < n->n && w.n > 0; i++) {
		const struct wanted wanted = { &w, n->call[i] };
		const uint32_t found = table_find(&w.table, (uint32_t)n->call[i], is_call, &wanted);
		if (found > 0)
			note_trace(&w.wish[found - 1], n->trace[i]);
	}
	for (size_t i = 0; i < w.n; i++) {
		for (uint32_t k = 0; k < w.wish[i].traces; k++)
			trace_sets_join(s, w.wish[i].id, w.wish[i].trace[k]);
		if (w.wish[i].traces == 0)
			unknown(context, w.wish[i].id);
	}
	table_free(&w.table);
	free(w.wish);
}
