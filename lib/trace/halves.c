/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "trace/build.h"

/* Calls that share their id with another call, and get one of their own. */

static bool
is_request(struct text half)
{
	return text_eq(half, TEXT("http")) || text_eq(half, TEXT("database"));
}

/* The requests of a call are ID/http/1, ID/http/2, … and its children. */
static void
name_requests(struct trace_model *m, uint32_t first)
{
	struct trace_build *b = m->build;
	const struct text id = trace_text_of(m->call[first].id);
	const struct trace_text *own = m->call[first].id;
	struct buf name = { 0 };
	uint32_t *call;
	const size_t n = trace_same_calls(m, first, &call);
	for (size_t i = 0; i < n; i++) {
		name.n = 0;
		buf_text(&name, id);
		buf_char(&name, '/');
		buf_text(&name, trace_text_of(b->making[first].half));
		buf_printf(&name, "/%zu", i + 1);
		m->call[call[i]].id = trace_keep(m, buf_as_text(&name));
		m->call[call[i]].parent_id = own;
		b->making[call[i]].named = true;
	}
	free(call);
	buf_free(&name);
}

static bool
is_shared(struct text half)
{
	return half.n >= 6 && memcmp(half.p, "shared", 6) == 0;
}

/* The server's half of a span is ID/server, and the child of the other half.  Alone, it keeps its
 * id. */
static void
name_server(struct trace_model *m, uint32_t half)
{
	struct trace_making *making = m->build->making;
	struct buf name = { 0 };
	const struct trace_text *id = m->call[half].id;
	const uint32_t other = trace_find_call(m, making[half].trace_id, trace_text_of(id), NULL);
	if (other == TRACE_NONE || making[other].alone || trace_only_events(m, other)) {
		making[half].alone = true;
		trace_index_half(m, half, id);
		return;
	}
	if (!making[other].server) {
		buf_text(&name, trace_text_of(id));
		buf_text(&name, TEXT("/server"));
		making[other].server = trace_keep(m, buf_as_text(&name));
		buf_free(&name);
	}
	making[half].shared = true;
	m->call[half].parent_id = m->call[other].id;
	trace_index_half(m, half, making[other].server);
}

/* Requests, and halves that are no server's. */
static void
name_half(struct trace_model *m, uint32_t half)
{
	const struct trace_making *made = &m->build->making[half];
	const struct trace_text *id = m->call[half].id;
	if (is_request(trace_text_of(made->half)) &&
	    trace_find_call(m, made->trace_id, trace_text_of(id), NULL) != TRACE_NONE)
		name_requests(m, half);
	else
		trace_index_half(m, half, id);
}

void
trace_build_halves(struct trace_model *m)
{
	const struct trace_build *b = m->build;
	const uint32_t calls = (uint32_t)m->calls;
	if (b->halves == 0)
		return;
	bool *later = mem_zalloc(calls + 1, sizeof(*later));
	for (uint32_t i = 0; i < calls; i++)
		if (b->making[i].same > 0)
			later[b->making[i].same - 1] = true;
	for (uint32_t i = 0; i < calls; i++)
		if (b->making[i].half && !later[i] && !is_shared(trace_text_of(b->making[i].half)))
			name_half(m, i);
	for (uint32_t i = 0; i < calls; i++)
		if (b->making[i].half && !later[i] && is_shared(trace_text_of(b->making[i].half)))
			name_server(m, i);
	free(later);
}
