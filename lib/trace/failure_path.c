/* SPDX-License-Identifier: MIT */
#include "trace/failure_path.h"

uint32_t
trace_passed_on_by(const struct trace_model *m, uint32_t call)
{
	uint32_t k = m->call[call].parent;
	while (k != TRACE_NONE && m->call[k].status == TRACE_OPEN)
		k = m->call[k].parent;
	return k != TRACE_NONE && m->call[k].status == TRACE_ERROR ? k : TRACE_NONE;
}

bool
trace_next_service(const struct trace_model *m, uint32_t *call, const struct trace_text **service)
{
	uint32_t k = *service ? trace_passed_on_by(m, *call) : *call;
	while (k != TRACE_NONE && (!m->call[k].service || m->call[k].service == *service))
		k = trace_passed_on_by(m, k);
	if (k == TRACE_NONE)
		return false;
	*call = k;
	*service = m->call[k].service;
	return true;
}

static bool
is_attempt(const struct trace_call *a, const struct trace_call *b)
{
	return a->name && a->name == b->name && a->kind == b->kind && !a->input == !b->input &&
	       text_eq(trace_text_of(a->input), trace_text_of(b->input));
}

/* Counts the attempts among the siblings of a call. */
static void
count_attempts(const struct trace_model *m, uint32_t call, struct trace_retries *r)
{
	const struct trace_call *c = &m->call[call];
	*r = (struct trace_retries){ .call = TRACE_NONE };
	uint32_t k = trace_first_child(m, c->parent);
	for (; k != TRACE_NONE; k = trace_next_sibling(m, k)) {
		const struct trace_call *other = &m->call[k];
		if (!is_attempt(c, other) || (r->attempts == 0 && other->status != TRACE_ERROR))
			continue;
		if (r->attempts++ == 0)
			r->call = k;
		r->failed += other->status == TRACE_ERROR;
		r->worked = other->status == TRACE_OK;
	}
}

bool
trace_find_retries(
    const struct trace_model *m, const struct root_cause *r, struct trace_retries *retries)
{
	for (uint32_t call = r->call; call != TRACE_NONE; call = trace_passed_on_by(m, call)) {
		if (m->call[call].parent == TRACE_NONE)
			break;
		count_attempts(m, call, retries);
		if (retries->attempts > 1)
			return true;
	}
	return false;
}
