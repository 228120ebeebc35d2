/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_HTML_H
#define CMD_TRACE_HTML_H

#include "cmd/trace/command.h"

/*
 * --html FILE: the page of the selection (page/traces.h), beside what the action prints.  Without
 * an action, nothing else is printed.  With --compare and --variant-key it is the page of the
 * comparison (page/compare.h).  None of these does anything without the option.
 *
 * The file gets its name after all other output is complete, or not at all: if the run is stopped,
 * no input could be read or nothing was selected, it stays as it was.
 */

/* Checks what the table of options cannot.  Returns -1, or the status of a usage error. */
int html_check(const struct command *c);

/* Opens the file, once the run has begun.  Returns 0, or -1 if the run is stopped. */
int html_begin(struct command *c);

/* Writes the page of the model.  Returns 0, or -1 if the run is stopped. */
int html_print(struct command *c);

/* Completes the file, after run_end.  Returns the exit status. */
int html_end(struct command *c, int status);

struct rerun_traffic;
struct rerun_load;

/* Writes the page of a load in place of one of traces.  Returns 0, or -1 if the run is stopped. */
int html_put_load(
    struct command *c, const struct rerun_traffic *traffic, const struct rerun_load *load);

#endif
