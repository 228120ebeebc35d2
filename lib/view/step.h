/* SPDX-License-Identifier: MIT */
#ifndef VIEW_STEP_H
#define VIEW_STEP_H

#include "trace/model.h"
#include "view/line.h"

/*
 * The steps of a trace in words: `ENTER pay(amount=100.0)`, `SET rate = 0.08`, `EXIT pay: ok after
 * 200µs`.  These stand at the end of a line, behind the tree.  Only values are cut.
 */

/* Appends `NAME(ARGUMENTS)`; `reserve` columns of the line stay free. */
void step_put_call(struct view_line *l, const struct trace_model *m, uint32_t call, size_t reserve);

/* `behind` is what follows the arguments (`× 5`), or empty. */
void step_put_enter(struct view_line *l, const struct trace_model *m, uint32_t call,
    const struct view_line *behind);

/* Appends ENTER's brackets to another line: what kind of call it is, of which service, and what is
 * odd.  Nothing for an ordinary function. */
void step_put_about(struct view_line *l, const struct trace_model *m, uint32_t call);

/* `behind`: as above, before what the call returns. */
void step_put_exit(struct view_line *l, const struct trace_model *m, uint32_t call,
    const struct view_line *behind);
/* Appends `; MODEL; tokens: …; $COST` of a call of a model, as far as they are known. */
void step_put_llm(struct view_line *l, const struct trace_call *c);

void step_put_no_exit(struct view_line *l, const struct trace_model *m, uint32_t call);

/* last: of several that are alike, the last; otherwise e. */
void step_put_event(struct view_line *l, const struct trace_model *m, uint32_t call,
    const struct trace_event *e, const struct trace_event *last, const struct view_line *behind);

/* Appends `TYPE: MESSAGE`, or what is known of them. */
void step_put_error(
    struct view_line *l, const struct trace_text *type, const struct trace_text *message);

/* Appends ` at WHERE`, if that is known; otherwise ` at FUNCTION:LINE`, if the line is. */
void step_put_where(
    struct view_line *l, const struct trace_call *c, const struct trace_text *where);

/* The name of a call, or its id if it has none. */
struct text step_name(const struct trace_call *c);

#endif
