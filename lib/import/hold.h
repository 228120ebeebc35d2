/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HOLD_H
#define IMPORT_HOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "trace/model.h"

/*
 * The records that a model is made of, as they are spelled, for --extract.  A line is given back
 * whole if one of its calls is in the selection.  Of a document, the elements are, in what was
 * around them: the envelopes (json/cut.h), whose arrays have only these elements then.
 */
struct import_hold;
struct import_hold *import_hold_new(struct trace_model *m);
void import_hold_free(struct import_hold *h);

/* Begins a record.  envelope: the number in its document of what is around it; 0: nothing.  place:
 * where in the text of that it belongs. */
void import_hold_record(struct import_hold *h, unsigned input, struct text raw, bool document,
    uint64_t envelope, size_t place);

/* The record has become this call, or the stray event of that number (trace_strays), or the late
 * end of that number (trace_late_ends), or a part of that trace. */
void import_hold_call(struct import_hold *h, uint32_t call);
void import_hold_stray(struct import_hold *h, size_t stray);
void import_hold_end(struct import_hold *h, size_t end);
void import_hold_trace(struct import_hold *h, struct text trace);

/* The number of the record that was begun last; and the record of a number has become a part of
 * that trace. */
size_t import_hold_last(const struct import_hold *h);
void import_hold_trace_of(struct import_hold *h, size_t record, struct text trace);

/* What is around records of a document, as far as it was read.  outer: the number of what is around
 * it in turn, and its place there; 0: nothing. */
void import_hold_envelope(struct import_hold *h, unsigned input, uint64_t id, uint64_t outer,
    size_t place, struct text text);

/* The document of the input is an array. */
void import_hold_array(struct import_hold *h, unsigned input);

/*
 * Calls change() with the text of each record, and of what is around records.  If it returns true,
 * what it has appended to *to takes the place of the text.  A record must keep its framing, and
 * what is around records the names of their arrays.
 */
void import_hold_change(struct import_hold *h,
    bool (*change)(void *context, struct text text, struct buf *to), void *context);

/* Calls put() with pieces of the output, in input order, until it returns other than 0.  The model
 * must be reduced to the selection.  Returns what put() returned last. */
int import_hold_put(
    const struct import_hold *h, int (*put)(void *context, struct text t), void *context);

#endif
