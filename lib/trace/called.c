/* SPDX-License-Identifier: MIT */
#include "trace/called.h"

struct trace_called
trace_called(const struct trace_model *m, uint32_t call)
{
	const struct trace_call *c = &m->call[call];
	return (
	    struct trace_called){ .model = m, .at = c->at + 1, .last = c->last, .caller = call };
}

uint32_t
trace_called_next(struct trace_called *k)
{
	while (k->at < k->last) {
		const uint32_t call = k->model->depth_first[k->at];
		const struct trace_call *c = &k->model->call[call];
		if (c->duration_ns == TRACE_NO_TIME) {
			k->at++;
			continue;
		}
		k->at = c->last;
		k->through |= c->parent != k->caller;
		return call;
	}
	return TRACE_NONE;
}
