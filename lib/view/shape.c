/* SPDX-License-Identifier: MIT */
#include "view/shape.h"

#include <string.h>

static uint64_t
join_address(uint64_t shape, const void *p)
{
	return shape_join(shape, (uintptr_t)p);
}

/* Of a text that is not stored once. */
static uint64_t
join_text(uint64_t shape, const struct trace_text *text)
{
	const struct text t = trace_text_of(text);
	if (!t.p)
		return shape_join(shape, 1);
	size_t i = 0;
	for (uint64_t word; t.n - i >= 8; i += 8) {
		memcpy(&word, t.p + i, 8);
		shape = shape_join(shape, word);
	}
	uint64_t rest = 0;
	memcpy(&rest, t.p + i, t.n - i);
	return shape_join(shape_join(shape, rest), t.n);
}

uint64_t
shape_of_entry(const struct trace_call *c)
{
	return join_address(join_address(c->kind + 1, c->name), c->service);
}

uint64_t
shape_of_exit(const struct trace_call *c)
{
	uint64_t shape = (uint64_t)c->status << 8 | c->notes;
	if (c->status != TRACE_ERROR || !c->more)
		return shape;
	return join_text(join_address(shape, c->more->error_type), c->more->message);
}

uint64_t
shape_of_event(const struct trace_event *e)
{
	const uint64_t shape = shape_join(100, e->type);
	switch ((enum trace_event_type)e->type) {
	case TRACE_VARIABLE: return join_address(shape, e->text[TRACE_NAME]);
	case TRACE_LOOP:
		return join_address(
		    join_address(shape, e->text[TRACE_PHASE]), e->text[TRACE_LOOP_TYPE]);
	case TRACE_BRANCH:
		return join_address(
		    join_address(shape, e->text[TRACE_CONDITION]), e->text[TRACE_TAKEN]);
	case TRACE_LOG:
		return join_text(join_address(shape, e->text[TRACE_LEVEL]), e->text[TRACE_MESSAGE]);
	case TRACE_ERROR_EVENT:
		return join_text(
		    join_address(shape, e->text[TRACE_ERROR_TYPE]), e->text[TRACE_ERROR_MESSAGE]);
	}
	return shape;
}
