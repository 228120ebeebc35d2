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

/* The same for a call of the model that was copied, and changed. */
void trace_put_call_as(struct buf *b, const struct trace_model *m, const struct trace_call *c);

/* Appends the members of an event that come after its type. */
void trace_put_event_members(struct buf *b, const struct trace_event *e);

/*
 * Goes through the events of a call, in order:
 *
 *	struct trace_event_walk w = trace_event_walk(m, c);
 *	while ((e = trace_event_next(&w, &after)) != NULL) …
 *
 * after: the number of the call's children before the event, or -1 if its time says so.
 */
struct trace_event_walk {
	const struct trace_model *model;
	const struct trace_call *call;
	uint32_t event;           /* 1 + the number of the next one; 0: none */
	uint32_t children, at;    /* how many come before it, and the next one in depth_first[] */
	uint32_t begun, begun_at; /* the same for those that begin before it */
};
struct trace_event_walk trace_event_walk(const struct trace_model *m, const struct trace_call *c);
const struct trace_event *trace_event_next(struct trace_event_walk *w, int64_t *after);

/* Appends an event as one object. */
void trace_put_event(struct buf *b, const struct trace_event *e, int64_t after);

/* Appends a time as JSON: a string, or null. */
void trace_put_time(struct buf *b, int64_t at_ns);

/* Appends {type, message, where} of an error. */
void trace_put_error(struct buf *b, const struct trace_call_more *more);

/* Appends the member "llm" of a call that has it; and only its value. */
void trace_put_llm(struct buf *b, const struct trace_call_more *more);
void trace_put_llm_value(struct buf *b, const struct trace_call_more *more);

/* Appends the attributes of a call that has some, those of its resource included. */
void trace_put_attributes(struct buf *b, const struct trace_call *c);

/* Appends {file, line} of a call that has one of them. */
void trace_put_source(struct buf *b, const struct trace_call *c);

/* Appends the names of notes (enum trace_note), as an array. */
void trace_put_notes(struct buf *b, unsigned notes);

#endif
