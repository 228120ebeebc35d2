/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_EDITOR_H
#define CMD_TRACE_EDITOR_H

#include <stdbool.h>

#include "base/buf.h"
#include "cmd/trace/console.h"

/*
 * A line editor for a terminal: one line, with the keys of Emacs as other line editors have them.
 * Arrows, Home, End, ^A, ^E, ^B and ^F move.  ^H, Delete, ^D, ^K, ^U and ^W erase.  ^P, ^N, up and
 * down bring back earlier lines, and ^R searches in them.  Tab completes a word, and ^L clears the
 * screen.  ^C drops the line.  ^D on an empty line is the end.
 *
 * A line that is wider than the terminal is moved sideways.  Pasted lines are read one by one.
 */
struct editor;
struct editor *editor_new(struct console *c, bool utf8);
void editor_free(struct editor *e); /* NULL is valid */

/* The words that may stand at the end of the line that is begun, each followed by a newline, are
 * appended to *words.  NULL: Tab does nothing. */
void editor_set_complete(struct editor *e,
    void (*complete)(void *context, struct text begun, struct buf *words), void *context);

/*
 * Reads a line; its text is in the editor until the next call.  The prompt may have escape
 * sequences, and takes so many columns.  Returns false at the end of the input, or if a signal ends
 * the process.
 */
bool editor_read(struct editor *e, struct text prompt, size_t prompt_columns, struct text *line);

#endif
