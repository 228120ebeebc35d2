/* SPDX-License-Identifier: MIT */
#ifndef VIEW_GATE_H
#define VIEW_GATE_H

#include "trace/gate.h"
#include "view/line.h"

/* Appends what a gate has found, with its numbers: `failed: p95 changed by +21%, from 28.6ms to
 * 34.6ms (p 0.003)`. */
void view_gate(struct view_line *l, const struct trace_comparison *c, const struct trace_gate *g);

#endif
