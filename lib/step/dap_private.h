/* SPDX-License-Identifier: MIT */
#ifndef STEP_DAP_PRIVATE_H
#define STEP_DAP_PRIVATE_H

#include "base/arena.h"
#include "json/write.h"
#include "step/dap.h"
#include "step/dap_message.h"

/* What the files of a session share. */

/* Ids of frames and of variables are valid until the next stop, and are never used again: an old
 * one is an error and not somebody else's. */
struct dap_frame_id {
	size_t trace;
	uint64_t position; /* of the trace */
	struct step_frame frame;
	uint32_t level; /* from the innermost, which is 0 */
};

enum dap_holds {
	DAP_HOLDS_ARGUMENTS,
	DAP_HOLDS_VARIABLES,
	DAP_HOLDS_JSON /* the members or elements of a value */
};

/* Something that has variables in it. */
struct dap_holder {
	enum dap_holds what;
	struct step_frame frame; /* of arguments and variables */
	struct text json;
	struct text name; /* by which EXPR finds the value; absent: by none */
};

/* What a breakpoint is set on. */
enum dap_break_kind { DAP_AT_LINE, DAP_AT_FUNCTION, DAP_AT_DATA, DAP_AT_ERROR, DAP_BREAK_KINDS };

struct dap_break {
	struct arena arena; /* of its texts */
	enum dap_break_kind kind;
	uint32_t id;
	/* as the client asks for it; absent: not */
	struct text source; /* AT_LINE: the path, or */
	size_t trace;       /* the trace whose text it is, if there is no path */
	uint64_t line;
	struct text name; /* of the function, the variable or the type of error */
	struct text condition, hits, log;
	/* once traces are loaded: */
	uint64_t *position; /* where it holds, in order */
	size_t positions, cap;
	bool verified;
	uint64_t moved_to; /* the line that it stands for, or 0 */
	struct text why;   /* not verified: why; or what else there is to say */
};

struct dap_file {
	struct text recorded; /* as the trace calls it */
	struct text path;     /* where the host has found it; absent: nowhere */
	struct text json;     /* its text in the trace, as a string of JSON; absent: not there */
	bool looked_for;      /* path and json are set */
};

struct dap_line {
	uint32_t file; /* its number */
	uint32_t line;
};

/* What follows a response. */
enum dap_next {
	DAP_NEXT_NOTHING,
	DAP_NEXT_INITIALIZED,
	DAP_NEXT_START,
	DAP_NEXT_STOPPED, /* at stop.reason */
	DAP_NEXT_RUN,
	DAP_NEXT_RUN_BACK,
	DAP_NEXT_END
};

struct dap {
	struct dap_host host;
	struct arena request; /* of the message that is taken */
	struct arena stop;    /* until the next stop */
	struct arena always;
	int64_t seq;   /* of the last message sent */
	int64_t taken; /* of the request that is taken */
	bool initialized, launched, configured, started, running, terminated, over;
	bool lines_from_0, columns_from_0, variable_types, stop_on_entry, no_debug;

	enum dap_next next;
	size_t trace; /* that next is about: the one that the user looks at */
	const char *reason, *note;
	bool typed; /* next comes from a command in the console */

	const struct trace_model *model;
	struct step_index *index;
	struct step_debugger *debugger;
	struct step_session *session; /* the debugger's */
	uint64_t *position;           /* by trace */

	struct dap_frame_id *frame;
	size_t frames, frame_cap;
	uint64_t frame_base; /* the id of the first */
	struct dap_holder *holder;
	size_t holders, holder_cap;
	uint64_t holder_base;

	struct dap_break **brk; /* in the order in which they were set */
	size_t breaks, break_cap;
	uint32_t break_id;
	bool stop_at_errors;

	struct dap_file *file; /* those with recorded lines */
	size_t files, file_cap;
	struct dap_line *line; /* sorted */
	size_t lines, line_cap;
	struct text *text; /* objects of JSON with texts of files, by their recorded names */
	size_t texts, text_cap;
};

typedef int dap_handler(
    struct dap *d, const struct dap_request *r, struct buf *body, struct err *e);

/* A handler appends members of the body, or returns -1 with *e filled. */
dap_handler dap_initialize, dap_launch, dap_configuration_done, dap_disconnect, dap_terminate,
    dap_cancel;
dap_handler dap_next, dap_step_in, dap_step_out, dap_step_back, dap_continue, dap_reverse_continue,
    dap_goto, dap_pause, dap_restart_frame;
dap_handler dap_set_breakpoints, dap_set_function_breakpoints, dap_set_exception_breakpoints,
    dap_data_breakpoint_info, dap_set_data_breakpoints, dap_breakpoint_locations;
dap_handler dap_threads, dap_stack_trace, dap_scopes, dap_exception_info;
dap_handler dap_variables, dap_evaluate, dap_completions;
dap_handler dap_source, dap_loaded_sources, dap_goto_targets;

/* ---- messages (dap.c) ----------------------------------------------------------------------- */

int64_t dap_seq(struct dap *d);                    /* for the next message */
void dap_send(struct dap *d, struct buf *message); /* and frees it */
void dap_output(struct dap *d, const char *category, struct text text);

/* Reads the arguments of a request; see dap_read_object. */
int dap_arguments(
    const struct dap_request *r, const struct json_row *row, size_t n, void *out, struct err *e);
#define DAP_REQUIRED(type_, member_, name_, json_)                                                 \
	{                                                                                          \
		.name = (name_), .type = (json_), .offset = offsetof(type_, member_)               \
	}
#define DAP_OPTIONAL(type_, member_, name_, json_)                                                 \
	{                                                                                          \
		.name = (name_), .type = (json_), .offset = offsetof(type_, member_),              \
		.optional = true, .or_null = true                                                  \
	}
#define DAP_ARGUMENTS(r, rows, out, e)                                                             \
	dap_arguments((r), (rows), sizeof(rows) / sizeof(*(rows)), (out), (e))

/* ---- moves (dap_moves.c) -------------------------------------------------------------------- */

void dap_start(struct dap *d); /* the session is configured */
void dap_run(struct dap *d, bool back);

/* Tells that the session has stopped at the position of d->trace: why, what else there is to say of
 * it, and at which breakpoint.  note and at may be NULL. */
void dap_stopped(struct dap *d, const char *reason, const char *note, const struct dap_break *at);
void dap_end(struct dap *d); /* tells that the recording has ended */

/* The thread of a request, from its id.  Returns 0, or -1 with *e filled. */
int dap_thread(struct dap *d, uint64_t id, size_t *trace, struct err *e);

/* Notes that one is at a position. */
void dap_is_at_position(struct dap *d, uint64_t position);

/* Appends `#4 ERROR ZeroDivisionError: division by zero`. */
void dap_put_step(struct dap *d, struct buf *b, uint64_t position, size_t width);

/* The same as a line of the text of a trace. */
void dap_put_row(struct dap *d, struct buf *b, uint64_t position, size_t width);

/* ---- breakpoints (dap_breaks.c, dap_places.c) ------------------------------------------------ */

/* The breakpoint that stops at a position, or NULL.  Prints those that only print. */
const struct dap_break *dap_break_at(struct dap *d, uint64_t position);
void dap_breaks_resolve(struct dap *d); /* those that were set before there were traces */
void dap_breaks_free(struct dap *d);
void dap_resolve(struct dap *d, struct dap_break *b); /* finds its places */
bool dap_is_at(const struct dap_break *b, uint64_t position);

/* ---- frames and values (dap_stack.c, dap_variables.c) ---------------------------------------- */

void dap_tell_threads(struct dap *d); /* that there are too many to list, if so */
int dap_frame_of(struct dap *d, uint64_t id, const struct dap_frame_id **f, struct err *e);

/* What a reference stands for, or NULL with *e filled. */
const struct dap_holder *dap_held(struct dap *d, uint64_t reference, struct err *e);

/* Appends the text of a log point, with the value of each {EXPR} in it. */
void dap_put_message(struct dap *d, struct buf *b, struct text message, const struct step_frame *f);

/* Makes a reference for something that has variables in it; 0 if there are too many. */
uint64_t dap_hold(struct dap *d, const struct dap_holder *h);

/* Appends the members value, variablesReference, … of JSON.  name: see struct dap_holder. */
void dap_put_value(
    struct dap *d, struct buf *b, const char *member, struct text json, struct text name);

void dap_member_value(struct buf *b, const char *member, struct text json, size_t room);

/* Appends the names of variables and arguments that begin so, with newlines behind them. */
void dap_put_names(struct dap *d, const struct step_frame *f, struct text begun, struct buf *words);

/* Does EXPR take this for a name, or a part of one, as it is? */
bool dap_is_simple(struct text t);

uint64_t dap_count_members(struct text json);

/* Forgets all ids of frames and variables. */
void dap_forget(struct dap *d);

/* ---- files of code (dap_files.c) ------------------------------------------------------------- */

void dap_files_find(struct dap *d); /* once traces are loaded */
void dap_files_free(struct dap *d);

/* A file by its number; it is looked for. */
const struct dap_file *dap_file(struct dap *d, size_t number);
bool dap_file_number(const struct dap *d, struct text recorded, size_t *number);

/* How much alike are the path that a client gives and those of a file?  SIZE_MAX: it is the file.
 * Otherwise, how many components at their ends are the same. */
size_t dap_file_likeness(struct dap *d, size_t number, struct text path);

/* Where a step is said to have failed; NULL: nowhere.  And its parts, if it is FILE:LINE. */
const struct trace_text *dap_where(const struct dap *d, const struct trace_step *s);
bool dap_split_where(const struct trace_text *where, struct text *file, uint32_t *line);

/* ---- sources (dap_sources.c) ----------------------------------------------------------------- */

/* Appends the members source, line and column of a frame. */
void dap_put_place(struct dap *d, struct buf *b, const struct dap_frame_id *f);

/* What a client means by a source.  Returns 0, or -1 with *e filled. */
struct dap_source {
	bool text; /* it is the text of: */
	size_t trace;
	struct text path; /* otherwise */
};
int dap_source_of(
    struct dap *d, const struct json_node *source, struct dap_source *s, struct err *e);

/* Numbers of lines as the client counts them, and back. */
uint64_t dap_line_out(const struct dap *d, uint64_t line);
uint64_t dap_line_in(const struct dap *d, uint64_t line);

#endif
