/* SPDX-License-Identifier: MIT */
#ifndef STEP_DEBUGGER_H
#define STEP_DEBUGGER_H

#include <stdbool.h>

#include "step/session.h"
#include "view/line.h"

/*
 * The debugger's commands, as a person types them, and its answers as text.  A pipe and a terminal
 * share it; it knows neither.
 *
 *	struct step_debugger *d = step_debugger_new(index, &setup);
 *	while (… step_debugger_do(d, line, &answer) …)
 *
 * An answer is whole lines.  The first one is the position and what happened there; the others
 * begin with two blanks, and have no control characters of the input.
 */
struct step_debugger_setup {
	struct view_style style;
	struct step_interrupt interrupt;
	/*
	 * Runs a call again, for the command x, and appends the result: whole lines of text.
	 * Returns 0, or -1 with *e filled.  NULL: there is nothing to run it with.
	 */
	int (*run)(void *context, const struct trace_model *m, uint32_t call,
	    const struct view_style *style, struct buf *text, struct err *e);
	void *run_context;
	/*
	 * Writes out what there is of an answer, and empties it; called when that is long.  Returns
	 * 0, or -1 if the rest is not wanted.  NULL: answers are kept whole.
	 */
	int (*put)(void *context, struct buf *part);
	void *put_context;
	/* What a value is called in the model, if that is redacted: appends it and returns true.
	 * NULL: it is not. */
	bool (*redact)(void *context, struct text value, struct buf *b);
	void *redact_context;
	/* Returns a line of source code, without its newline and indentation, or an absent text.
	 * NULL: answers have none. */
	struct text (*source)(void *context, struct text file, uint32_t line);
	void *source_context;
	int64_t now_ns; /* for times that are relative to now */
};

struct step_debugger;
struct step_debugger *step_debugger_new(
    const struct step_index *x, const struct step_debugger_setup *setup);
void step_debugger_free(struct step_debugger *d); /* NULL is valid; the index stays */

struct step_session *step_debugger_session(struct step_debugger *d);

/* Lines may become longer or shorter when a terminal is resized. */
void step_debugger_set_width(struct step_debugger *d, size_t columns);

/* Carries out a command and appends the answer.  An empty line is the last command again.
 * Empty lines before any command show where one is, and then step on as `n` does.  Returns false if
 * the command was to quit; it has no answer. */
bool step_debugger_do(struct step_debugger *d, struct text line, struct buf *answer);

/* Does a line begin with the name of a command? */
bool step_debugger_knows(struct text line);

/* Appends the first line of an answer: where one is. */
void step_debugger_put_where(struct step_debugger *d, struct buf *b);

/* Appends a few words for a prompt: `#4 calculate_tax`.  Returns how many columns they take. */
size_t step_debugger_put_prompt(struct step_debugger *d, struct buf *b);

/* Appends the words that may stand at the end of a line which is begun, with newlines behind them:
 * commands, or names of variables and calls. */
void step_debugger_complete(struct step_debugger *d, struct text begun, struct buf *words);

#endif
