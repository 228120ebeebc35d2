/* SPDX-License-Identifier: MIT */
#ifndef VIEW_SHAPE_H
#define VIEW_SHAPE_H

#include <stdint.h>

#include "trace/model.h"

/*
 * Shapes of calls and events (view/outline.h) as numbers of 64 bits.  Names count by their
 * address, because the model stores equal names once; therefore shapes only serve to be compared.
 */
uint64_t shape_of_entry(const struct trace_call *c);
uint64_t shape_of_exit(const struct trace_call *c);
uint64_t shape_of_event(const struct trace_event *e);

static inline uint64_t
shape_join(uint64_t a, uint64_t b)
{
	a = (a ^ b) * UINT64_C(0x9e3779b97f4a7c15);
	return a ^ a >> 29;
}

#endif
