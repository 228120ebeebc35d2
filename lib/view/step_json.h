/* SPDX-License-Identifier: MIT */
#ifndef VIEW_STEP_JSON_H
#define VIEW_STEP_JSON_H

#include "base/buf.h"
#include "trace/model.h"

/* Appends a step as one object, and a newline: {position, at, trace_id, call_id, depth, type, name,
 * …}.  The step must have a position. */
void step_put_json(
    struct buf *b, const struct trace_model *m, const struct trace_step *s, int64_t at_ns);

#endif
