/* SPDX-License-Identifier: MIT */
#ifndef STEP_INDEX_H
#define STEP_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trace/model.h"

/*
 * What happened at each position of a model, and what was known there.
 *
 * Positions are those of trace_steps: every ENTER, event and EXIT of the selection, depth first,
 * from 1.  The state at a position is that after its event; at an EXIT, the call is still the
 * innermost frame.  Nothing is replayed.  The index is filled in one pass over the model, and then
 * every position is found by binary search, in either direction, from anywhere.
 *
 *  - By call, depth first: the position of its ENTER, and how many events and EXITs the calls
 * before it have.  As an event of a call stands behind whole children, its position is that of the
 *    ENTER, the number of own events up to it, and the positions of these children.
 *  - By call, and in order: the events.
 *  - Calls with many events have checkpoints: the last event that set each of their variables so
 *    far.  The next checkpoint follows when there are as many events as the last one has variables,
 *    but at least STEP_INTERVAL.  So checkpoints never need more memory than events, and finding
 *    all variables takes no more time than listing them.
 *
 * The index takes 16 bytes per call and 8 to 16 per event, where the model takes 120 and 56.  The
 * model must not change while the index lives.
 */
#define STEP_INTERVAL 64

struct step_index;
struct step_index *step_index_new(const struct trace_model *m);
void step_index_free(struct step_index *x); /* NULL is valid */

const struct trace_model *step_model(const struct step_index *x);
uint64_t step_positions(const struct step_index *x); /* the last position; 0: there is none */
size_t step_index_bytes(const struct step_index *x);

/* The step at a position from 1 to the last. */
struct trace_step step_at(const struct step_index *x, uint64_t position);

/* When it happened, or TRACE_NO_TIME: the start, the end, or the time of the event. */
int64_t step_time(const struct trace_model *m, const struct trace_step *s);

/* The positions of a listed call: its ENTER, and the last one in it or below it.  That is its EXIT,
 * if its end is recorded (step_has_exit). */
uint64_t step_enter(const struct step_index *x, uint32_t call);
uint64_t step_leave(const struct step_index *x, uint32_t call);
bool step_has_exit(const struct trace_model *m, uint32_t call);

/* The positions of a trace. */
uint64_t step_trace_first(const struct step_index *x, size_t trace);
uint64_t step_trace_last(const struct step_index *x, size_t trace);

/*
 * A frame: a call that is open at a position, and how many of its events have happened there.  The
 * innermost frame is that of the step; the others are its callers.
 */
struct step_frame {
	uint32_t call;   /* TRACE_NONE: there is no such frame */
	uint32_t events; /* the first so many have happened */
	bool ended;      /* it is at the last of its positions: its output is known */
};
struct step_frame step_frame_at(const struct step_index *x, uint64_t position);
struct step_frame step_caller(const struct step_index *x, const struct step_frame *f);

/* A call as it is at the last of its positions. */
struct step_frame step_frame_at_end(const struct step_index *x, uint32_t call);

/* An event of a call, by its number from 0, and its position. */
const struct trace_event *step_event(const struct step_index *x, uint32_t call, uint32_t event);
uint64_t step_event_position(const struct step_index *x, uint32_t call, uint32_t event);

/* A variable of a frame: the last event of it that set the variable.  One value; the frame's
 * arguments are not among them. */
struct step_variable {
	struct text name, value; /* value: JSON */
	uint64_t position;       /* of the event */
};

/* All variables of a frame, in the order in which they were first set.  The caller frees *variable;
 * NULL if there are none. */
size_t step_variables(
    const struct step_index *x, const struct step_frame *f, struct step_variable **variable);

/*
 * The value of a variable or, if no variable has that name, of an argument, in this frame.  The
 * name may be dotted, to go into objects and arrays.  If there is neither, `input` and `attributes`
 * are those of the call and, where it has ended, `output` is what it returned.  v->position is that
 * of the event, of the ENTER or of the end, and v->name is `name`.  Returns false if there is none.
 */
bool step_value(const struct step_index *x, const struct step_frame *f, struct text name,
    struct step_variable *v);

/* The same in this frame or else in the nearest of its callers that has it.  *in is set to it. */
bool step_lookup(const struct step_index *x, const struct step_frame *from, struct text name,
    struct step_frame *in, struct step_variable *v);

/*
 * The positions where something failed, in order: error events, and the EXIT of failed calls whose
 * error no event has told, unless they only pass on the failure of a call below them.  A failure
 * without an event and without an EXIT is at the ENTER.
 */
const uint64_t *step_errors(const struct step_index *x, size_t *n);

/* Returns the first of sorted positions that is above `from`, or the last that is below it; 0:
 * there is none. */
uint64_t step_next_of(const uint64_t *position, size_t n, uint64_t from);
uint64_t step_last_of(const uint64_t *position, size_t n, uint64_t from);

/* A search can be broken off: asked() is called from time to time, and returns true if it should
 * end.  All NULL: it never should. */
struct step_interrupt {
	bool (*asked)(void *context);
	void *context;
};

static inline bool
step_interrupted(const struct step_interrupt *i)
{
	return i && i->asked && i->asked(i->context);
}

/* The position of the event that happened last, but not after a time; of several, the last.  0:
 * everything with a time is later.  Returns -1 if it was broken off, else 0. */
int step_at_time(
    const struct step_index *x, int64_t at_ns, const struct step_interrupt *i, uint64_t *position);

#endif
