/* SPDX-License-Identifier: MIT */
#ifndef REDACT_MODEL_H
#define REDACT_MODEL_H

#include "redact/redactor.h"
#include "trace/model.h"

/*
 * Redacts the calls of a model that was reduced to the selection, in place: their ids, names,
 * inputs, outputs, attributes, errors and events.  Times, durations, counts and costs stay as they
 * are, and so does the forest.  Equal ids stay equal.  While the redactor learns, the model is only
 * read.
 */
void redact_model(struct redactor *r, struct trace_model *m);

/* The same, up to the end of the first call in which a value is replaced.  Returns the call, or
 * NULL if nothing is replaced in any. */
const struct trace_call *redact_model_first(struct redactor *r, struct trace_model *m);

/* How many ids of traces and calls of a model are replaced.  Replaces none, and counts as none. */
uint64_t redact_count_ids(struct redactor *r, const struct trace_model *m);

#endif
