/* SPDX-License-Identifier: MIT */
#ifndef TRACE_PUT_H
#define TRACE_PUT_H

#include "base/buf.h"
#include "trace/model.h"

/* The model as JSON, in the members and the order of the contract, section 1. */

extern const struct text trace_kind_names[TRACE_KINDS];        /* "span", "function", … */
extern const struct text trace_status_names[TRACE_STATUSES];   /* "open", "ok", "error" */
extern const struct text trace_note_names[TRACE_NOTES];        /* "no_exit", … */
extern const struct text trace_event_names[TRACE_EVENT_TYPES]; /* "variable", "loop", … */
extern const struct text trace_usage_names[TRACE_USAGES];      /* "input_tokens", … */

/* Appends a call as one object, and a newline: the line of --calls. */
void trace_put_call(struct buf *b, const struct trace_model *m, uint32_t call);

/* Appends the members of an event that come after its type. */
void trace_put_event_members(struct buf *b, const struct trace_event *e);

/* Appends a time as JSON: a string, or null. */
void trace_put_time(struct buf *b, int64_t at_ns);

/* Appends {type, message, where} of an error. */
void trace_put_error(struct buf *b, const struct trace_call_more *more);

/* Appends the member "llm" of a call that has it. */
void trace_put_llm(struct buf *b, const struct trace_call_more *more);

#endif
