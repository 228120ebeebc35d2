/* SPDX-License-Identifier: MIT */
#ifndef TRACE_CALLED_H
#define TRACE_CALLED_H

#include "trace/model.h"

/*
 * The calls of known duration below a call, as if those whose duration is not known were not there:
 * what such an open call called counts as called by the nearest caller whose duration is known.
 *
 *	struct trace_called k = trace_called(m, call);
 *	while ((child = trace_called_next(&k)) != TRACE_NONE) …
 *
 * They come depth first: in the order in which they start, unless some were called by an open call.
 * Together, all calls of known duration take linear time.
 */
struct trace_called {
	const struct trace_model *model;
	uint32_t at, last; /* depth first */
	bool through;      /* one that has been returned was called by an open call */
	uint32_t caller;
};

struct trace_called trace_called(const struct trace_model *m, uint32_t call);
uint32_t trace_called_next(struct trace_called *k); /* TRACE_NONE: that was all */

#endif
