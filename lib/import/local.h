/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_LOCAL_H
#define IMPORT_LOCAL_H

#include <stdint.h>

#include "base/text.h"
#include "trace/model.h"

/*
 * Traces that have only a name in their document: `page_1` of one HAR is not that of another.  The
 * trace of the second document that has the name is NAME~2, that of the third NAME~3.  But a call
 * that an earlier document has, too, belongs to that document's trace, so that a copy of a document
 * is found to be one.  So the call ids must tell calls apart.  Private to the layer.
 */
struct import_local;
struct import_local *import_local_new(struct trace_model *m);
void import_local_free(struct import_local *l);

/* The id of the trace of a record whose trace_id is a name in that document.  Call in the order of
 * the input.  It belongs to the model. */
struct text import_local_trace(
    struct import_local *l, uint64_t document, const struct trace_record *r);

#endif
