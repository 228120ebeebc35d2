/* SPDX-License-Identifier: MIT */
#include "trace/failure_path.h"

#include "trace/attempts.h"

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

/* Goes through the calls that are the same as one, and counts the attempts that it is among. */
static void
count_attempts(const struct trace_model *m, uint32_t call, struct trace_retries *r)
{
	const struct trace_call *c = &m->call[call], *last = NULL;
	bool among = false;
	*r = (struct trace_retries){ .call = TRACE_NONE };
	uint32_t k = trace_first_child(m, c->parent);
	for (; k != TRACE_NONE; k = trace_next_sibling(m, k)) {
		const struct trace_call *other = &m->call[k];
		if (!trace_is_same_call(c, other))
			continue;
		if (!last || !trace_is_retry(last, other)) {
			if (among)
				return;
			*r = (struct trace_retries){ .call = k };
		}
		r->attempts++;
		r->failed += other->status == TRACE_ERROR;
		r->worked = other->status == TRACE_OK;
		among |= k == call;
		last = other;
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
