/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "trace/build.h"

/* Ends of ids that several calls have. */

/* The calls of an id, by start, while its ends are given to them in order of time. */
struct candidates {
	uint32_t *call; /* by start */
	size_t calls, begun;
	uint32_t *open; /* calls that have begun by now, the latest last */
	size_t opened;
	size_t first; /* all before it in call[] have an end */
};

/* Without a clock, and at one time, the order of the records decides. */
static bool
begins_before(const struct trace_call *c, const struct trace_late_end *end)
{
	return c->start_ns == end->end_ns ? c->order < end->order : c->start_ns < end->end_ns;
}

/* Of the calls that have no end, the last to begin before `end`, else the first.  TRACE_NONE: all
 * have one. */
static uint32_t
innermost(const struct trace_model *m, struct candidates *c, const struct trace_late_end *end)
{
	const struct trace_making *making = m->build->making;
	while (c->begun < c->calls && begins_before(&m->call[c->call[c->begun]], end))
		c->open[c->opened++] = c->call[c->begun++];
	while (c->opened > 0 && making[c->open[c->opened - 1]].ended)
		c->opened--;
	if (c->opened > 0)
		return c->open[--c->opened];
	while (c->first < c->calls && making[c->call[c->first]].ended)
		c->first++;
	return c->first < c->calls ? c->call[c->first] : TRACE_NONE;
}

uint32_t
trace_another_call(struct trace_model *m, uint32_t first)
{
	struct trace_build *b = m->build;
	const uint32_t call =
	    trace_new_call(m, b->making[first].trace_id, m->call[first].id, b->making[first].half);
	m->call[call].kind = m->call[first].kind;
	trace_chain(b, first, call);
	return call;
}

/* What is left of a request to a model without its answer. */
static struct trace_call_more *
only_llm(struct trace_build *b)
{
	struct trace_call_more *more = arena_alloc(&b->arena, sizeof(*more));
	*more = (struct trace_call_more){ .llm = true };
	for (size_t i = 0; i < TRACE_USAGES; i++)
		more->usage[i] = -1;
	return more;
}

/* Is the end before the call, or has the other one begun in between?  In doubt, and without a
 * clock, the end belongs to the call that it came after. */
static bool
may_be_of_another(int64_t start_ns, int64_t end_ns, int64_t other_ns)
{
	if (start_ns == TRACE_NO_TIME || end_ns == TRACE_NO_TIME || other_ns == TRACE_NO_TIME)
		return false;
	return end_ns < start_ns || (start_ns < other_ns && other_ns <= end_ns);
}

void
trace_take_end(struct trace_model *m, uint32_t call, const struct trace_record *r)
{
	struct trace_build *b = m->build;
	struct trace_call *c = &m->call[call];
	struct trace_making *made = &b->making[call];
	if (!made->apart || !made->ended || made->end_content == 0 ||
	    !may_be_of_another(c->start_ns, made->end_ns, r->start_ns))
		return;
	if (made->told && !text_eq(trace_text_of(c->name), r->name))
		return;
	b->end = mem_grow(b->end, &b->end_cap, b->ends + 1, sizeof(*b->end));
	/* It came before all other ends of the id and the record that is being added. */
	b->end[b->ends++] = (struct trace_late_end){ .end_ns = made->end_ns,
		.duration_ns = c->duration_ns,
		.output = c->output,
		.attributes = made->echoed ? c->attributes : made->end_attributes,
		.name = made->told ? c->name : NULL,
		.more = c->more,
		.first = call,
		.line = made->lined ? 0 : c->line,
		.records = c->records > 0,
		.order = made->early ? 0 : c->order + 1,
		.status = c->status,
		.decides = made->decided };
	trace_note_content(b, call, made->end_content, call);
	b->end_attributes -= made->end_attributes != NULL;
	c->records -= c->records > 0;
	c->duration_ns = TRACE_NO_TIME;
	c->output = NULL;
	c->more = c->kind == TRACE_LLM && c->more && c->more->llm ? only_llm(b) : NULL;
	c->status = TRACE_OPEN;
	c->line = made->lined ? c->line : 0;
	made->end_ns = TRACE_NO_TIME;
	made->end_content = 0;
	made->end_attributes = NULL;
	made->ended = made->decided = made->apart = false;
}

/* Gives n ends of one id, in order of time, to its calls. */
static void
end_calls(struct trace_model *m, const uint32_t *end, size_t n)
{
	const struct trace_build *b = m->build;
	const uint32_t first = b->end[end[0]].first;
	struct candidates c = { .begun = 0 };
	c.calls = trace_same_calls(m, first, &c.call);
	c.open = mem_alloc(c.calls * sizeof(*c.open));
	for (size_t i = 0; i < n; i++) {
		const struct trace_late_end *e = &b->end[end[i]];
		uint32_t call = innermost(m, &c, e);
		if (call == TRACE_NONE) {
			call = trace_another_call(m, first);
			m->call[call].parent_id = e->parent_id;
		}
		trace_end_call(m, call, e);
		m->call[call].records += e->records;
		m->call[call].marks |= e->marks;
		m->end_call[b->ended + end[i]] = call;
	}
	free(c.call);
	free(c.open);
}

void
trace_build_ends(struct trace_model *m)
{
	struct trace_build *b = m->build;
	int64_t *key = mem_alloc((b->ends + 1) * sizeof(*key));
	uint32_t *in_input = mem_alloc((b->ends + 1) * sizeof(*in_input));
	uint32_t *by_time = mem_alloc((b->ends + 1) * sizeof(*by_time));
	uint32_t *order = mem_alloc((b->ends + 1) * sizeof(*order));
	m->end_call = mem_resize(m->end_call, (b->ended + b->ends + 1) * sizeof(*m->end_call));
	for (size_t i = 0; i < b->ends; i++)
		key[i] = b->end[i].order;
	trace_sort(key, b->ends, in_input);
	for (size_t i = 0; i < b->ends; i++)
		key[i] = b->end[in_input[i]].end_ns;
	trace_sort(key, b->ends, by_time);
	for (size_t i = 0; i < b->ends; i++) {
		by_time[i] = in_input[by_time[i]];
		key[i] = b->end[by_time[i]].first;
	}
	trace_sort(key, b->ends, order);
	for (size_t i = 0; i < b->ends; i++)
		order[i] = by_time[order[i]];
	for (size_t i = 0, next; i < b->ends; i = next) {
		for (next = i + 1; next < b->ends; next++)
			if (b->end[order[next]].first != b->end[order[i]].first)
				break;
		end_calls(m, &order[i], next - i);
	}
	free(key);
	free(in_input);
	free(by_time);
	free(order);
	b->ended += b->ends;
	b->ends = 0;
}
