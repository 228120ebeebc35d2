/* SPDX-License-Identifier: MIT */
#ifndef STEP_DEBUGGER_PRIVATE_H
#define STEP_DEBUGGER_PRIVATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "step/debugger.h"

/* What the files of the debugger share. */
struct step_debugger {
	const struct step_index *index;
	const struct trace_model *model;
	struct step_debugger_setup setup;
	struct step_session *session;
	struct buf last;    /* the last command, for the empty line */
	struct buf *answer; /* to the command that is carried out */
	struct arena arena; /* of a command */
	bool unwanted;      /* the rest of the answer is not read */
	bool shown;         /* the first position was shown */
	uint64_t turns;     /* of a search */
};

/* Begins a line of the answer, indented; debugger_end ends it. */
struct view_line debugger_begin(struct step_debugger *d);
void debugger_end(struct step_debugger *d, struct view_line *l);

/* A line of the program's own words.  The second puts a text of the input, in quotes, between two
 * parts. */
void debugger_say(struct step_debugger *d, const char *words);
void debugger_say_of(
    struct step_debugger *d, const char *before, struct text of, const char *behind);

/* The same for an error of the library, which quotes what it is about. */
void debugger_say_error(struct step_debugger *d, const char *before, const struct err *e);

/* A name, in quotes if it has characters that mean something to a command. */
struct text debugger_name(struct step_debugger *d, struct text argument);

/* Appends what a step is in words: `ERROR …`; and with its position: `#4 ERROR …`. */
void debugger_put_what(
    struct view_line *l, const struct trace_model *m, const struct trace_step *step);
void debugger_put_step(struct view_line *l, const struct trace_model *m, uint64_t position,
    const struct trace_step *step);

/* Writes out what there is, if it is much.  Should a search end?  Then that has been said. */
bool debugger_should_end(struct step_debugger *d);

/* Appends N, and #N. */
void debugger_put_number(struct view_line *l, uint64_t n);
void debugger_put_position(struct view_line *l, uint64_t position);

/* Appends `NAME = VALUE`, cut to the line. */
void debugger_put_value(struct view_line *l, struct text name, struct text value, size_t reserve);

/* Says that there is no variable of that name, and which one may be meant. */
void debugger_say_unknown(struct step_debugger *d, struct text name);

/* Names, each once: of the variables and arguments that are visible from the frame that is looked
 * at, of calls, of variables anywhere, and of commands.  The caller frees names->name. */
struct debugger_names {
	struct text *name;
	size_t n, cap;
};
void debugger_add_visible(struct step_debugger *d, struct debugger_names *names);
void debugger_add_calls(const struct step_debugger *d, struct debugger_names *names);
void debugger_add_variables(const struct step_debugger *d, struct debugger_names *names);
void debugger_add_commands(struct debugger_names *names);

/* Commands: the argument is trimmed, and may be empty. */
void debugger_value(struct step_debugger *d, struct text argument);
void debugger_who(struct step_debugger *d, struct text argument);
void debugger_variables(struct step_debugger *d, struct text argument);
void debugger_arguments(struct step_debugger *d, struct text argument);
void debugger_stack(struct step_debugger *d, struct text argument);
void debugger_list(struct step_debugger *d, struct text argument);
void debugger_up(struct step_debugger *d, struct text argument);
void debugger_down(struct step_debugger *d, struct text argument);
void debugger_break(struct step_debugger *d, struct text argument);
void debugger_watch(struct step_debugger *d, struct text argument);
void debugger_delete(struct step_debugger *d, struct text argument);
void debugger_print_at(struct step_debugger *d, struct text argument);
void debugger_history(struct step_debugger *d, struct text argument);
void debugger_find(struct step_debugger *d, struct text argument);
void debugger_move(struct step_debugger *d, enum step_move move, struct text argument);
void debugger_goto(struct step_debugger *d, struct text argument);

/* Appends what a breakpoint is: `calculate_tax if amount > 50`, `watch tax_rate`. */
void debugger_put_break(struct view_line *l, const struct step_break *b);

#endif
