/* SPDX-License-Identifier: MIT */
#ifndef TRACE_PLACES_H
#define TRACE_PLACES_H

#include <stddef.h>
#include <stdint.h>

#include "trace/model.h"

/* Positions of failures: of the error event of a call, else of its EXIT, else of its ENTER. */
struct trace_place {
	uint32_t call;
	const struct trace_event *event; /* NULL: none */
	uint64_t position;
};

/* Sets the position of each.  Goes once through each trace that has one; the order does not
 * matter. */
void trace_find_positions(const struct trace_model *m, struct trace_place *place, size_t n);

/* How many positions a trace has. */
uint64_t trace_positions(const struct trace_model *m, size_t trace);

#endif
