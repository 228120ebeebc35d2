/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_OPENCODE_H
#define IMPORT_OPENCODE_H

#include "import/reader.h"

/*
 * What a session of opencode consists of: a session, messages in it and parts of these, each a JSON
 * object without white space.  Private to the layer.
 *
 * None of them gets a trace id.  The model names the trace after its root, so that the session of a
 * subagent is in the trace of the one that started it, wherever the two are in the input.
 */
struct text opencode_member(struct text object, struct text name); /* absent: not there */

/* The record's time of that name, such as created. */
int64_t opencode_time(struct text record, struct text name);

/* Each of these fills in a record; the ids are the caller's. */
void opencode_session(struct import_in *in, struct trace_record *r, struct text info);
void opencode_answer(struct import_in *in, struct trace_record *r, struct text info);
void opencode_tool(struct import_in *in, struct trace_record *r, struct text part);

/* Adds an event that says what a part says. */
void opencode_log(struct import_in *in, struct text part);

/* Adds what a step used, its `tokens`, to the usage.  Returns whether they are counts. */
bool opencode_add_tokens(struct trace_more *more, struct text tokens);

/* The id of the session that a tool started, or an absent text; and a record that says so. */
struct text opencode_child(struct import_in *in, struct text part);
void opencode_link(struct import_in *in, struct text child, struct text call_id);

#endif
